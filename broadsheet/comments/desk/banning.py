"""Banning who wrote a reply, by e-mail address, internet address or network; and the list of bans."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.log_actions import log

from broadsheet.accounts.models import User
from broadsheet.comments.desk import gate
from broadsheet.comments.models import Ban, Reply
from broadsheet.comments.models.ban import BanKind
from broadsheet.edge.addresses import network, plain

TIMES = [
    ("1", gettext_lazy("1 day")),
    ("7", gettext_lazy("7 days")),
    ("30", gettext_lazy("30 days")),
    ("365", gettext_lazy("A year")),
    ("", gettext_lazy("For good")),
]
SHOWN = 200


class BanForm(forms.Form):
    """A ban: what, for how long, why."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=BanKind.choices)
    value = forms.CharField(label=gettext_lazy("Address"), max_length=254)
    days = forms.ChoiceField(label=gettext_lazy("For how long"), choices=TIMES, required=False, initial="7")
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("For colleagues; the person banned is not told."),
    )

    def clean(self) -> dict[str, Any]:
        """The value in the spelling by which replies are compared. Raises ValidationError for what is no such thing."""
        given = super().clean() or {}
        kind, value = given.get("kind"), str(given.get("value", "")).strip()
        if kind == BanKind.EMAIL:
            validate_email(value)
            given["value"] = value.lower()
        elif kind == BanKind.ADDRESS:
            given["value"] = plain(value)
        elif kind == BanKind.SUBNET:
            given["value"] = network(plain(value.partition("/")[0]))
        if kind and not given.get("value"):
            raise forms.ValidationError(_("“%(value)s” is no internet address.") % {"value": value})
        return given


@transaction.atomic
def ban(given: dict[str, Any], by: User) -> Ban:
    """Ban what a form gave; a ban of the same address is changed. It is in the audit log."""
    until = timezone.now() + timedelta(days=int(given["days"])) if given["days"] else None
    values = {"until": until, "reason": given["reason"], "by": by}
    made, _new = Ban.objects.update_or_create(kind=given["kind"], value=given["value"], defaults=values)
    log(
        made,
        "comments.ban",
        user=by,
        title=made.get_kind_display(),
        data={"until": until and until.isoformat(), "reason": given["reason"]},
    )
    return made


@require_http_methods(["GET", "HEAD", "POST"])
@gate.for_those_who_may(gate.BAN)
def bans(request: HttpRequest) -> HttpResponse:
    """The bans that hold, the newest first; with `?reply=` the form begins with who wrote it."""
    lift = request.POST.get("lift", "")
    if lift.isdecimal():
        return _lift(request, int(lift[:18]))
    form = BanForm(request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        made = ban(form.cleaned_data, cast(User, request.user))
        messages.success(request, _("Banned: %(ban)s.") % {"ban": made})
        return redirect("desk_bans")
    standing = Ban.objects.standing(timezone.now()).select_related("by").order_by("-at")[:SHOWN]
    return render(request, "desk/replies/bans.html", {"form": form, "bans": standing, "reply": _reply(request)})


def _lift(request: HttpRequest, number: int) -> HttpResponse:
    lifted = get_object_or_404(Ban, id=number)
    with transaction.atomic():
        log(lifted, "comments.unban", user=request.user, title=lifted.get_kind_display())
        lifted.delete()
    messages.success(request, _("Lifted: %(ban)s.") % {"ban": lifted})
    return redirect("desk_bans")


def _reply(request: HttpRequest) -> Reply | None:
    number = request.GET.get("reply", "")
    return Reply.objects.filter(id=int(number[:18])).first() if number.isdecimal() else None


def _initial(request: HttpRequest) -> dict[str, str]:
    reply, kind = _reply(request), request.GET.get("kind", BanKind.EMAIL)
    if reply is None:
        return {"days": "7"}
    marks: dict[str, str] = {BanKind.EMAIL: reply.email, BanKind.ADDRESS: reply.ip or "", BanKind.SUBNET: reply.subnet}
    value = marks.get(kind, "")
    return {"kind": kind, "value": value, "days": "7"}
