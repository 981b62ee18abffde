"""Texts of posts as blocks, whichever editor wrote them."""

# ruff: noqa: E501 - markup as editors leave it

from __future__ import annotations

from typing import Any

from broadsheet.importers.wordpress.bodies import body_of, of_elementor
from broadsheet.importers.wordpress.walking import Paper


def made(text: str, known: bool = True) -> tuple[list[tuple[str, Any]], list[str]]:
    """Blocks and notes; with pictures in the library or not."""
    paper = Paper(
        link=lambda href: f'href="{href}"' if href.startswith("http") else "",
        picture=lambda address, number: int(number or 1) if known else None,
    )
    return body_of(text, paper), paper.notes


def test_the_classic_editor_parts_paragraphs_by_blank_lines_and_breaks_lines() -> None:
    blocks, _ = made("One <b>bold</b>\nline.\n\nTwo.\n\n<h2>Head</h2>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\nThree")
    assert blocks == [
        ("paragraph", "<p>One <b>bold</b><br/> line.</p><p>Two.</p>"),
        ("heading", "Head"),
        ("paragraph", "<ul><li>a</li><li>b</li></ul><p>Three</p>"),
    ]


def test_blocks_of_the_editor_become_blocks_of_ours() -> None:
    blocks, notes = made(
        '<!-- wp:paragraph {"a":"b}c"} --><p>Text with <a href="https://e.example/">a link</a>.</p><!-- /wp:paragraph -->'
        '<!-- wp:gallery {"ids":[4,5]} --><figure class="wp-block-gallery"><figure><img class="wp-image-4" src="4.jpg" alt="x"/>'
        '<figcaption>Four</figcaption></figure><figure><img class="wp-image-5" src="5.jpg"/></figure></figure><!-- /wp:gallery -->'
        '<!-- wp:embed {"url":"https://v.example/1"} --><figure class="wp-block-embed"><div>\nhttps://v.example/1\n</div></figure>'
        "<!-- /wp:embed --><!-- wp:pullquote --><figure><blockquote><p>So.</p><cite>Me</cite></blockquote></figure>"
        "<!-- /wp:pullquote --><!-- wp:table --><figure><table><tr><th>a</th><th>b</th></tr><tr><td>1</td></tr></table></figure>"
        '<!-- /wp:table --><!-- wp:latest-posts {"n":2} /-->'
    )
    pictures = [{"image": 4, "caption": "Four", "alt": "x"}, {"image": 5, "caption": "", "alt": ""}]
    assert blocks == [
        ("paragraph", '<p>Text with <a href="https://e.example/">a link</a>.</p>'),
        ("gallery", {"title": "", "pictures": pictures}),
        ("embed", {"url": "https://v.example/1", "title": "v.example", "description": ""}),
        ("pull_quote", {"text": "So.", "speaker": "Me"}),
        (
            "table",
            {
                "table": {
                    "columns": [{"type": "text", "heading": "a"}, {"type": "text", "heading": "b"}],
                    "rows": [{"values": ["1", ""]}],
                    "caption": "",
                }
            },
        ),
    ]
    assert notes == ["block “latest-posts” has no text of its own: left out"]


def test_shortcodes_show_what_they_showed_and_unknown_ones_stay_as_text() -> None:
    blocks, notes = made(
        '[caption id="a" width="300"]<img class="wp-image-9" src="/9.jpg" /> The caption[/caption]\n\n'
        '[gallery ids="1,2"]\n\nhttps://video.example/watch\n\n[audio mp3="https://e.example/a.mp3"]\n\n[[gallery]] and [odd x="1"]here[/odd]'
    )
    assert [kind for kind, _ in blocks] == ["picture", "gallery", "embed", "embed", "paragraph"]
    assert blocks[0][1] == {"image": 9, "caption": "The caption", "alt": ""}
    assert [one["image"] for one in blocks[1][1]["pictures"]] == [1, 2]
    assert blocks[3][1]["title"] == "a.mp3"
    assert blocks[4] == ("paragraph", '<p>[gallery] and [odd x="1"]here[/odd]</p>')
    assert notes == ["shortcode [odd] is not known: left as text"]


def test_page_builders_leave_their_text_and_pictures() -> None:
    blocks, _ = made(
        '[vc_row][vc_column width="1/2"][vc_custom_heading text="Head"][vc_column_text]Words.[/vc_column_text]'
        '[vc_single_image image="7"][/vc_column][/vc_row][et_pb_section fb="1"][et_pb_text]<p>More.</p>[/et_pb_text][/et_pb_section]'
    )
    assert blocks == [
        ("heading", "Head"),
        ("paragraph", "<p>Words.</p>"),
        ("picture", {"image": 7, "caption": "", "alt": ""}),
        ("paragraph", "<p>More.</p>"),
    ]
    data = '[{"elements":[{"widgetType":"text-editor","settings":{"editor":"<p>Deep.</p>"}}]}]'
    assert made(of_elementor(data))[0] == [("paragraph", "<p>Deep.</p>")]
    assert of_elementor("no json") == ""


def test_a_picture_that_is_not_here_stays_as_a_link_and_is_noted() -> None:
    blocks, notes = made('<p><img src="https://old.example/a.jpg" alt="A field"> Text.</p>', known=False)
    assert blocks[0] == ("embed", {"url": "https://old.example/a.jpg", "title": "A field", "description": ""})
    assert notes == ["picture https://old.example/a.jpg is not here: kept as a link"]


def test_nothing_of_the_markup_of_others_is_copied() -> None:
    blocks, _ = made(
        '<p onclick="x()">a<script>alert(1)</script><a href="javascript:alert(1)">b</a>&lt;img src=x onerror=alert(1)&gt;</p>'
        '<style>p{}</style><svg onload="x()"></svg><iframe src="javascript:alert(1)"></iframe><bs-embed url="javascript:1"></bs-embed>'
        '<p style="x">c <b><i></i></b></p>'
    )
    assert blocks == [("paragraph", "<p>ab&lt;img src=x onerror=alert(1)&gt;</p><p>c</p>")]
