"""Where moderators find their desk: the menu with the number of those that wait, the first page, the addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from broadsheet.comments.desk import acting, banning, gate, hooking, persons, queue, ruling, showing, watching


class RepliesItem(MenuItem):
    """The queue, with how many wait; shown to moderators."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may moderate."""
        return gate.may(request.user, gate.MODERATE)

    def render_component(self, request: HttpRequest) -> Any:
        """The item; its number is asked for where the menu is drawn, by 1 query."""
        waiting = queue.waiting()
        label = format_html("{} ({})", self.label, waiting) if waiting else self.label
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name, classname=self.classname)


def replies_item() -> MenuItem:
    """Hook `register_admin_menu_item`."""
    return RepliesItem(_("Replies"), reverse_lazy("desk_replies"), name="replies", icon_name="comment", order=142)


class Waiting(Component):
    """How many replies wait, on the desk's first page."""

    template_name = "desk/replies/waiting.html"
    order = 35

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The number and the first few, by 2 queries, for moderators."""
        if not gate.may(parent_context["request"].user, gate.MODERATE):
            return {"count": 0}
        count = queue.waiting()
        return {"count": count, "replies": queue.page({}, 3).replies if count else []}


def panel(request: HttpRequest, panels: list[Component]) -> None:
    """Hook `construct_homepage_panels`."""
    panels.append(Waiting())
    panels.sort(key=lambda one: getattr(one, "order", 100))


def addresses() -> list:
    """Hook `register_admin_urls`."""
    return [
        path("replies/", showing.show_queue, name="desk_replies"),
        path("replies/act/", acting.act, name="desk_replies_act"),
        path("replies/filters/", showing.save_filter, name="desk_replies_filters"),
        path("replies/acts/", showing.show_acts, name="desk_acts"),
        path("replies/acts/<int:act_id>/undo/", acting.undo, name="desk_undo"),
        path("replies/bans/", banning.bans, name="desk_bans"),
        path("replies/mails/", watching.watch, name="desk_reply_watch"),
        path("replies/webhook/", hooking.hook, name="desk_reply_hook"),
        path("replies/person/", persons.person, name="desk_reply_person"),
        path("replies/rules/", ruling.rules, name="desk_reply_rules"),
        path("replies/<int:reply_id>/", showing.show_reply, name="desk_reply"),
        path("replies/<int:reply_id>/edit/", acting.edit, name="desk_reply_edit"),
    ]


def stylesheet() -> SafeString:
    """Hook `insert_global_admin_css`."""
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("desk/replies.css"))
