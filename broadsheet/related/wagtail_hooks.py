"""What the room tells Wagtail."""

from __future__ import annotations

from wagtail import hooks

from broadsheet.related import desk, desk_audience

hooks.register("register_admin_urls", desk.addresses)
hooks.register("register_admin_urls", desk_audience.addresses)
hooks.register("register_admin_menu_item", desk_audience.menu_item)
hooks.register("register_page_header_buttons", desk.header_buttons)
