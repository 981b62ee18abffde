"""The addresses that get no letters, with the reason: looked up, added, taken out."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from broadsheet.newsletter.addresses import AddressError
from broadsheet.newsletter.bounces import blocking
from broadsheet.newsletter.desk.gate import SEND, for_those_who_send
from broadsheet.newsletter.models import Refusal, Subscriber

A_PAGE = 50


class _Item(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user may send letters."""
        return request.user.has_perm(SEND)


def menu_item() -> MenuItem:
    """Hook `register_admin_menu_item`."""
    address = reverse_lazy("desk_blocked")
    return _Item(gettext_lazy("Blocked addresses"), address, name="blocked", icon_name="no-view", order=146)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_send
def blocked(request: HttpRequest) -> HttpResponse:
    """GET: the list, newest first, with `?q` those whose address has it. POST: `block` or `unblock` one address."""
    if request.method == "POST":
        _change(request)
        return redirect("desk_blocked")
    found = Subscriber.objects.exclude(refusal=Refusal.NONE).order_by("-refused_at", "-pk")
    asked = request.GET.get("q", "").strip()[:254]
    found = found.filter(email__contains=asked.lower()) if asked else found
    page = Paginator(found, A_PAGE).get_page(request.GET.get("p"))
    return render(request, "desk/letters/blocked.html", {"page": page, "asked": asked})


def _change(request: HttpRequest) -> None:
    try:
        if "unblock" in request.POST:
            if blocking.unblock(request.POST["unblock"]):
                messages.success(request, _("The address gets letters again."))
        elif blocking.block(request.POST.get("block", "")[:1000]):
            messages.success(request, _("The address gets no letters any more."))
    except AddressError as error:
        messages.error(request, str(error))
