"""Markdown becomes blocks; what cannot be made is named."""

from __future__ import annotations

import pytest

from broadsheet.importers.sample.bodies import BodyError, to_blocks

PAGES, PICTURES = {"one": 11, "two": 12}, {"bridge": 21, "fields": 22}


def blocks(text: str) -> list:
    return to_blocks(text, PAGES, PICTURES)


def test_paragraphs_and_lists_between_headings_are_one_block_each_run():
    found = blocks("First.\n\n- a\n- b\n\n## Then\n\nLast.")
    assert [block["type"] for block in found] == ["paragraph", "heading", "paragraph"]
    assert found[0]["value"] == "<p>First.</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"
    assert found[1]["value"] == "Then"


def test_a_link_to_a_page_follows_the_page_and_others_stay():
    (block,) = blocks("See [it](page:two) and [there](https://example.org/).")
    assert '<a linktype="page" id="12">it</a>' in block["value"]
    assert '<a href="https://example.org/">there</a>' in block["value"]


def test_a_column_of_numbers_is_typed_as_numbers():
    (block,) = blocks("```table\ncaption: C\ncolumns: [A, B]\nrows:\n  - [x, 1.5]\n  - [y, 2]\n```")
    table = block["value"]["table"]
    assert [column["type"] for column in table["columns"]] == ["text", "number"]
    assert table["rows"] == [{"values": ["x", 1.5]}, {"values": ["y", 2]}]


def test_a_gallery_names_its_pictures():
    (block,) = blocks("```gallery\ntitle: G\npictures:\n  - {picture: bridge, caption: C}\n  - {picture: fields}\n```")
    assert [row["image"] for row in block["value"]["pictures"]] == [21, 22]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[gone](page:three)", "no page 'three'"),
        ("```read-also\nstories: [three]\n```", "no page 'three'"),
        ("```carousel\na: 1\n```", "carousel"),
        ("```picture\npicture: nowhere\n```", "nowhere"),
        ("```fact-box\ntitle: Only\n```", "text"),
        ("```embed\n[\n```", "embed"),
    ],
)
def test_what_cannot_be_made_is_named(text: str, complaint: str):
    with pytest.raises(BodyError, match=complaint):
        blocks(text)
