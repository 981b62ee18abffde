"""What the room tells Wagtail."""

from __future__ import annotations

from wagtail import hooks

from broadsheet.importers.desk import arrivals

hooks.register("register_admin_urls", arrivals.addresses)
hooks.register("register_settings_menu_item", arrivals.item)
