"""What the desk refuses, told in words on the page that the editor came from instead of as an error page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from broadsheet.articles.models import Story
from broadsheet.articles.models.story import IncompleteStoryError

NAMED = 3
"""How many of those that stand in the way of a deletion are named."""


class Refusals(MiddlewareMixin):
    """Middleware: where a view of the desk runs into what the paper does not allow, say so and change nothing.

    Wagtail checks a story's form, but neither an approval from a dialogue nor a bulk action shows that form; and what
    its index of references has not yet seen, the database protects all the same.
    """

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        if isinstance(exception, IncompleteStoryError):
            refusal = _("“%s” was not published.") % exception.headline
            messages.error(request, f"{refusal} {' '.join(exception.messages)}")
            return _back(request, _edit_url(exception.story_id))
        if isinstance(exception, ProtectedError):
            messages.error(request, _in_use(exception))
            return _back(request, reverse("wagtailadmin_home"))
        return None


def _in_use(error: ProtectedError) -> str:
    """What stands in the way of a deletion; names the first few."""
    names = sorted({str(getattr(one, "story", one)) for one in error.protected_objects})
    more = _(" and %d more") % (len(names) - NAMED) if len(names) > NAMED else ""
    listed = ", ".join(f"“{name}”" for name in names[:NAMED])
    return _("Nothing was deleted, because it is in use: %s.") % (listed + more)


def _edit_url(story_id: int | None) -> str:
    return reverse("wagtailadmin_pages:edit", args=[story_id]) if story_id else reverse("wagtailadmin_home")


def _back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To where the editor came from, else to `otherwise`. Wagtail's dialogues expect JSON that says so."""
    target = get_valid_next_url_from_request(request) or otherwise
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return JsonResponse({"step": "success", "redirect": target})
    return redirect(target)


def refuse_new_sections(request: HttpRequest, parent: Page, model: type[Any]) -> None:
    """Hook `before_create_page`: whoever may not publish founds stories only; raises PermissionDenied."""
    if model is not Story and not parent.permissions_for_user(request.user).can_publish_subpage():
        raise PermissionDenied


def keep_full_sections(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Hook `before_delete_page`: a section that holds stories is not deleted; says how many there are."""
    count = Story.objects.descendant_of(page).count()
    if not count:
        return None
    messages.error(request, _refusal(page, count))
    return redirect("wagtailadmin_explore", page.pk)


def keep_full_sections_in_bulk(
    request: HttpRequest, action: str, pages: Iterable[Any], view: object
) -> HttpResponse | None:
    """Hook `before_bulk_action`: the same for several sections at once; nothing is deleted."""
    if action != "delete":
        return None
    for page in pages:
        if isinstance(page, Page) and (count := Story.objects.descendant_of(page).count()):
            messages.error(request, _refusal(page, count))
            return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
    return None


def _refusal(page: Page, count: int) -> str:
    words = ngettext(
        "“%(title)s” was not deleted: it holds %(count)d story. Move or delete the story first.",
        "“%(title)s” was not deleted: it holds %(count)d stories. Move or delete them first.",
        count,
    )
    return words % {"title": page.title, "count": count}
