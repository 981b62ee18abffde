"""The blocks of a body as readers get them."""

import pytest
from lxml import html
from wagtail.rich_text import RichText

from broadsheet.articles.blocks import BodyBlocks
from broadsheet.articles.body import prepare
from tests import world

pytestmark = pytest.mark.django_db
TABLE = {
    "columns": [
        {"type": "text", "heading": "Year"},
        {"type": "number", "heading": "Passengers"},
        {"type": "rich_text", "heading": "Remarks"},
    ],
    "rows": [{"values": ["2019", 412300, "<p>The <b>last</b></p>"]}, {"values": ["", 2190.5, ""]}],
    "caption": "Ferry passengers",
}


def printed(kind: str, value: object) -> html.HtmlElement:
    """The HTML of a body that holds one block of this kind."""
    block = BodyBlocks().child_blocks[kind]
    body = BodyBlocks().to_python([{"type": kind, "value": block.get_prep_value(block.to_python(value))}])
    return html.fromstring(f"<div>{prepare(body)[0].html}</div>")


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_a_table_names_its_columns_rows_and_itself() -> None:
    found = printed("table", {"table": TABLE})
    assert text(found.xpath("//caption")[0]) == "Ferry passengers"
    assert [text(th) for th in found.xpath("//th[@scope='col']")] == ["Year", "Passengers", "Remarks"]
    assert [text(th) for th in found.xpath("//th[@scope='row']")] == ["2019"]
    assert [text(td) for td in found.xpath("//td[@class='number']")] == ["412,300", "2190.5"]


def test_a_table_scrolls_within_itself_and_by_keyboard() -> None:
    region = printed("table", {"table": TABLE}).xpath("//*[@role='region']")[0]
    assert (region.get("tabindex"), region.get("aria-label")) == ("0", "Ferry passengers")


def test_an_embed_is_a_link_that_says_where_it_leads() -> None:
    found = printed("embed", {"url": "https://www.video.example/1", "title": "The debate", "description": ""})
    assert found.xpath("//a/@href") == ["https://www.video.example/1"]
    assert "Opens at video.example." in text(found)
    assert not found.xpath("//iframe | //img | //script")


def test_read_also_leaves_out_what_is_no_longer_there() -> None:
    world.paper("Politics")
    kept, pulled = (world.story(world.section("Politics"), title) for title in ("Kept", "Pulled"))
    pulled.unpublish()
    found = printed("read_also", {"stories": [kept.pk, pulled.pk]})
    assert [text(link) for link in found.xpath("//a")] == ["Kept"]
    assert text(printed("read_also", {"stories": [pulled.pk]})) == ""


def test_a_caption_tells_credit_and_licence() -> None:
    image = world.image(caption="The quay.", credit="J. Doe", licence="cc-by-4.0")
    found = printed("picture", {"image": image.pk, "caption": "", "alt": "Boats"})
    assert text(found.xpath("//figcaption")[0]) == "The quay. J. Doe, CC BY 4.0"
    assert found.xpath("//a[@rel='license']/@href") == ["https://creativecommons.org/licenses/by/4.0/"]
    assert found.xpath("//img/@alt") == ["Boats"]


def test_a_picture_of_which_nothing_is_known_has_no_empty_caption() -> None:
    found = printed("picture", {"image": world.image().pk, "caption": "", "alt": ""})
    assert not found.xpath("//figcaption")


def test_a_pull_quote_names_its_speaker() -> None:
    found = printed("pull_quote", {"text": "We waited.", "speaker": "The mayor"})
    assert (text(found.xpath("//blockquote")[0]), text(found.xpath("//figcaption")[0])) == ("We waited.", "The mayor")


def test_a_fact_box_has_a_heading() -> None:
    found = printed("fact_box", {"title": "The bridge", "text": RichText("<p>Long.</p>").source})
    assert (text(found.xpath("//h2")[0]), text(found.xpath("//p")[0])) == ("The bridge", "Long.")
