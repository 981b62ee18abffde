"""The desk's menu in the order of a newsroom's day, and the addresses that it needs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse, reverse_lazy
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.permissions import policy_registry

from broadsheet.articles.desk.corrections import CorrectionsView
from broadsheet.articles.models import Correction, Paper

RENAMED = {"explorer": (_("All pages"), 700), "images": (_("Pictures"), 150), "documents": (_("Documents"), 160)}
"""Wagtail's own items by name: what the newsroom calls them, and where they stand."""
HIDDEN = {"help"}
ELSEWHERE = {"redirects", "the-paper"}
"""Settings that have an item of their own in the main menu."""


class PermittedItem(MenuItem):
    """An item shown to whoever may do any of `actions` with `model`."""

    def __init__(self, *args, model: type, actions: set[str], **options) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*args, **options)
        self.model, self.actions = model, actions

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may."""
        policy = policy_registry.get_by_type(self.model)
        return bool(policy.user_has_any_permission(request.user, self.actions))


class FrontItem(MenuItem):
    """The front page, shown to whoever may curate it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may publish pages."""
        return bool(policy_registry.get_by_type(Page).user_has_permission(request.user, "publish"))


def front_item() -> MenuItem:
    """Leads to the editor of the front page."""
    return FrontItem(_("Front page"), reverse_lazy("desk_front"), name="front-page", icon_name="home", order=110)


def corrections_item() -> MenuItem:
    """Leads to the list of corrections."""
    address = reverse_lazy("desk_corrections")
    return PermittedItem(_("Corrections"), address, icon_name="warning", order=145, model=Correction, actions={"view"})


def redirects_item() -> MenuItem:
    """Leads to the redirects."""
    address = reverse_lazy("wagtailredirects:index")
    return PermittedItem(
        _("Redirects"), address, icon_name="redirect", order=170, model=Redirect, actions={"add", "change", "delete"}
    )


def paper_item() -> MenuItem:
    """Leads to the settings of the paper."""
    address = reverse_lazy("wagtailsettings:edit", args=["broadsheet_articles", "paper"])
    return PermittedItem(
        _("The paper"), address, icon_name="doc-full-inverse", order=9100, model=Paper, actions={"change"}
    )


def arrange(request: HttpRequest, items: list[MenuItem]) -> None:
    """Hook `construct_main_menu`: rename and reorder Wagtail's own items."""
    items[:] = [item for item in items if item.name not in HIDDEN]
    for item in items:
        if item.name in RENAMED:
            item.label, item.order = RENAMED[item.name]


def thin_out_settings(request: HttpRequest, items: list[MenuItem]) -> None:
    """Hook `construct_settings_menu`: leave out what stands in the main menu."""
    items[:] = [item for item in items if item.name not in ELSEWHERE]


def edit_front(request: HttpRequest) -> HttpResponse:
    """On to the editor of the paper's front page."""
    site = Site.find_for_request(request) or Site.objects.get(is_default_site=True)
    return redirect("wagtailadmin_pages:edit", site.root_page_id)


def addresses() -> list:
    """Hook `register_admin_urls`."""
    return [
        path("front-page/", edit_front, name="desk_front"),
        path("corrections/", CorrectionsView.as_view(), name="desk_corrections"),
        path("corrections/results/", CorrectionsView.as_view(results_only=True), name="desk_corrections_results"),
    ]


def stylesheet() -> SafeString:
    """Hook `insert_global_admin_css`: the desk's own few rules, and the paper's accent."""
    link = '<link rel="stylesheet" href="{}"><link rel="stylesheet" href="{}">'
    return format_html(link, versioned_static("desk/desk.css"), reverse("desk_accent"))


def editor_script() -> SafeString:
    """Hook `insert_editor_js`: the editor's form waits for a running autosave before it is sent."""
    return format_html('<script type="module" src="{}"></script>', versioned_static("desk/saving.js"))


def accent(request: HttpRequest) -> HttpResponse:
    """A stylesheet of one rule, since the desk takes no inline styles: the accent that the publisher chose."""
    response = HttpResponse(f":root{{--desk-accent:{Paper.for_request(request).accent}}}", content_type="text/css")
    patch_cache_control(response, private=True, max_age=300)
    return response
