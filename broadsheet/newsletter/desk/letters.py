"""Letters in the desk: written as a snippet, then looked at and sent on a page of their own."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.forms import Select
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from broadsheet.newsletter.desk import blocked, breaking, notes, sending
from broadsheet.newsletter.models import Letter, LetterState


class _EditView(EditView):
    """A draft's form. What was sent is not changed any more: its ledger is the record."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A letter that is no draft is shown instead."""
        if self.object.state != LetterState.DRAFT:
            return redirect("desk_letter", self.object.pk)
        return cast(HttpResponseBase, super().dispatch(request, *args, **kwargs))

    def get_success_url(self) -> str:
        """The page where it is sent."""
        return reverse("desk_letter", args=[self.object.pk])


class _AddView(CreateView):
    """A new draft's form."""

    def get_success_url(self) -> str:
        """The page where it is looked at and sent."""
        return reverse("desk_letter", args=[self.object.pk])


class LetterViewSet(SnippetViewSet):
    """Letters."""

    model = Letter
    icon = "mail"
    menu_label = _("Letters")
    menu_order = 144
    add_to_admin_menu = True
    add_view_class = _AddView
    edit_view_class = _EditView
    list_display = ["subject", "mailing_list", Column("state", accessor="get_state_display", label=_("State"))]
    panels = [
        FieldPanel("mailing_list", widget=Select),
        FieldPanel("subject"),
        FieldPanel("preheader"),
        FieldPanel("intro"),
        InlinePanel("letter_stories", [PageChooserPanel("story")], heading=_("Stories"), label=_("Story")),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        """Without the words, which are long."""
        return Letter.objects.select_related("mailing_list").defer("html", "text")


def addresses() -> list:
    """Hook `register_admin_urls`."""
    return [
        path("letters/blocked/", blocked.blocked, name="desk_blocked"),
        path("letters/<int:letter_id>/", sending.show, name="desk_letter"),
        path("letters/<int:letter_id>/mail/", sending.mail, name="desk_letter_mail"),
        path("letters/<int:letter_id>/do/", sending.do, name="desk_letter_do"),
        path("letters/note/<int:story_id>/", notes.note, name="desk_note"),
        path("letters/breaking/<int:story_id>/", breaking.alert, name="desk_breaking"),
    ]
