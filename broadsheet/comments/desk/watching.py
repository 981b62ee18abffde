"""Each moderator's own wish: mails never, at once, hourly or daily."""

from __future__ import annotations

from typing import cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from broadsheet.accounts.models import User
from broadsheet.comments.desk import gate
from broadsheet.comments.models import Pace, Watch


class WatchForm(forms.Form):
    """How often mails come."""

    pace = forms.ChoiceField(choices=Pace.choices)


@require_http_methods(["GET", "HEAD", "POST"])
@gate.for_those_who_may(gate.MODERATE)
def watch(request: HttpRequest) -> HttpResponse:
    """A form with one question. What waits already is in no mail."""
    user = cast(User, request.user)
    kept = Watch.objects.filter(user=user).first()
    form = WatchForm(request.POST or None, initial={"pace": kept.pace if kept else Pace.NONE})
    form.fields["pace"].label = _("Mails to %(address)s when replies wait") % {"address": user.email}
    if request.method == "POST" and form.is_valid():
        pace = form.cleaned_data["pace"]
        Watch.objects.update_or_create(
            user=user, defaults={"pace": pace}, create_defaults={"pace": pace, "told_until": timezone.now()}
        )
        messages.success(request, _("Saved."))
        return redirect("desk_reply_watch")
    return render(request, "desk/replies/watch.html", {"form": form})
