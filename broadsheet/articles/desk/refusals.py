"""What the desk refuses, told in words on the page that the editor came from instead of as an error page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from broadsheet.articles.models import Story
from broadsheet.articles.models.story import IncompleteStoryError


class IncompleteStories(MiddlewareMixin):
    """Middleware: where a view publishes a story that is not whole, say what is missing and change nothing.

    Wagtail checks a story's form, but neither an approval from the first page nor a bulk action shows that form.
    """

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, IncompleteStoryError) or not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        messages.error(request, _("“%s” was not published.") % exception.headline + " " + " ".join(exception.messages))
        return _back(request, exception.story_id)


def _back(request: HttpRequest, story_id: int | None) -> HttpResponse:
    """To where the editor came from, else to the story. Wagtail's dialogues expect JSON that says so."""
    edit = reverse("wagtailadmin_pages:edit", args=[story_id]) if story_id else reverse("wagtailadmin_home")
    target = get_valid_next_url_from_request(request) or edit
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return JsonResponse({"step": "success", "redirect": target})
    return redirect(target)


def refuse_new_sections(request: HttpRequest, parent: Page, model: type[Any]) -> None:
    """Hook `before_create_page`: whoever may not publish founds stories only; raises PermissionDenied."""
    if model is not Story and not parent.permissions_for_user(request.user).can_publish_subpage():
        raise PermissionDenied
