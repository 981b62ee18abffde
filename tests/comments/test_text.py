"""What readers write, cleaned and as HTML."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from broadsheet.comments.text import MOST_MARKS, as_html, clean, clean_line

SECURITY = Path(os.environ.get("BROADSHEET_CORPORA", "../shared/corpora")) / "security"
ALLOWED = {"div", "p", "br", "a", "blockquote"}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\n\n\n\n\nb  \n  c", "a\n\nb\nc"),
        ("nul\x00 bell\x07 tab\there", "nul bell tab here"),
        ("zero\u200bwidth\ufeff soft\u00adhyphen", "zerowidth softhyphen"),
        ("\u202egnp.exe\u202c \u2066x\u2069", "gnp.exe x"),
        ("cafe\u0301", "café"),
        ("a" + "\u0316" * 50 + "b", "a" + "\u0316" * MOST_MARKS + "b"),
        ("\ud800lone", "lone"),
        ("tag\U000e0041\U000e0042s", "tags"),
        ("می\u200cخواهم 👩\u200d🚒", "می\u200cخواهم 👩\u200d🚒"),
        ("x\u200d\u200d\u200d\u200dy", "xy"),
    ],
)
def test_text_is_kept_without_what_nobody_writes_on_purpose(written, kept):
    assert clean(written) == kept


def test_a_name_is_one_line():
    assert clean_line(" Ada\n\n Reporter \u202e") == "Ada Reporter"


@given(st.text())
def test_cleaning_twice_is_cleaning_once_and_leaves_nothing_unseen(written):
    kept = clean(written)
    assert clean(kept) == kept
    assert not [letter for letter in kept if unicodedata.category(letter) in ("Cc", "Cs") and letter != "\n"]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("One\ntwo\n\nthree", '<p dir="auto">One<br>two</p>\n<p dir="auto">three</p>'),
        ("> a\n> b\nc", '<blockquote><p dir="auto">a<br>b</p></blockquote>\n<p dir="auto">c</p>'),
        ("<b>x</b> & \"'", '<p dir="auto">&lt;b&gt;x&lt;/b&gt; &amp; &quot;&#x27;</p>'),
        (
            "(see https://a.example/b_(c)?d=1&e=2).",
            '<p dir="auto">(see <a href="https://a.example/b_(c)?d=1&amp;e=2" rel="ugc nofollow noopener">'
            "https://a.example/b_(c)?d=1&amp;e=2</a>).</p>",
        ),
        ("javascript:alert(1) mail@x.example x.example", None),
    ],
)
def test_text_becomes_paragraphs_quotes_and_links_and_nothing_else(text, made):
    found = as_html(text)
    assert found == made if made else "<a" not in found


def test_a_link_is_never_longer_on_the_page_than_a_line():
    found = html.fromstring(as_html("https://a.example/" + "x" * 500))
    assert len(found.text_content()) == 60


@given(st.text(alphabet="ht ps:/.>\n<\"'&x\u202e()[]|"))
def test_whatever_is_written_says_on_the_page_what_was_written_and_has_no_other_elements(written):
    text = clean(written)
    document = html.fromstring(f"<div>{as_html(text)}</div>")
    assert {element.tag for element in document.iter()} <= ALLOWED
    assert {name for element in document.iter() for name in element.attrib} <= {"dir", "href", "rel"}
    assert all(link.get("href").startswith(("http://", "https://")) for link in document.iter("a"))


def attacks() -> list[str]:
    """All the strings of the lists of attacks."""
    found: list[str] = []
    for path in sorted(SECURITY.rglob("*")):
        if path.suffix == ".txt":
            found += path.read_text(encoding="utf-8", errors="replace").splitlines()
        elif path.suffix == ".json":
            data = json.loads(path.read_text(encoding="utf-8"))
            rows = data if isinstance(data, list) else []
            found += [one["payload"] if isinstance(one, dict) else one for one in rows]
    return [one for one in found if one.strip()]


@pytest.mark.skipif(not SECURITY.is_dir(), reason="BROADSHEET_CORPORA has no lists of attacks")
def test_every_attack_of_the_lists_is_text():
    lists = attacks()
    assert len(lists) > 1_000
    for attack in lists:
        document = html.fromstring(f"<div>{as_html(clean(attack))}</div>")
        assert {element.tag for element in document.iter()} <= ALLOWED, attack
        assert {name for element in document.iter() for name in element.attrib} <= {"dir", "href", "rel"}, attack
