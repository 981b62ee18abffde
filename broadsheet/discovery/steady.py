"""Feeds in XML that say the same whenever they are asked, as long as nothing has changed, from items printed before."""

from __future__ import annotations

from copy import copy
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from django.utils.feedgenerator import SyndicationFeed
from django.utils.xmlutils import SimplerXMLGenerator

NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class Steady(SyndicationFeed):
    """A feed whose time of change does not move on by itself: without a story Django's tells the present time."""

    def latest_post_date(self) -> datetime:
        """When the newest entry came or changed; long ago where there is none."""
        return super().latest_post_date() if self.items else NEVER

    def printed(self, **item: Any) -> str:
        """One item as this format prints it, whatever feed it stands in."""
        alone, out = copy(self), StringIO()
        alone.items = []
        alone.add_item(**item)
        super(Steady, alone).write_items(SimplerXMLGenerator(out, "utf-8", short_empty_elements=True))  # type: ignore[misc]
        return out.getvalue()

    def write_items(self, handler: Any) -> None:
        """Django's generators call this for `items`, each of which has its `text`."""
        for item in self.items:
            handler.ignorableWhitespace(item["text"])  # as it is, though it is more than white space
