"""Related stories at the desk: what readers see beside a story, and buttons to pin, leave out and take back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.widgets import AdminPageChooser, Button
from wagtail.models import Page

from broadsheet.accounts.models import User
from broadsheet.articles.models import Story
from broadsheet.related.choices import SameStoryError, decide
from broadsheet.related.models import Kind, Link

DOES = {"pin": Kind.PINNED, "out": Kind.EXCLUDED, "back": None}
"""What the buttons do."""


class Chosen(forms.Form):
    """One story and what to do with it."""

    other = forms.ModelChoiceField(Story.objects.all(), widget=AdminPageChooser(target_models=[Story]), label="")
    act = forms.ChoiceField(choices=[(name, name) for name in DOES], widget=forms.HiddenInput, initial="pin")


def addresses() -> list:
    """Hook `register_admin_urls`."""
    return [path("related/<int:story_id>/", related, name="desk_related")]


def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Hook `register_page_header_buttons`: the way to what goes with a story."""
    if page.specific_class is Story:
        yield Button(_("Related stories"), reverse("desk_related", args=[page.pk]), icon_name="link", priority=67)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def related(request: HttpRequest, story_id: int) -> HttpResponse:
    """What goes with a story; POST pins a story, leaves one out, or takes that back. Who may publish may decide."""
    story = get_object_or_404(Story, id=story_id)  # pk would overflow on a huge number
    may = story.permissions_for_user(cast(User, request.user))
    if not (may.can_publish() if request.method == "POST" else may.can_edit()):
        raise PermissionDenied
    if request.method == "POST":
        return _decide(request, story)
    rows = list(Link.objects.filter(story=story).select_related("other").order_by("kind", "place"))
    lists = [(kind.label, [row for row in rows if row.kind == kind], kind.name.lower()) for kind in Kind]
    context = {"story": story, "lists": lists, "form": Chosen(), "may": may.can_publish()}
    return render(request, "desk/related.html", context)


def _decide(request: HttpRequest, story: Story) -> HttpResponse:
    form = Chosen(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a story."))
    else:
        try:
            decide(story.pk, form.cleaned_data["other"].pk, DOES[form.cleaned_data["act"]])
        except SameStoryError:
            messages.error(request, _("A story is not related to itself. Choose another."))
    return redirect("desk_related", story.pk)
