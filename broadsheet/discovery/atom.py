"""Atom 1.0 (RFC 4287): Django's generator, with every author, the whole text and the paper's icon."""

from __future__ import annotations

from typing import Any

from django.utils.feedgenerator import Atom1Feed

from broadsheet.discovery.steady import Steady


class Atom(Steady, Atom1Feed):
    """A feed of entries as Atom."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("icon", self.feed["icon"] or self.feed["favicon"])

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        own = {"xml:lang": item["language"]} if item["language"] else {}
        return {**super().item_attributes(item), **own}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for person in item["people"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", person.name)
            handler.addQuickElement("uri", person.url)
            handler.endElement("author")
        if item["html"]:
            handler.addQuickElement("content", item["html"], {"type": "html"})
