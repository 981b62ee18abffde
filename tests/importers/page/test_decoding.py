import codecs

import pytest

from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.page.decoding import decode

TEXT = "“Brändle’s” café — fünf €"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
    ],
)
def test_unicode_is_read_with_or_without_a_byte_order_mark(data):
    assert decode(data) == TEXT


def test_the_servers_word_decides():
    assert decode(TEXT.encode("cp1252"), "windows-1252") == TEXT


def test_latin_1_is_taken_for_what_browsers_take_it():
    assert decode(TEXT.encode("cp1252"), "iso-8859-1") == TEXT


def test_the_pages_own_declaration_decides():
    html = f'<html><head><meta charset="koi8-r"></head><p>{"Мост закрыт. " * 20}</p>'
    assert decode(html.encode("koi8-r")) == html


def test_an_undeclared_character_set_is_guessed():
    text = "Le café est fermé. L’été sera long et très chaud. Où irons-nous ? À la mer, où l’eau est fraîche. " * 5
    assert "été sera long et très chaud" in decode(text.encode("cp1252"))


@pytest.mark.parametrize("charset", ["no-such-set", "utf-8"])
def test_a_wrong_word_of_the_server_is_passed_over(charset):
    assert decode(f'<meta charset="cp1252">{TEXT}'.encode("cp1252"), charset).startswith("<meta")


@pytest.mark.parametrize("data", [b"", b" \n\t"])
def test_an_empty_page_is_refused(data):
    with pytest.raises(CannotImportError, match="is empty"):
        decode(data)


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0", b"PK\x03\x04" + bytes(30), b"%PDF-1.7 text", bytes(range(256))]
)
def test_a_binary_is_refused(data):
    with pytest.raises(CannotImportError, match="is not a text file"):
        decode(data)


def test_a_damaged_text_is_refused():
    with pytest.raises(CannotImportError, match="damaged"):
        decode(codecs.BOM_UTF8 + b"abc\xff\xfe")
