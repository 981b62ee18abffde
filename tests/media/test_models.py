from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image as Pillow

from broadsheet.accounts.models import User
from broadsheet.media import originals
from broadsheet.media.errors import UnfitPictureError
from broadsheet.media.models import Image
from tests.media.test_originals import drawn, notes, saved

pytestmark = pytest.mark.django_db


def upload(client, data: bytes, name: str, **fields):
    """What the desk answers to a picture handed in, and the picture (None where it was refused)."""
    client.force_login(User.objects.create_superuser(email="pub@example.org", password="x"))
    file = ContentFile(data, name=name)
    answer = client.post(
        reverse("wagtailimages:add_multiple"), {"title": "A field", "files[]": file, "collection": 1, **fields},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )  # fmt: skip
    return answer, Image.objects.first()


def check_stored_clean(image: Image) -> None:
    with image.file.storage.open(image.file.name) as file:
        stored = file.read()
    assert b"SERIAL-4711" not in stored
    assert (image.width, image.height) == (80, 120) == Pillow.open(BytesIO(stored)).size
    assert (image.credit, image.caption, image.tone) == ("Ann Lee", "A red field.", "002")
    assert image.file_size == len(stored)


def test_a_picture_handed_in_at_the_desk_is_stored_clean(client):
    answer, image = upload(client, saved(drawn(), "JPEG", exif=notes(orientation=6)), "Field.jpg")
    if image is None:  # the desk asks for more before it takes the picture
        pk = answer.json()["uploaded_file_id"]
        fields = {"title": "A field", "description": "Red.", "licence": "all-rights", "collection": 1}
        client.post(
            reverse("wagtailimages:create_multiple_from_uploaded_image", args=[pk]),
            {f"uploaded-image-{pk}-{name}": value for name, value in fields.items()},
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
        image = Image.objects.get()
    check_stored_clean(image)


def test_a_file_put_into_the_store_first_is_cleaned_too_and_the_raw_one_deleted():
    image = Image(title="x")
    image.file.save("Raw.jpg", ContentFile(saved(drawn(), "JPEG", exif=notes(orientation=6))), save=False)
    raw = image.file.name
    image.save()
    check_stored_clean(Image.objects.get())
    assert not image.file.storage.exists(raw) or raw == image.file.name


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "no picture in JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "no picture in JPEG"),
        (saved(drawn(), "PNG"), "a.jpg", "does not match the file format (png)"),
        (b"words", "a.jpg", "no picture in JPEG"),
        (saved(Pillow.effect_noise((200, 200), 80), "JPEG")[:3000], "a.jpg", "damaged or incomplete"),
        (saved(Pillow.new("1", (12_000, 12_000)), "PNG"), "a.png", "more than 80 million pixels"),
    ],
)
def test_what_is_no_fit_picture_is_refused_at_the_desk(client, data, name, said):
    answer, image = upload(client, data, name)
    assert answer.status_code == 200
    assert said in answer.json()["error_message"]
    assert image is None


def test_a_picture_from_elsewhere_takes_the_same_path(monkeypatch):
    with monkeypatch.context() as small:
        small.setattr(originals, "PIXELS", 100)
        with pytest.raises(UnfitPictureError):
            Image.objects.create(title="x", file=ContentFile(saved(drawn(), "PNG"), name="a.png"))
    assert not Image.objects.exists()
    image = Image.objects.create(title="x", file=ContentFile(saved(drawn(), "PNG"), name="wrong.jpg"), credit="Own")
    assert image.file.name.endswith(".png")
    assert (image.credit, image.tone, image.width) == ("Own", "002", 120)


def test_saving_again_leaves_the_file_alone():
    image = Image.objects.create(title="x", file=ContentFile(saved(drawn(), "PNG"), name="a.png"))
    name = image.file.name
    image.title = "y"
    image.save()
    image.refresh_from_db()
    assert image.file.name == name


def test_a_new_file_gives_a_new_tone():
    image = Image.objects.create(title="x", file=ContentFile(saved(drawn(), "PNG"), name="a.png"))
    image.file = ContentFile(saved(Pillow.new("RGB", (40, 20), "white"), "PNG"), name="b.png")
    image.save()
    image.refresh_from_db()
    assert (image.tone, image.width, image.height) == ("333", 40, 20)
