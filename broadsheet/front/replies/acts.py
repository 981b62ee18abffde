"""What a reader does with a reply of somebody else: likes it, reports it."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from broadsheet.comments import marks, tags, threads
from broadsheet.comments.models import Reply
from broadsheet.comments.places import Place, parent_of
from broadsheet.edge import senders
from broadsheet.edge.tags import depend
from broadsheet.front.replies.forms import Plain
from broadsheet.front.replies.threads import about, place_below, place_of

REASONS = {
    "insult": _("It insults or threatens somebody"),
    "hate": _("It stirs up hatred"),
    "private": _("It says private things about somebody"),
    "advertisement": _("It is an advertisement"),
    "unlawful": _("It breaks the law in another way"),
    "other": _("Something else"),
}


class ReportForm(forms.Form):
    """What is wrong with a reply."""

    why = forms.ChoiceField(choices=list(REASONS.items()), label=_("What is wrong with it"))
    words = Plain(required=False, max_length=300, label=_("In your words (not required)"))


@csrf_exempt
def like(request: HttpRequest, story_id: int, reply_id: int) -> HttpResponse:
    """POST likes the reply; GET, which only a link scanner or a bookmark asks for, leads to it and does nothing."""
    place, reply = _found(request, story_id, reply_id)
    if request.method == "POST":
        if not senders.is_ours(request):
            return _said(request, place, reply, 403)
        marks.like(reply, senders.address(request))
    return HttpResponseRedirect(place_of(reply, place), status=303)


@csrf_exempt
def report(request: HttpRequest, story_id: int, reply_id: int) -> HttpResponse:
    """GET: a form to say what is wrong with the reply. POST: says it to the moderators."""
    place, reply = _found(request, story_id, reply_id)
    if request.method != "POST":
        depend(tags.replies(story_id))
        return _said(request, place, reply, form=ReportForm())
    form = ReportForm(request.POST)
    if not senders.is_ours(request):
        return _said(request, place, reply, 403, form=form)
    if not form.is_valid():
        return _said(request, place, reply, 422, form=form)
    words = f"{form.cleaned_data['why']} {form.cleaned_data['words']}".strip()
    marks.report(reply, senders.address(request), words)
    return _said(request, place, reply, done=True)


def _found(request: HttpRequest, story_id: int, reply_id: int) -> tuple[Place, Reply]:
    place, reply = place_below(request, story_id), parent_of(story_id, reply_id)
    if reply is None:
        raise Http404(f"No reply {reply_id}.")
    return place, reply


def _said(request: HttpRequest, place: Place, reply: Reply, status: int = 200, **more: object) -> HttpResponse:
    context = {**about(place), "parent": threads.shown(reply), "elsewhere": status == 403, "form": None, **more}
    response = render(request, "replies/report.html", context, status=status)
    if request.method == "POST":
        response["Cache-Control"] = "no-store"
    return response
