"""What is read just now, at the desk: by story, and where readers came from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem

from broadsheet.articles.models import Story
from broadsheet.related.audience import Window, read_most, read_times, referrers

STORIES = 30
HOSTS = 5
WINDOWS = {
    Window.NOW: _("Last five minutes"),
    Window.HOUR: _("Last hour"),
    Window.DAY: _("Last day"),
    Window.WEEK: _("Last week"),
}


@dataclass(frozen=True)
class Row:
    """A story, how often it was read in each window, and the hosts from which readers came in the last hour."""

    story: Story
    times: list[int]
    hosts: list[tuple[str, int]]


def addresses() -> list:
    """Hook `register_admin_urls`."""
    return [path("audience/", audience, name="desk_audience")]


def menu_item() -> MenuItem:
    """Hook `register_admin_menu_item`: everybody who may enter the desk may look."""
    return MenuItem(_("Read now"), reverse_lazy("desk_audience"), name="audience", icon_name="view", order=146)


@never_cache
@require_safe
def audience(request: HttpRequest) -> HttpResponse:
    """The stories most read in the last five minutes, or in the window that `by` names."""
    by = Window(request.GET["by"]) if request.GET.get("by") in list(Window) else Window.NOW
    rows = table(by)
    hosts: Counter[str] = sum(referrers(timezone.now()).values(), Counter())
    windows = [(window.value, label) for window, label in WINDOWS.items()]
    context = {"rows": rows, "windows": windows, "by": by.value, "hosts": hosts.most_common(3 * HOSTS)}
    return render(request, "desk/audience.html", {**context, "is_off": settings.MOST_READ == "off"})


def table(by: Window) -> list[Row]:
    """The stories that were read most by one window; by 6 queries."""
    now = timezone.now()
    ids = list(read_most(by, now, STORIES))
    stories, hosts = Story.objects.in_bulk(ids), referrers(now, ids)
    times = [read_times(window, now, ids) for window in WINDOWS]
    return [
        Row(stories[pk], [of.get(pk, 0) for of in times], hosts.get(pk, Counter()).most_common(HOSTS))
        for pk in ids
        if pk in stories
    ]
