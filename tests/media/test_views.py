import pytest
from django.urls import reverse
from wagtail.images.utils import generate_signature

from broadsheet.media.models import Image, Rendition
from broadsheet.media.pictures import address, make_renditions, picture_name
from tests import world

pytestmark = pytest.mark.django_db

SPEC = "fill-120x90|format-webp"


def at(image: Image, spec: str, name: str | None = None) -> str:
    return reverse("wagtailimages_serve", args=[generate_signature(image.pk, spec), image.pk, spec, name or "x"])


def test_a_missing_size_is_made_and_kept_by_browsers_for_ever(client):
    image = world.image()
    answer = client.get(address(image, SPEC))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert answer.content
    assert image.renditions.count() == 1


def test_an_address_of_yesterday_leads_to_the_one_of_today(client):
    image = world.image()
    answer = client.get(at(image, SPEC, "old-name"))
    assert answer.status_code == 302
    assert answer["Location"] == address(Image.objects.get(pk=image.pk), SPEC)
    assert "immutable" not in answer["Cache-Control"]


def test_the_name_changes_with_the_focal_point():
    image = world.image()
    before = picture_name(image, SPEC)
    image.focal_point_x, image.focal_point_y = 10, 10
    image.focal_point_width = image.focal_point_height = 20
    assert picture_name(image, SPEC) != before


def test_a_wrong_signature_is_refused(client):
    image = world.image()
    assert client.get(at(image, SPEC).replace("120x90", "121x90")).status_code == 403


@pytest.mark.parametrize(
    "spec", ["original", "fill-9000x10|format-webp", "width-0|format-avif", "width-10", "rotate-1|x"]
)
def test_a_size_that_no_page_uses_is_not_made(client, spec):
    image = world.image()
    assert client.get(at(image, spec)).status_code == 404
    assert not image.renditions.exists()


def test_a_picture_that_is_gone_is_not_found(client):
    image = world.image()
    path = at(image, SPEC)
    image.delete()
    assert client.get(path).status_code == 404


def test_two_requests_for_the_same_size_at_once_both_succeed(client, monkeypatch):
    image = world.image()
    path, make = address(image, SPEC), Image.generate_rendition_file

    def overtaken(self, *args, **kwargs):
        monkeypatch.setattr(Image, "generate_rendition_file", make)
        Image.objects.get(pk=self.pk).get_rendition(SPEC)
        return make(self, *args, **kwargs)

    monkeypatch.setattr(Image, "generate_rendition_file", overtaken)
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.content
    assert Rendition.objects.filter(filter_spec=SPEC).count() == 1


def test_making_sizes_that_another_is_making_does_not_fail(monkeypatch):
    image = world.image()
    bulk_create = Rendition.objects.bulk_create

    def overtaken(rows, **options):
        for row in rows:
            Image.objects.get(pk=image.pk).get_rendition(row.filter_spec)
        return bulk_create(rows, **options)

    monkeypatch.setattr(Rendition.objects, "bulk_create", overtaken)
    make_renditions(image, ["thumb"])
    assert Rendition.objects.count() == 4
