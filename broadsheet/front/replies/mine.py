"""A reader's own replies: seen, changed and deleted from the browser that sent them."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from broadsheet.comments import editing, mine
from broadsheet.comments.models import RepliesSettings, Reply
from broadsheet.comments.phases import Word
from broadsheet.comments.text import as_html
from broadsheet.edge import senders
from broadsheet.front.replies.forms import Plain


class EditForm(forms.Form):
    """What a reply shall say."""

    text = Plain(label=gettext_lazy("Your reply"))


@never_cache
def listed(request: HttpRequest) -> HttpResponse:
    """The replies that this browser has sent lately, with what became of them."""
    found = Reply.objects.select_related("story").in_bulk(mine.numbers(request))
    rules, now = RepliesSettings.now(), timezone.now()
    rows = [
        {
            "reply": reply,
            "html": as_html(reply.text),
            "may_edit": editing.may_edit(reply, rules, now),
            "may_delete": editing.may_delete(reply),
        }
        for reply in (found.get(number) for number in mine.numbers(request))
        if reply is not None
    ]
    return render(request, "replies/mine.html", {"rows": rows, "rules": rules})


@csrf_exempt
@never_cache
def one(request: HttpRequest, reply_id: int) -> HttpResponse:
    """GET: the form to change or delete a reply of one's own. POST: changes it, or with `delete` deletes it."""
    reply = _own(request, reply_id)
    rules, now = RepliesSettings.now(), timezone.now()
    form = EditForm(request.POST if request.method == "POST" else {"text": reply.text})
    context = {
        "reply": reply,
        "story": reply.story,
        "form": form,
        "may_edit": editing.may_edit(reply, rules, now),
        "may_delete": editing.may_delete(reply),
    }
    words = ""
    if request.method == "POST":
        words = _do(request, form, context)
        if not words:
            return HttpResponseRedirect(reverse("replies-mine"), status=303)
    return render(request, "replies/edit.html", {**context, "words": words}, status=422 if words else 200)


def _own(request: HttpRequest, reply_id: int) -> Reply:
    if reply_id not in mine.numbers(request):
        raise Http404(f"Reply {reply_id} was not sent from here.")
    reply = Reply.objects.select_related("story", "parent").filter(pk=reply_id).first()
    if reply is None:
        raise Http404(f"No reply {reply_id}.")
    return reply


def _do(request: HttpRequest, form: EditForm, context: dict[str, object]) -> str:
    """Do what was asked; why not, in words, where that cannot be."""
    reply = context["reply"]
    assert isinstance(reply, Reply)
    if not senders.is_ours(request):
        return _("This form was sent from another site.")
    if "delete" in request.POST:
        return "" if editing.delete_by_writer(reply) else _("This reply cannot be deleted any more.")
    if not context["may_edit"]:
        return _("This reply cannot be changed any more.")
    if not form.is_valid():
        return str(form.errors["text"][0])
    verdict = editing.edit_by_writer(reply, form.cleaned_data["text"])
    return verdict.reason if verdict.word == Word.REFUSE else ""
