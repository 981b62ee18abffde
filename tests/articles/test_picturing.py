import pytest
from wagtail.rich_text import RichText

from broadsheet.media.models import Image
from broadsheet.media.pictures import make_renditions
from broadsheet.media.tasks import make_renditions_task
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pictures_beforehand(_no_pictures_beforehand, monkeypatch):
    monkeypatch.setattr("broadsheet.media.tasks.make_renditions", make_renditions)


def widths(image: Image) -> set[str]:
    return {rendition.filter_spec for rendition in image.renditions.all()}


def test_publishing_makes_the_sizes_of_all_pictures():
    world.paper("Politics")
    lead, inline, portrait = world.image(), world.image(), world.image(200, 200)
    ada = world.author("Ada Reporter", portrait=portrait)
    body = [
        ("paragraph", RichText("<p>One.</p>")),
        ("picture", {"image": inline, "caption": "", "alt": ""}),
    ]
    world.story(world.section("Politics"), body=body, authors=(ada,), lead_image=lead)
    assert {"fill-800x533|format-avif", "fill-320x213|format-webp", "fill-120x90|format-avif"} <= widths(lead)
    assert {"width-480|format-avif", "width-800|format-webp"} <= widths(inline)
    assert widths(portrait) == {f"fill-{n}x{n}|format-{kind}" for n in (96, 192) for kind in ("avif", "webp")}


def test_a_draft_makes_none():
    world.paper("Politics")
    lead = world.image()
    world.story(world.section("Politics"), live=False, lead_image=lead)
    assert not widths(lead)


def test_a_picture_gone_before_its_turn_is_passed_over():
    image = world.image()
    pk = image.pk
    image.delete()
    make_renditions_task.call(pk, ["thumb"])
    assert not Image.objects.exists()
