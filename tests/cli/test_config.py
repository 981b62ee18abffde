"""`broadsheet config`: what it shows and what it hides."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from broadsheet import env
from broadsheet.cli import broadsheet


@pytest.fixture
def config(tmp_path, monkeypatch):
    """Runs `broadsheet config` on a home with these lines in its broadsheet.env and this environment."""

    def run(*words: str, lines: tuple[str, ...] = (), **environ: str):
        (tmp_path / env.ENV_FILE).write_text("\n".join(lines))
        for name in env.NAMES:
            monkeypatch.delenv(name, raising=False)
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("BROADSHEET_HOME", "")
        return CliRunner().invoke(broadsheet, ["--home", str(tmp_path), "config", *words])

    return run


def test_every_variable_is_listed_with_its_value_and_its_source(config, tmp_path):
    rows = json.loads(config("--json", lines=("BROADSHEET_LANGUAGE=de",), BROADSHEET_PORT="9000").output)
    assert set(rows) == env.NAMES
    assert (rows["BROADSHEET_HOME"]["value"], rows["BROADSHEET_HOME"]["source"]) == (str(tmp_path), "--home")
    assert rows["BROADSHEET_LANGUAGE"]["source"] == f"{tmp_path}/broadsheet.env:1"
    assert rows["BROADSHEET_PORT"]["source"] == "environment"
    assert rows["BROADSHEET_TIMEZONE"]["source"] == "default"


def test_secrets_are_masked_in_both_forms(config):
    secrets = {
        "BROADSHEET_SECRET_KEY": "hunter2",
        "BROADSHEET_DATABASE_URL": "postgres://me:hunter2@host/name",
        "BROADSHEET_EMAIL_URL": "smtps://me:hunter2@host",
    }
    for words in ((), ("--json",)):
        output = config(*words, **secrets).output
        assert "hunter2" not in output
        assert output.count("(secret)") == 3


def test_a_wrong_value_is_an_error(config):
    assert isinstance(config(BROADSHEET_PORT="x").exception, env.EnvError)
