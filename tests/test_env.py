"""Variables: where they are looked up, what is refused, and what the refusal says."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet import env


def read(home: Path, *lines: str, **environ: str) -> dict[str, env.Setting]:
    (home / env.ENV_FILE).write_text("\n".join(lines), encoding="utf-8")
    return env.read({"BROADSHEET_HOME": str(home), **environ})


def refusal(home: Path, *lines: str, **environ: str) -> str:
    with pytest.raises(env.EnvError) as caught:
        read(home, *lines, **environ)
    return str(caught.value)


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path):
    found = read(tmp_path, "BROADSHEET_PORT=9000", "BROADSHEET_LANGUAGE=de", BROADSHEET_PORT="9100")
    assert (found["BROADSHEET_PORT"].value, found["BROADSHEET_PORT"].source) == (9100, "environment")
    assert (found["BROADSHEET_LANGUAGE"].value, found["BROADSHEET_LANGUAGE"].source) == (
        "de",
        f"{tmp_path}/broadsheet.env:2",
    )
    assert found["BROADSHEET_TIMEZONE"].source == "default"


def test_comments_blank_lines_and_quotes_are_understood(tmp_path):
    found = read(tmp_path, "# a comment", "", '  BROADSHEET_EMAIL_FROM = "The Paper <a@example.org>" ')
    assert found["BROADSHEET_EMAIL_FROM"].value == "The Paper <a@example.org>"


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("BROADSHEET_PORT", "0", "a whole number from 1 to 65535"),
        ("BROADSHEET_PORT", "http", "a whole number from 1 to 65535"),
        ("BROADSHEET_DEBUG", "maybe", "one of on, off"),
        ("BROADSHEET_TIMEZONE", "Mars/Olympus", "IANA"),
        ("BROADSHEET_TIMEZONE", "../../etc/passwd", "IANA"),
        ("BROADSHEET_LANGUAGE", "english", "a language tag"),
        ("BROADSHEET_URL", "example.org", "an address such as"),
        ("BROADSHEET_URL", "https://example.org/paper", "an address such as"),
        ("BROADSHEET_URL", "https://example.org:port", "an address such as"),
        ("BROADSHEET_DATABASE_URL", "mysql://host/name", "starts with sqlite: or postgres:"),
        ("BROADSHEET_EMAIL_URL", "mail.example.org", "smtp://host:25"),
        ("BROADSHEET_EMAIL_URL", "smtp://", "smtp://host:25"),
        ("BROADSHEET_EMAIL_FROM", "nobody", "an address such as"),
        ("BROADSHEET_WEB_WORKERS", "65", "a whole number from 1 to 64"),
        ("BROADSHEET_LOG_LEVEL", "loud", "one of DEBUG"),
    ],
)
def test_a_wrong_value_is_refused_with_its_name_what_is_allowed_and_its_place(tmp_path, name, text, allowed):
    said = refusal(tmp_path, "# first line", f"{name}={text}")
    assert name in said
    assert allowed in said
    assert f"{tmp_path}/broadsheet.env:2" in said
    assert "(read from environment)" in refusal(tmp_path, **{name: text})


def test_a_wrong_secret_is_not_repeated(tmp_path):
    said = refusal(tmp_path, BROADSHEET_DATABASE_URL="mysql://me:hunter2@host/name")
    assert "hunter2" not in said
    assert "(secret)" in said


def test_an_unknown_name_is_refused_with_the_nearest_known_one(tmp_path):
    assert "did you mean BROADSHEET_PORT?" in refusal(tmp_path, BROADSHEET_PROT="8000")
    said = refusal(tmp_path, "BROADSHEET_TIMEZON=UTC")
    assert "did you mean BROADSHEET_TIMEZONE?" in said
    assert "broadsheet.env:1" in said


def test_a_line_that_sets_nothing_is_refused_with_its_number(tmp_path):
    assert "broadsheet.env:2" in refusal(tmp_path, "# fine", "BROADSHEET_PORT")


def test_the_home_cannot_be_moved_from_inside(tmp_path):
    assert "--home" in refusal(tmp_path, "BROADSHEET_HOME=/elsewhere")


def test_a_file_that_is_not_utf8_is_refused(tmp_path):
    (tmp_path / env.ENV_FILE).write_bytes(b"BROADSHEET_EMAIL_FROM=\xff\xfe")
    with pytest.raises(env.EnvError, match="cannot be read"):
        env.read({"BROADSHEET_HOME": str(tmp_path)})


@pytest.mark.parametrize(
    ("environ", "url"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"BROADSHEET_HOST": "0.0.0.0", "BROADSHEET_PORT": "81"}, "http://localhost:81"),
        ({"BROADSHEET_HOST": "::1"}, "http://[::1]:8000"),
        ({"BROADSHEET_URL": "https://example.org/"}, "https://example.org"),
    ],
)
def test_the_public_address_is_the_given_one_or_made_from_host_and_port(tmp_path, environ, url):
    assert env.public_url(read(tmp_path, **environ)) == url


def test_every_variable_explains_itself_and_has_a_default_that_is_allowed():
    for variable in env.VARIABLES:
        assert variable.help.endswith(".")
        variable.parse(variable.default)


def test_web_processes_are_a_number_or_one_a_core():
    assert env.read({"BROADSHEET_WEB_WORKERS": "3"})["BROADSHEET_WEB_WORKERS"].value == 3
    assert 1 <= env.read({})["BROADSHEET_WEB_WORKERS"].value <= env.kinds.MOST_AUTO_WORKERS
    with pytest.raises(env.EnvError, match="must be auto or a whole number from 1 to 64"):
        env.read({"BROADSHEET_WEB_WORKERS": "many"})


def test_a_search_server_needs_its_package(tmp_path, monkeypatch):
    assert "OpenSearch server" in refusal(tmp_path, BROADSHEET_SEARCH_URL="search.example.org:9200")
    monkeypatch.setattr(env.kinds, "find_spec", lambda name: None)
    assert "pip install" in refusal(tmp_path, BROADSHEET_SEARCH_URL="https://search.example.org:9200")
