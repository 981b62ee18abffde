# Broadsheet from a checkout. `make help` lists what there is.

PORT ?= 8000
HOST ?= 127.0.0.1
BROADSHEET_HOME ?= newsroom
PYTHON ?= python3
DB ?= sqlite
VENV := .venv
BROADSHEET := $(VENV)/bin/broadsheet

.DEFAULT_GOAL := help
.PHONY: help demo install test bench-render bench-edge bench-faults bench-soak bench-related bench-replies bench-letter bench-import messages changelog clean

help: ## List the targets.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

demo: install ## Make a paper with a sample edition, if there is none, and serve it (PORT, HOST, BROADSHEET_HOME).
	@BROADSHEET_HOME="$(BROADSHEET_HOME)" BROADSHEET_HOST="$(HOST)" BROADSHEET_PORT="$(PORT)" $(BROADSHEET) demo

install: $(VENV)/run.stamp ## Install Broadsheet with its locked dependencies into .venv.

$(VENV)/bin/pip:
	@PYTHON="$(PYTHON)" sh scripts/make-venv "$(VENV)"

$(VENV)/build.stamp: requirements/build.txt | $(VENV)/bin/pip
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r $<
	@touch $@

$(VENV)/run.stamp: requirements/run.txt pyproject.toml $(VENV)/build.stamp
	@echo "Installing what requirements/run.txt lists …"
	@$(VENV)/bin/python scripts/install.py requirements/run.txt
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	@echo "Installing what requirements/dev.txt lists …"
	@$(VENV)/bin/python scripts/install.py requirements/dev.txt
	@touch $@

test: $(VENV)/dev.stamp ## Run every check: lint, types, import contract, tests, browser tests (DB=sqlite, DB=postgres).
	@$(VENV)/bin/python -m tests.harness $(DB)

bench-render: $(VENV)/dev.stamp ## Time cold pages at 1,000, 30,000 and 300,000 stories; adds to bench/RESULTS.md.
	@$(VENV)/bin/python -m bench.render

bench-edge: $(VENV)/dev.stamp ## Time the edge beside nginx, under load while stories are published; adds to bench/RESULTS.md.
	@$(VENV)/bin/python -m bench.edge

bench-faults: $(VENV)/dev.stamp ## Kill and break things under load and edits for 50 rounds; adds to bench/RESULTS.md.
	@$(VENV)/bin/python -m bench.faults --rounds 50

bench-related: $(VENV)/dev.stamp ## Related stories: how good on the corpora, how fast and large at 300,000; adds to bench/RESULTS.md.
	@$(VENV)/bin/python -m bench.related

bench-soak: $(VENV)/dev.stamp ## Ten minutes of readers and edits, memory watched; adds to bench/RESULTS.md.
	@$(VENV)/bin/python -m bench.soak --minutes 10

bench-replies: $(VENV)/dev.stamp ## Time posting and showing replies, and count what is lost; adds to bench/RESULTS.md.
	@$(VENV)/bin/python -m bench.replies

bench-import: $(VENV)/dev.stamp ## Move in 100,000 generated posts with 300,000 comments, twice; adds to bench/RESULTS.md.
	@$(VENV)/bin/python -m bench.moving

bench-letter: $(VENV)/dev.stamp ## Send letters, kill what sends them, and count what is lost; adds to bench/RESULTS.md.
	@$(VENV)/bin/python -m bench.letter

messages: $(VENV)/dev.stamp ## Bring the catalogues in broadsheet/locale up to the source and compile them.
	@$(VENV)/bin/python scripts/messages.py

changelog: $(VENV)/dev.stamp ## Fold the fragments of changelog.d into CHANGELOG.md.
	$(VENV)/bin/towncrier build --yes

clean: ## Remove .venv; homes stay.
	rm -rf $(VENV)
