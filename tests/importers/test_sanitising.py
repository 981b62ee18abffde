import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fragments_fromstring

from broadsheet.importers.sanitising import clean_inline, clean_paragraphs

CORPORA = Path(os.environ.get("BROADSHEET_CORPORA", Path(__file__).parents[2] / ".." / "shared" / "corpora"))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<strong>a</strong> <em class='x'>b</em> <del>c</del>", "<b>a</b> <i>b</i> <s>c</s>"),
        ('<a href="https://a.example" onclick="x()" target="_blank">a</a>', '<a href="https://a.example">a</a>'),
        ('<a href="javascript:x()">a</a>', "a"),
        ('<a href="javascript:x()">a</a> <a href="mailto:a@b.example">b</a>', 'a <a href="mailto:a@b.example">b</a>'),
        ("a<script>x()</script><style>y</style>b", "ab"),
        ("<span style='x'>“a’s” — b…</span>", "“a’s” — b…"),
        ("a\n\t b", "a b"),
        ("<br>a<br>", "a"),
        ("a<b></b><i> </i>b", "a b"),
        ("1 &lt; 2 &amp; 3", "1 &lt; 2 &amp; 3"),
        ("<!-- x -->a", "a"),
        ("<u>under</u><font color=red>red</font>", "underred"),
    ],
)
def test_only_text_emphasis_and_links_stay(html, expected):
    assert clean_inline(html) == expected


def test_two_line_breaks_divide_paragraphs_and_emphasis_is_closed():
    assert clean_paragraphs("<b>a<br><br>b</b><br> <br><br>c<br>d") == ["<b>a</b>", "b", "c<br>d"]
    assert clean_paragraphs("<br><br> ") == []


def check(html: str) -> None:
    clean = clean_inline(html)
    for element in fragments_fromstring(f"<p>{clean}</p>")[0].iter():
        assert element.tag in ("p", "a", "b", "i", "s", "sup", "sub", "br")
        assert set(element.attrib) <= {"href"}
        assert re.match(r"https?:|mailto:", element.get("href", "http:"), re.IGNORECASE)


@given(st.text("<>/ab=\"'&;:hrefscipt javm\n", max_size=60))
def test_nothing_but_the_allowed_comes_out(html):
    check(html)


def test_no_known_attack_comes_through():
    path = CORPORA / "security" / "xss" / "dompurify-expect.json"
    if not path.is_file():
        pytest.skip(f"needs {path}; set BROADSHEET_CORPORA to the folder of the corpora")
    cases = json.loads(path.read_text(encoding="utf-8"))
    assert len(cases) > 200
    for case in cases:
        check(case["payload"])


def test_no_naughty_string_comes_through_or_fails():
    path = CORPORA / "security" / "blns" / "blns.json"
    if not path.is_file():
        pytest.skip(f"needs {path}; set BROADSHEET_CORPORA to the folder of the corpora")
    for text in json.loads(path.read_text(encoding="utf-8")):
        check(text)
