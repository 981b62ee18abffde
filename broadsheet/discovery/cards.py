"""Share pictures by address. An address names what its picture shows, so it is good for ever; the file is made once."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from broadsheet.articles.models import Paper, Story
from broadsheet.discovery.addresses import absolute, printable
from broadsheet.discovery.drawing import HEIGHT, WIDTH, Card, plain
from broadsheet.discovery.stills import Still


def card_of(paper: Paper, story: Story | None = None) -> Card:
    """The share picture of `story`, or of the paper itself."""
    card = Card(_text(paper.name), paper.accent)
    if story is None:
        return card
    return Card(card.nameplate, card.accent, _text(story.section.title if story.section else ""), _text(story.title))


def story_card(story: Story, paper: Paper) -> Still | None:
    """Where the share picture of `story` is; None before it is saved."""
    if not story.pk:
        return None
    path = reverse("share-story", args=[story.pk, card_of(paper, story).version])
    return Still(absolute(path), WIDTH, HEIGHT, "image/png", story.title)


def paper_card(paper: Paper) -> Still:
    """Where the share picture of the paper is."""
    path = reverse("share-paper", args=[card_of(paper).version])
    return Still(absolute(path), WIDTH, HEIGHT, "image/png", paper.name)


def file_of(card: Card) -> bytes:
    """The picture, from the media storage; drawn and stored when first asked for."""
    name = f"share/{card.version}.png"
    if default_storage.exists(name):
        with default_storage.open(name) as file:
            return file.read()
    data = card.png()
    stored = default_storage.save(name, ContentFile(data))
    if stored != name:  # another process was faster
        default_storage.delete(stored)
    return data


def _text(text: str) -> str:
    return plain(printable(text))
