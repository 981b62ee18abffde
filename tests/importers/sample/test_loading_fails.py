"""A sample edition that cannot be loaded whole leaves nothing behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import override_settings
from wagtail.models import Page

from broadsheet.articles.models import Author, Topic
from broadsheet.importers.sample import loading
from broadsheet.importers.sample.bodies import BodyError
from broadsheet.importers.sample.reading import read_edition
from broadsheet.media.models import Image
from tests import world
from tests.importers.sample.test_loading import plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(tmp_path: Path):
    """A folder for picture files."""
    with override_settings(MEDIA_ROOT=str(tmp_path)):
        yield tmp_path


def test_a_failure_halfway_leaves_neither_rows_nor_files(media: Path, monkeypatch: pytest.MonkeyPatch):
    texts = read_edition()
    broken = tuple(replace(text, body="[x](page:nowhere)") for text in texts.stories)
    monkeypatch.setattr(loading, "read_edition", lambda: replace(texts, stories=broken))
    empty = world.paper()
    pages = Page.objects.count()
    with pytest.raises(BodyError, match="nowhere"):
        loading.load_sample_edition(empty, datetime(2031, 5, 6, 12, 0, tzinfo=UTC), plain)
    assert Page.objects.count() == pages
    assert not Author.objects.exists()
    assert not Topic.objects.exists()
    assert not Image.objects.exists()
    assert (media / "original_images").is_dir()
    assert not [path for path in media.rglob("*") if path.is_file()]
