import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.articles.plain import paragraphs


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Fish &amp; chips, &pound;5&nbsp;each</p>", ["Fish & chips, £5\u00a0each"]),
        ("<p>A <b>bo</b>ld word, a<i>n</i> other</p>", ["A bold word, an other"]),
        ("<p>First line<br/>second line</p>", ["First line second line"]),
        ("<p>One.</p><p>Two.</p>", ["One.", "Two."]),
        ("<ul><li>One<ul><li>Inner</li></ul>after</li><li>Two</li></ul>", ["One", "Inner", "after", "Two"]),
        ("loose <em>text</em>", ["loose text"]),
        ("<p>a</p><!-- no --><script>no()</script><style>no</style><p>b</p>", ["a", "b"]),
        ("<p>&lt;b&gt; stays &amp;amp; too</p>", ["<b> stays &amp; too"]),
        ('<p>He said “yes”,\n\t <a href="/x">she</a> “no”.</p>', ["He said “yes”, she “no”."]),
        ("<?xml version='1.0' encoding='latin1'?><p>é</p>", ["é"]),
        ("<p> </p>", []),
        ("<!-- nothing -->", []),
        ("", []),
    ],
)
def test_rich_text_becomes_plain_paragraphs(html, expected):
    assert paragraphs(html) == expected


@given(st.text())
def test_no_text_is_an_error(html):
    assert all(line.strip() for line in paragraphs(html))
