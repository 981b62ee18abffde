"""The desk's pages of files that move in, and of reports of whatever moved in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.menu import MenuItem

from broadsheet.accounts.models import User
from broadsheet.importers import arriving
from broadsheet.importers.models import Arrival, Move

RIGHT = "broadsheet_importers.add_arrival"
SHOWN = 50
View = Callable[..., HttpResponse]


class ArrivalForm(forms.ModelForm):
    """A file, and what is wished."""

    upload = forms.FileField(label=_("File"), help_text=_("As the old paper exported it."))

    class Meta:
        model = Arrival
        fields = ("kind", "upload", "url", "only_try", "fetch_pictures")
        help_texts = {
            "url": _("As in https://old.example: needed for Ghost, whose exports do not say it."),
            "only_try": _("Shows the report of what would come. Do this first."),
        }


class ArrivalsItem(MenuItem):
    """The way there, for those who may."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may move papers in."""
        return bool(request.user.has_perm(RIGHT))


def item() -> MenuItem:
    """Hook `register_settings_menu_item`."""
    return ArrivalsItem(_("Moving in"), reverse_lazy("desk_arrivals"), name="arrivals", icon_name="download", order=900)


def addresses() -> list:
    """Hook `register_admin_urls`."""
    return [
        path("moving-in/", arrivals, name="desk_arrivals"),
        path("moving-in/<int:pk>/", arrival, name="desk_arrival"),
        path("moving-in/<int:pk>/again/", again, name="desk_arrival_again"),
        path("moving-in/report/<int:pk>/", report, name="desk_move"),
    ]


def _for_those_who_may(view: View) -> View:
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@_for_those_who_may
@require_http_methods(["GET", "HEAD", "POST"])
def arrivals(request: HttpRequest) -> HttpResponse:
    """What has moved in, and the form for more."""
    form = ArrivalForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        new: Arrival = form.save(commit=False)
        new.by = cast(User, request.user)
        upload = form.cleaned_data["upload"]
        arriving.receive(new, upload.name, upload.chunks())
        return redirect("desk_arrival", new.pk)
    context = {"form": form, "arrivals": Arrival.objects.all()[:SHOWN], "moves": Move.objects.order_by("-pk")[:SHOWN]}
    return render(request, "desk/arrivals/all.html", context, status=422 if form.errors else 200)


@_for_those_who_may
def arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a file has come, and its report; with `?part` that part of the page alone."""
    found = get_object_or_404(Arrival, id=pk)
    context = {"arrival": found, "report": found.report, "most": SHOWN}
    return render(request, "desk/arrivals/part.html" if "part" in request.GET else "desk/arrivals/one.html", context)


@_for_those_who_may
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a run that broke off."""
    arriving.take_up(get_object_or_404(Arrival, id=pk))
    return redirect("desk_arrival", pk)


@_for_those_who_may
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of what moved in, by whatever way; with `?json` as `--report` writes it."""
    move = get_object_or_404(Move, id=pk)
    if "json" in request.GET:
        return JsonResponse(move.report, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return render(request, "desk/arrivals/report_page.html", {"move": move, "report": move.report, "most": SHOWN})
