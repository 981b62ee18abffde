"""What the room tells Wagtail."""

from __future__ import annotations

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from broadsheet.newsletter.desk import blocked, breaking, notes
from broadsheet.newsletter.desk.letters import LetterViewSet, addresses
from broadsheet.newsletter.desk.lists import DigestViewSet, MailingListViewSet

register_snippet(MailingListViewSet)
register_snippet(LetterViewSet)
register_snippet(DigestViewSet)
hooks.register("register_admin_urls", addresses)
hooks.register("register_admin_menu_item", blocked.menu_item)
hooks.register("after_publish_page", notes.offer)
hooks.register("register_page_header_buttons", breaking.button)
