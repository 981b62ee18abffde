"""Pictures of a page, with alt text, caption and credit as the page has them."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml.html import fragment_fromstring

from broadsheet.importers.page.found import Picture
from broadsheet.importers.page.illustrations import is_framed, pictures_in
from broadsheet.importers.page.markup import read_markup
from broadsheet.importers.page.sources import read

PAGES = Path(__file__).parent / "pages"
BASE = "https://herald.example/2024/story/"
LONG = (
    "The ferry to Skerra Island, out of service since a storm broke its stage, will sail again on Monday, it was said."
)


def pictures(html: str) -> list[Picture]:
    element = fragment_fromstring(html)
    return list(pictures_in(element, BASE)) if is_framed(element) else []


@pytest.mark.parametrize(
    ("image", "address"),
    [
        ('<img src="/a.jpg">', "https://herald.example/a.jpg"),
        ('<img src="data:image/gif;base64,R0" data-src="b.jpg">', f"{BASE}b.jpg"),
        ('<img src="s.jpg" srcset="s.jpg 480w, m.jpg 1200w, /xl.jpg 6000w">', f"{BASE}m.jpg"),
        ('<picture><source srcset="w.webp 1600w"><img src="s.jpg"></picture>', f"{BASE}w.webp"),
        ('<amp-img src="//cdn.example/a.jpg"></amp-img>', "https://cdn.example/a.jpg"),
    ],
)
def test_the_largest_size_is_taken_wherever_it_is_named(image: str, address: str) -> None:
    assert [one.address for one in pictures(f"<figure>{image}</figure>")] == [address]


@pytest.mark.parametrize(
    "image",
    [
        "<img>",
        '<img src="javascript:x">',
        '<img src="a.jpg" class="site-logo">',
        '<img src="a.gif" width="1" height="1">',
        '<img src="http://[broken/">',
    ],
)
def test_what_is_no_picture_of_the_story_is_left(image: str) -> None:
    assert pictures(f"<figure>{image}</figure>") == []


@pytest.mark.parametrize(
    ("words", "caption", "credit"),
    [
        ("The ferry in dock. Photo: Herald", "The ferry in dock.", "Herald"),
        ("The ferry in dock (Photo by Ann Lee)", "The ferry in dock", "Ann Lee"),
        ("The ferry in dock. (AP Photo/Jane Doe)", "The ferry in dock.", "AP Photo/Jane Doe"),
        ("Die Fähre im Hafen. Foto: Jürgen Groß/dpa", "Die Fähre im Hafen.", "Jürgen Groß/dpa"),
        ('The ferry in dock. <span class="photo-credit">Photo: Ann Lee</span>', "The ferry in dock.", "Ann Lee"),
        ('The ferry. <cite class="credit">Ann Lee / Reuters</cite>', "The ferry.", "Ann Lee / Reuters"),
        ("The picture by the door hung askew.", "The picture by the door hung askew.", ""),
        ("The ferry in dock.", "The ferry in dock.", ""),
    ],
)  # fmt: skip
def test_caption_and_credit_are_told_apart(words: str, caption: str, credit: str) -> None:
    (one,) = pictures(f'<figure><img src="a.jpg" alt=" A  ferry "><figcaption>{words}</figcaption></figure>')
    assert (one.alt, one.caption, one.credit) == ("A ferry", caption, credit)


def test_a_caption_in_the_old_manner_of_wordpress_is_read() -> None:
    html = '<div class="wp-caption"><a href="/x"><img src="a.jpg"></a><p class="wp-caption-text">In dock.</p></div>'
    assert [one.caption for one in pictures(html)] == ["In dock."]


def test_a_gallery_gives_its_pictures_one_by_one() -> None:
    inner = "".join(
        f'<figure><img src="{name}.jpg"><figcaption>{name}</figcaption></figure>' for name in ("one", "two")
    )
    assert [one.caption for one in pictures(f"<figure>{inner}</figure>")] == ["one", "two"]


def test_a_figure_of_words_is_none() -> None:
    assert pictures('<figure><img src="a.jpg"><blockquote>No.</blockquote></figure>') == []


def test_a_picture_has_its_place_between_the_blocks_of_the_text() -> None:
    found = read_markup(read(str(PAGES / "theme.html")).text)
    (one,) = found.pictures
    assert one == Picture("https://herald.example/ferry.jpg", "A ferry", "The ferry in dock.", "Herald", place=2)


@pytest.mark.parametrize(
    ("above", "place"),
    [
        ('<figure><img src="/lead.jpg"></figure>', [0]),
        ('<div class="related"><figure><img src="/lead.jpg"></figure></div>', []),
    ],
)
def test_the_picture_above_the_text_is_found_though_it_stands_elsewhere(above: str, place: list[int]) -> None:
    html = f"<article><h1>Ferry to sail again soon</h1>{above}<div><p>{LONG}</p><p>{LONG[::-1]}</p></div></article>"
    found = read_markup(f"<html><body>{html}</body></html>", BASE)
    assert [one.place for one in found.pictures] == place


def test_a_picture_within_a_paragraph_does_not_divide_it_and_one_after_the_text_is_left() -> None:
    html = f'<article><h1>Ferry to sail again soon</h1><p>{LONG[:40]}<img src="/a.jpg">{LONG[40:]}</p>'
    html += f'<p>{LONG.replace("Monday", "Tuesday")}</p><p><img src="/end.jpg"></p></article>'
    found = read_markup(f"<html><body>{html}</body></html>", BASE)
    assert [block.content for block in found.blocks] == [LONG, LONG.replace("Monday", "Tuesday")]
    assert [(one.address, one.place) for one in found.pictures] == [("https://herald.example/a.jpg", 0)]
