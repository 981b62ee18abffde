"""Feeds that say the same whenever they are asked, as long as nothing has changed."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.feedgenerator import SyndicationFeed

NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class Steady(SyndicationFeed):
    """A feed whose time of change does not move on by itself: without a story Django's tells the present time."""

    def latest_post_date(self) -> datetime:
        """When the newest entry came or changed; long ago where there is none."""
        return super().latest_post_date() if self.items else NEVER
