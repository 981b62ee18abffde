import struct
from io import BytesIO

import pillow_heif
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from broadsheet.media import originals
from broadsheet.media.errors import UnfitPictureError
from broadsheet.media.jpeg import without_metadata
from broadsheet.media.originals import read_original

GPS, SERIAL = 0x8825, 0xC62F


def drawn(width: int = 120, height: int = 80, mode: str = "RGB") -> Pillow.Image:
    """A picture that is red at its left third and blue elsewhere."""
    image = Pillow.new(mode, (width, height), (20, 30, 200) if mode == "RGB" else (20, 30, 200, 255))
    ImageDraw.Draw(image).rectangle((0, 0, width // 3, height), fill=(200, 10, 10))
    return image


def notes(orientation: int = 1) -> Pillow.Exif:
    """What a camera writes."""
    exif = Pillow.Exif()
    exif[0x0112], exif[0x013B], exif[0x8298] = orientation, "Ann Lee", "The Herald"
    exif[0x010E], exif[SERIAL] = "A red field.", "SERIAL-4711"
    exif[GPS] = {1: "N", 2: (51.0, 30.0, 0.0), 3: "E", 4: (7.0, 27.0, 0.0)}
    return exif


def saved(image: Pillow.Image, kind: str, **options) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> Pillow.Image:
    image = Pillow.open(BytesIO(data))
    image.load()
    return image


def iptc(*fields: tuple[int, str]) -> bytes:
    """An APP13 segment with these datasets of record 2."""
    data = b"".join(b"\x1c\x02" + bytes((n,)) + struct.pack(">H", len(t.encode())) + t.encode() for n, t in fields)
    data += b"\0" * (len(data) % 2)
    block = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(data)) + data
    return b"\xff\xed" + struct.pack(">H", len(block) + 2) + block


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_position_and_serial_numbers_are_taken_out_and_names_stay(kind):
    data = saved(drawn(), kind, exif=notes())
    assert b"SERIAL-4711" in data
    assert opened(data).getexif().get_ifd(GPS)
    clean = read_original(data).data
    exif = opened(clean).getexif()
    assert b"SERIAL-4711" not in clean
    assert not exif.get_ifd(GPS)
    assert (exif[0x013B], exif[0x8298]) == ("Ann Lee", "The Herald")
    assert opened(clean).format == kind


def test_a_jpeg_keeps_its_picture_to_the_bit_and_its_profile():
    data = saved(drawn(), "JPEG", exif=notes(), icc_profile=b"a profile", comment=b"SECRET", progressive=True)
    clean = read_original(data).data
    assert opened(clean).tobytes() == opened(data).tobytes()
    assert opened(clean).info["icc_profile"] == b"a profile"
    assert b"SECRET" not in clean


def test_what_follows_the_picture_in_a_jpeg_is_cut_off():
    data = saved(drawn(), "JPEG")
    assert without_metadata(data + saved(drawn(), "JPEG", exif=notes())) == without_metadata(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_turned_picture_is_stored_upright(kind):
    clean = read_original(saved(drawn(), kind, exif=notes(orientation=6))).data
    image = opened(clean)
    assert image.size == (80, 120)
    assert image.getexif().get(0x0112, 1) == 1
    assert image.convert("RGB").crop((40, 10, 41, 11)).tobytes()[0] > 150
    assert b"SERIAL-4711" not in clean


def test_a_telephones_picture_becomes_a_jpeg():
    out = BytesIO()
    pillow_heif.from_pillow(drawn()).save(out, exif=notes().tobytes())
    original = read_original(out.getvalue())
    assert original.kind == "jpg"
    assert opened(original.data).format == "JPEG"
    assert b"SERIAL-4711" not in original.data


def test_an_animated_gif_stays_as_it_is():
    frames = [drawn(), Pillow.new("RGB", (120, 80), "green")]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert read_original(data).data == data


def test_an_animated_webp_keeps_its_frames():
    frames = [drawn(), Pillow.new("RGB", (120, 80), "green")]
    data = saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], exif=notes())
    clean = read_original(data).data
    assert opened(clean).n_frames == 2
    assert b"SERIAL-4711" not in clean


def test_credit_and_caption_are_read_from_the_camera_or_the_agency():
    data = saved(drawn(), "JPEG", exif=notes())
    assert (read_original(data).credit, read_original(data).caption) == ("Ann Lee", "A red field.")
    agency = data[:2] + iptc((80, "Kim Okafor"), (110, "Agency"), (120, "“Rote” Brücke")) + data[2:]
    assert (read_original(agency).credit, read_original(agency).caption) == ("Kim Okafor / Agency", "“Rote” Brücke")
    assert read_original(saved(drawn(), "PNG")).credit == ""


@pytest.mark.parametrize(
    ("colour", "tone"), [("white", "333"), ("black", "000"), ((255, 0, 0), "300"), ((90, 170, 90), "121")]
)
def test_the_tone_is_the_commonest_colour(colour, tone):
    assert read_original(saved(Pillow.new("RGB", (50, 50), colour), "PNG")).tone == tone


def test_the_tone_of_several_colours_is_one_of_them():
    assert read_original(saved(drawn(), "PNG")).tone == "002"
    assert read_original(saved(Pillow.new("RGBA", (9, 9), (0, 0, 0, 0)), "PNG")).tone == "333"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_mode_are_taken(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert len(read_original(saved(Pillow.new(mode, (30, 20)), kind)).tone) == 3


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>",
        b"<?xml version='1.0'?><svg/>",
        b"%PDF-1.7",
        b"8BPS\0\1" + bytes(30),
        b"BM" + bytes(60),
    ],
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(UnfitPictureError, match="no picture"):
        read_original(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_a_broken_or_cut_file_is_refused(kind):
    whole = saved(Pillow.effect_noise((200, 200), 80).convert("RGB"), kind)
    with pytest.raises(UnfitPictureError):
        read_original(whole[: len(whole) // 2])


def test_too_many_pixels_are_refused_before_they_are_unpacked(monkeypatch):
    bomb = saved(Pillow.new("1", (12_000, 12_000)), "PNG")
    assert len(bomb) < 50_000
    monkeypatch.setattr(Pillow.Image, "load", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(UnfitPictureError, match="80 million pixels"):
        read_original(bomb)


def test_too_many_frames_are_refused(monkeypatch):
    monkeypatch.setattr(originals, "PIXELS", 10_000)
    frames = [drawn(), Pillow.new("RGB", (120, 80), "green")]
    with pytest.raises(UnfitPictureError, match="pixels"):
        read_original(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))


def test_a_file_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(originals, "LARGEST", 10)
    with pytest.raises(UnfitPictureError, match="larger than"):
        read_original(saved(drawn(), "PNG"))
