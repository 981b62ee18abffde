"""Redirects of plug-ins, and slugs that posts had before, lead on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client

from broadsheet.articles.models import Story
from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.wordpress.moving import Wishes, move_in
from broadsheet.importers.wordpress.redirects import NOWHERE, OFF, PATTERN, read_redirects
from broadsheet.importers.wordpress.source import LEADS_ELSEWHERE
from tests import world
from tests.importers.wordpress.exports import export, post


def meta(key: str, value: str) -> str:
    return f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"


@pytest.mark.django_db
def test_rules_and_old_slugs_lead_on_and_what_cannot_is_named(tmp_path: Path, client: Client) -> None:
    world.paper()
    rule = meta("_redirect_rule_from", "/short") + meta("_redirect_rule_to", "https://old.example/2021/03/04/post-1/")
    path = export(
        tmp_path,
        post(1, inside=meta("_wp_old_slug", "before") + meta("_wp_old_slug", "long-before")),
        post(2, "Rule", type="redirect_rule", slug="rule", inside=rule),
    )
    file = tmp_path / "redirection.csv"
    file.write_text(
        "source,target,regex,code\n/from-csv,/2021/03/04/post-1/,0,301\n/out,https://other.example/x,0,301\n"
        "/a/.*,/b,1,301\n/lost,/nowhere/,0,301\n/away,,0,410\n"
    )
    report = move_in([path], Wishes(redirects=(file,)))
    assert report.adds_up, (report.lines, report.dead)
    line = next(line for line in report.lines if line.name == "redirects")
    assert (line.export, line.here) == (6, 3)
    assert line.reasons == {PATTERN: 1, LEADS_ELSEWHERE: 1, NOWHERE: 1}
    story = Story.objects.get()
    for old in ("/short", "/from-csv/", "/before/", "/2021/03/04/long-before/"):
        assert client.get(old).headers.get("Location") == story.url, old
    assert client.get("/out").headers["Location"] == "https://other.example/x"
    assert client.get("/lost/").status_code == 404


def test_the_files_of_each_plug_in_are_read(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("Origin,Target,Type,Format\nold,new,301,plain\nx(.*),y,301,regex\nz,,410,plain\n")
    assert read_redirects(path) == [("old", "new", ""), ("x(.*)", "y", PATTERN), ("z", "", NOWHERE)]
    path.write_text(
        "id,source,matching,destination,type,status\n1,a,exact,/b,301,active\n2,c,contains,/d,301,inactive\n"
    )
    assert read_redirects(path) == [("a", "/b", ""), ("c", "/d", OFF)]
    rules = [{"url": "/a", "action_data": {"url": "/b"}}, {"url": "/c", "action_data": {"url": "/d"}, "enabled": False}]
    path.write_text(json.dumps({"redirects": [*rules, 5, {"action_data": None}]}))
    assert read_redirects(path) == [("/a", "/b", ""), ("/c", "/d", OFF)]


@pytest.mark.parametrize("text", ["", "{", "[]", "a,b\n1,2\n", '{"redirects": 5}'])
def test_what_is_no_file_of_redirects_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "file"
    path.write_text(text)
    with pytest.raises(CannotImportError):
        read_redirects(path)
    with pytest.raises(CannotImportError):
        read_redirects(tmp_path / "none")
