"""JSON Feed 1.1 (jsonfeed.org), in the shape of Django's feed generators."""

from __future__ import annotations

import json
from copy import copy
from typing import Any, TextIO

from django.utils.feedgenerator import SyndicationFeed, rfc3339_date


class JsonFeed(SyndicationFeed):
    """A feed of entries as JSON Feed."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: TextIO, encoding: str) -> None:
        """Write the feed to `outfile` as JSON."""
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "icon": self.feed["icon"],
            "favicon": self.feed["favicon"],
            "language": self.feed["language"],
            "authors": [{"name": self.feed["author_name"], "url": self.feed["author_link"]}],
        }
        written = {name: value for name, value in feed.items() if value}
        head = json.dumps(written, ensure_ascii=False).removesuffix("}")
        outfile.write(f'{head}, "items": [{", ".join(item["text"] for item in self.items)}]}}')

    def printed(self, **item: Any) -> str:
        """One item, whatever feed it stands in."""
        alone = copy(self)
        alone.items = []
        alone.add_item(**item)
        return json.dumps(_item(alone.items[0]), ensure_ascii=False)


def _item(item: dict[str, Any]) -> dict[str, Any]:
    picture = item["picture"]
    fields = {
        "id": item["unique_id"],
        "url": item["link"],
        "title": item["title"],
        "summary": item["text"],
        "content_html": item["html"] or item["description"],
        "image": picture and picture.url,
        "date_published": rfc3339_date(item["pubdate"]),
        "date_modified": rfc3339_date(item["updateddate"]),
        "authors": [{"name": person.name, "url": person.url} for person in item["people"]],
        "tags": item["categories"],
        "language": item["language"],
        "attachments": [_attachment(picture)] if picture else [],
    }
    return {name: value for name, value in fields.items() if value or name == "content_html"}


def _attachment(picture: Any) -> dict[str, Any]:
    size = {"size_in_bytes": picture.length} if picture.length else {}
    return {"url": picture.url, "mime_type": picture.mime, **size}
