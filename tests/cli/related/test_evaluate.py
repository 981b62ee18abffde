"""`broadsheet related evaluate`: figures on stdout as JSON, or what is wrong with the folder."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from broadsheet.cli.related.evaluate import command
from tests.related.test_evaluating import of_archive


def test_four_figures_are_printed_as_json(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda process: {0})
    got = CliRunner().invoke(command, [str(of_archive(tmp_path / "corpus"))])
    assert got.exit_code == 0, got.output
    found = json.loads(got.stdout)
    assert list(found) == ["ndcg5_text_only", "recall10_text_only", "ndcg5", "recall10"]
    assert all(0 < value <= 1 for value in found.values())


def test_a_folder_that_is_no_corpus_is_wrong_use(tmp_path: Path) -> None:
    got = CliRunner().invoke(command, [str(tmp_path)])
    assert got.exit_code == 2
    assert "neither docs.jsonl nor docs.jsonl.xz" in got.stderr
