"""RSS 2.0: Django's generator, with authors by Dublin Core, whole text and pictures by Media RSS.

Sources: RSS 2.0.11 and the RSS Advisory Board's profile; the modules content, dc and media.
"""

from __future__ import annotations

from typing import Any

from django.utils.feedgenerator import Rss201rev2Feed, rfc3339_date

from broadsheet.discovery.steady import Steady
from broadsheet.discovery.stills import Still

_NAMESPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}


class Rss(Steady, Rss201rev2Feed):
    """A feed of entries as RSS 2.0."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **_NAMESPACES}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if self.feed["icon"]:
            handler.startElement("image", {})
            handler.addQuickElement("url", self.feed["icon"])
            handler.addQuickElement("title", self.feed["title"])
            handler.addQuickElement("link", self.feed["link"])
            handler.endElement("image")

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for person in item["people"]:
            handler.addQuickElement("dc:creator", person.name)
        if item["language"]:
            handler.addQuickElement("dc:language", item["language"])
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        if item["html"]:
            handler.addQuickElement("content:encoded", item["html"])
        if item["picture"]:
            _add_picture(handler, item["picture"])


def _add_picture(handler: Any, picture: Still) -> None:
    size = {"width": str(picture.width), "height": str(picture.height)}
    length = {"fileSize": str(picture.length)} if picture.length else {}
    about = {"url": picture.url, "type": picture.mime, "medium": "image"}
    handler.startElement("media:content", {**about, **size, **length})
    if picture.alt:
        handler.addQuickElement("media:description", picture.alt, {"type": "plain"})
    if picture.credit:
        handler.addQuickElement("media:credit", picture.credit)
    handler.endElement("media:content")
