"""What the room tells Wagtail."""

from __future__ import annotations

from wagtail import hooks

from broadsheet.comments.desk import audit, menu

hooks.register("register_admin_urls", menu.addresses)
hooks.register("register_admin_menu_item", menu.replies_item)
hooks.register("construct_homepage_panels", menu.panel, order=200)
hooks.register("insert_global_admin_css", menu.stylesheet)
hooks.register("register_log_actions", audit.register_actions)
