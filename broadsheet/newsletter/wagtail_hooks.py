"""What the room tells Wagtail."""

from __future__ import annotations

from wagtail.snippets.models import register_snippet

from broadsheet.newsletter.desk.lists import MailingListViewSet

register_snippet(MailingListViewSet)
