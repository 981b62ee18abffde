.DEFAULT_GOAL := help
PYTHON ?= python3
DB ?= sqlite

.PHONY: help test changelog

help:
	@echo "make test [DB=postgres]  every check: lint, types, import contract, tests, browser tests"
	@echo "make changelog           fold the fragments of changelog.d into CHANGELOG.md"

.venv/.installed: requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	.venv/bin/pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

test: .venv/.installed
	@.venv/bin/python -m tests.harness $(DB)

changelog: .venv/.installed
	.venv/bin/towncrier build --yes
