from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.page.plain_text import read_text
from tests import seed

PAGES = Path(__file__).parent / "pages"
TEXT = "The council of Harrow met on Tuesday to speak about the bridge, and it was late when its members went home."


def page(name: str):
    return read_text((PAGES / name).read_text(encoding="utf-8"))


def test_the_saved_page_gives_its_story_to_the_character():
    lines = [line for line in seed.page().splitlines() if line]
    found = read_text(seed.page())
    assert found.headline == lines[0] == lines[1]
    assert found.standfirst == ""
    assert [block.content for block in found.blocks] == lines[2:13]
    assert {block.kind for block in found.blocks} == {"paragraph"}
    assert lines[13] == "administrator"
    assert [one.text for one in found.dropped] == [line.strip() for line in lines[13:]]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n\n", "\n"),
        lambda text: text.replace("\n", "\u00a0\n\t"),
        lambda text: "Home\nPolitics\nSports\nSister-Sister Talks\n" + text,
        lambda text: text.replace("administrator", "By administrator\nOctober 22, 2024"),
        lambda text: text.split("\n", 2)[2],
    ],
    ids=["bom", "crlf", "single line ends", "no-break spaces and tabs", "navigation", "byline", "headline once"],
)
def test_the_saved_page_is_read_alike_in_other_shapes(change):
    expected, found = read_text(seed.page()), read_text(change(seed.page()))
    assert (found.headline, found.blocks) == (expected.headline, expected.blocks)


def test_a_readers_copy_gives_headline_standfirst_names_and_day():
    found = page("reader.txt")
    assert found.headline == "Council Ends Free Parking in Old Town"
    assert found.standfirst == "Residents say the change “punishes the people who live here”"
    assert found.authors == ["Ann Lee", "Kim Okafor"]
    assert found.published_at == datetime(2024, 10, 22, tzinfo=UTC)


def test_a_readers_copy_gives_paragraphs_headings_and_lists_without_labels():
    found = page("reader.txt")
    assert [block.kind for block in found.blocks] == (
        ["paragraph", "paragraph", "heading", "paragraph", "list", "paragraph", "paragraph"]
    )
    assert found.blocks[2].content == "What will change"
    assert found.blocks[4].content.count("<li>") == 3
    assert found.blocks[-1].content == "Would it work? Other cities say yes."
    dropped = [one.text for one in found.dropped]
    assert {"Advertisement", "ALSO READ: How the vote went, street by street", "administrator"} <= set(dropped)


@pytest.mark.parametrize(
    ("name", "headline", "count", "end"),
    [
        ("deutsch.txt", "Stadtrat beschließt neue Brücke über die Lowan", 2, "14,5 Mio. Euro kosten."),
        ("中文.txt", "市议会通过新桥方案", 2, "交通压力。"),
    ],
)
def test_pages_in_other_languages_are_read(name, headline, count, end):
    found = page(name)
    assert found.headline == headline
    assert len(found.blocks) == count
    assert found.blocks[-1].content.endswith(end)


def test_a_sentence_before_the_byline_is_the_standfirst():
    found = read_text(f"A bridge is closed\nIt will stay closed until the spring, or longer.\nBy Ann Lee\n{TEXT}")
    assert found.standfirst == "It will stay closed until the spring, or longer."
    assert [block.content for block in found.blocks] == [TEXT]


def test_markup_signs_in_plain_text_stay_signs():
    found = read_text(f"Fish & chips < caviar\n{TEXT} <script>x</script> & more.")
    assert found.headline == "Fish & chips < caviar"
    assert found.blocks[0].content.endswith("&lt;script&gt;x&lt;/script&gt; &amp; more.")


def test_a_list_at_the_end_stays_where_a_colon_announces_it():
    found = read_text(f"A bridge is closed\n{TEXT}\nThree towns are cut off:\n• Harrow\n• Skerra\nadministrator")
    assert [block.kind for block in found.blocks] == ["paragraph", "paragraph", "list"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "Home\nPolitics\nSports",
        "One line",
        TEXT,
        f"Menu\n{TEXT}",
        "Related Articles\nLeave a Reply",
        "🙂" * 50,
    ],
)
def test_a_text_without_a_story_is_refused(text):
    with pytest.raises(CannotImportError, match="no story was found"):
        read_text(text)


lines = st.sampled_from(
    [TEXT, "Home", "A bridge is closed", "By Ann Lee", "• one", "Leave a Reply", "", "2024-13-41", "x:"]
)


@given(st.one_of(st.lists(lines).map("\n".join), st.text()))
def test_any_text_gives_a_story_or_is_refused(text):
    try:
        found = read_text(text)
    except CannotImportError:
        return
    assert found.headline
    assert any(block.kind == "paragraph" for block in found.blocks)
