from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.page.markup import is_markup, read_markup
from broadsheet.importers.page.sources import read

PAGES = Path(__file__).parent / "pages"


def page(name: str):
    return read_markup(read(str(PAGES / name)).text)


def kinds(found):
    return [block.kind for block in found.blocks]


def test_a_theme_page_gives_its_story_and_none_of_its_furniture():
    found = page("theme.html")
    assert found.headline == "Ferry to Skerra Island Will Run Again, “at Last”"
    assert found.standfirst == "A new landing stage ends two years of detours for the island’s 900 people."
    assert kinds(found) == (
        ["paragraph"] * 3 + ["heading", "paragraph", "list", "quote", "paragraph", "table", "paragraph"]
    )
    assert found.blocks[0].content.startswith("The ferry to Skerra Island, out of service")
    assert found.blocks[0].content.count("March&nbsp;2022") == 1
    assert found.blocks[-1].content.endswith("weather permitting.")


def test_words_links_and_emphasis_are_those_of_the_page():
    blocks = page("theme.html").blocks
    assert blocks[1].content == (
        "“We have waited for this day, and waited, and then waited some more,” said Mara Lindqvist, who runs the"
        " island’s only shop. “My mother is 91. She hasn’t seen the mainland since the storm.”"
    )
    assert '<a href="https://herald.example/county/budget/">county</a>' in blocks[2].content
    assert '<a href="https://fund.example/skerra?a=1&amp;b=2">coastal commission</a>' in blocks[2].content
    assert blocks[4].content == "Three things change with the <i>new</i> timetable, which <b>begins on Monday</b>:"
    assert blocks[5].content.startswith(
        "<li>The first boat leaves at 5:40 a.m., not at 6:15.</li><li>Dogs travel <i>free"
    )
    assert blocks[6].content == "It is only a landing stage. But it is ours.\tJon Aker, harbour master"
    assert blocks[8].content == "Year\tPassengers\n2020\t18,400\n2021\t21,950"


def test_what_was_left_out_is_told_with_the_reason():
    dropped = {one.text: one.reason for one in page("theme.html").dropped}
    assert dropped["ALSO READ: Why the old stage broke, in five charts"] == "a label"
    assert "newsletter" in dropped["Subscribe to our mailing list to get the new updates! Sign up"]


def test_the_head_tells_time_author_and_address():
    found = page("theme.html")
    assert found.published_at == datetime(2024, 10, 21, 6, 30, tzinfo=timezone(timedelta(hours=2)))
    assert found.authors == ["administrator"]
    assert found.canonical_url == "https://herald.example/2024/10/ferry-skerra/"


def test_a_page_of_loose_text_and_line_breaks_gives_paragraphs():
    found = page("amp.html")
    assert found.headline == "Rain ends the drought in the Harrow valley"
    assert found.published_at == datetime(2024, 9, 3, 14, 5, tzinfo=UTC)
    assert [block.content[:20] for block in found.blocks] == [
        "Farmers in the Harro",
        "‘I stood there and l",
        "The service measured",
        "The ban on watering ",
    ]


def test_an_old_page_in_another_character_set_is_read():
    found = page("old.html")
    assert "Anna Brändle" in found.blocks[0].content
    assert found.blocks[1].content.startswith(
        "“They are funny, angry and very well spelled,” said the museum’s director"
    )
    assert len(found.blocks) == 3


TEXT = "The council of Harrow met on Tuesday to speak about the bridge, and it was late when its members went home. "


LD = '<script type="application/ld+json">'


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<title>Bridge closed | The Herald</title>", "Bridge closed"),
        ("<title>Bridge closed – The Herald</title>", "Bridge closed"),
        ('<title>x</title><meta property="og:title" content="Bridge closed">', "Bridge closed"),
        (
            '<script type="application/ld+json">[{"@type":["NewsArticle"],"headline":"Bridge closed"}]</script>',
            "Bridge closed",
        ),
        ('<script type="application/ld+json">{broken</script><title>Bridge closed</title>', "Bridge closed"),
    ],
)
def test_without_a_heading_the_head_gives_the_headline(head, expected):
    found = read_markup(
        f"<html><head>{head}</head><body><article><p>{TEXT * 2}</p><p>{TEXT}</p></article></body></html>"
    )
    assert found.headline == expected


@pytest.mark.parametrize(
    "html",
    [
        "<html></html>",
        "<html><body><h1>A title</h1></body></html>",
        "<html><body><nav><a href='/'>Home</a></nav><form><input></form></body></html>",
        f"<html><body><article><p>{TEXT * 3}</p></article></body></html>",
        "<p>",
        "<html>" + "<div>" * 3000,
    ],
)
def test_a_page_without_a_story_is_refused(html):
    with pytest.raises(CannotImportError, match="no story was found"):
        read_markup(html)


def test_scripts_handlers_and_dangerous_links_do_not_come_along():
    link = '<img src=x onerror=y()><a href="javascript:z()">here</a>'
    body = f'<p onclick="x()">{TEXT}{link}</p><p>{TEXT}<script>bad()</script></p>'
    found = read_markup(f"<html><head><title>T t t</title></head><body><h1>Bridge closed</h1>{body}</body></html>")
    joint = "".join(block.content for block in found.blocks)
    assert joint.count("council of Harrow") == 2
    for bad in ("onclick", "onerror", "javascript:", "script", "img", "bad()"):
        assert bad not in joint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!DOCTYPE html><html>", True),
        ("<p>Text</p>", True),
        ("Prices < 5 and > 3", False),
        ("A title\n\nText.", False),
    ],
)
def test_markup_is_told_from_plain_text(text, expected):
    assert is_markup(text) is expected
