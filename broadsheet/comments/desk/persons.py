"""All that is kept of one person: handed over as a file, or erased."""

from __future__ import annotations

import json
from typing import cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.log_actions import log

from broadsheet.accounts.models import User
from broadsheet.comments import rights
from broadsheet.comments.desk import gate
from broadsheet.comments.models import RepliesSettings, Reply
from broadsheet.edge.addresses import hashed


class PersonForm(forms.Form):
    """Whose replies, and for what erases them: the address once more."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    again = forms.CharField(
        label=gettext_lazy("The address once more, to erase"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Erasing cannot be undone. Answers of others stay."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@gate.for_those_who_may(gate.RULE)
def person(request: HttpRequest) -> HttpResponse:
    """GET: a form, and with `email` how much is kept. POST: `do` is "export" (a file) or "erase"."""
    form = PersonForm(request.POST or ({"email": request.GET["email"]} if "email" in request.GET else None))
    count = None
    if form.is_valid():
        email = form.cleaned_data["email"].strip().lower()
        if request.POST.get("do") == "export":
            return _exported(request, email)
        if request.POST.get("do") == "erase" and _erased(request, form, email):
            return redirect("desk_reply_person")
        count = Reply.objects.of(email).count()
    return render(request, "desk/replies/person.html", {"form": form, "count": count})


def _exported(request: HttpRequest, email: str) -> HttpResponse:
    _log(request, "export", email)
    found = json.dumps(rights.export(email), indent=2, ensure_ascii=False)
    told = {"Content-Disposition": 'attachment; filename="person.json"'}
    return HttpResponse(found, content_type="application/json; charset=utf-8", headers=told)


def _erased(request: HttpRequest, form: PersonForm, email: str) -> bool:
    """Whether it was erased: only where the address stands there twice."""
    if form.cleaned_data["again"].strip().lower() != email:
        form.add_error("again", _("Type the same address here to erase what is kept."))
        return False
    count = rights.erase(email)
    _log(request, "erase", email)
    words = ngettext("Erased: %(count)d reply.", "Erased: %(count)d replies.", count)
    messages.success(request, words % {"count": count})
    return True


def _log(request: HttpRequest, what: str, email: str) -> None:
    """That it was done and by whom; of the address only a hash, or the log would keep what was erased."""
    log(RepliesSettings.now(), f"comments.{what}", user=cast(User, request.user), data={"address": hashed(email)})
