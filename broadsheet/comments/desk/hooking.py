"""The address that is told when replies wait; the links in it act in the name of whoever saved it."""

from __future__ import annotations

import secrets
from typing import cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.log_actions import log

from broadsheet.accounts.models import User
from broadsheet.comments import hooks
from broadsheet.comments.desk import gate
from broadsheet.comments.models import Hook


class HookForm(forms.Form):
    """The address; empty: nobody is told."""

    url = forms.URLField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("Of a program that takes a POST of JSON. Private networks are refused."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@gate.for_those_who_may(gate.RULE)
def hook(request: HttpRequest) -> HttpResponse:
    """A form with one question; what is saved is tried at once, and kept only where it is answered."""
    kept = Hook.objects.select_related("user").first()
    form = HookForm(request.POST if request.method == "POST" else {"url": kept.url if kept else ""})
    if request.method == "POST" and form.is_valid() and _keep(request, kept, form):
        return redirect("desk_reply_hook")
    return render(request, "desk/replies/hook.html", {"form": form, "hook": kept})


def _keep(request: HttpRequest, kept: Hook | None, form: HookForm) -> bool:
    url, user = form.cleaned_data["url"], cast(User, request.user)
    if not url:
        Hook.objects.all().delete()
        messages.success(request, _("Nobody is told any more."))
        return True
    found = kept or Hook(told_until=timezone.now())
    found.url, found.user, found.key = url, user, found.key or secrets.token_urlsafe(32)
    try:
        hooks.post(url, {"kind": "trial"}, found.key)
    except hooks.HookError as error:
        form.add_error("url", str(error))
        return False
    found.failed_at, found.failure = None, ""
    found.save()
    log(found, "comments.hook", user=user)
    messages.success(request, _("Saved, and a trial was answered."))
    return True
