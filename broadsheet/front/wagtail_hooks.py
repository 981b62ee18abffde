"""What the room tells Wagtail."""

from __future__ import annotations

from wagtail import hooks

from broadsheet.front.proof import desk

hooks.register("register_admin_urls", desk.addresses)
hooks.register("register_page_header_buttons", desk.header_buttons)
hooks.register("after_publish_page", desk.tell)
hooks.register("after_edit_page", desk.tell_if_approved)
hooks.register("after_unpublish_page", desk.tell)
hooks.register("after_move_page", desk.tell)
hooks.register("insert_global_admin_js", desk.script)
hooks.register("insert_global_admin_css", desk.stylesheet)
