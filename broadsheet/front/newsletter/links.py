"""The pages behind the links of mails. Opening one changes nothing, its button does: robots open every link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from broadsheet.newsletter import links, subscribing
from broadsheet.newsletter.models import Ending, MailingList, Subscriber


@csrf_exempt
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET: a button. POST: confirms the address. The token is what no form of another site can know."""
    number = links.read("confirm", token)
    if not isinstance(number, int):
        return _page(request, "broken", 410)
    if request.method != "POST":
        return _page(request, "confirm")
    reader = subscribing.confirm(number)
    if reader is None:
        return _page(request, "broken", 410)
    return _page(request, "confirmed", preferences=links.sign("preferences", reader.pk))


@csrf_exempt
@never_cache
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """GET: which letters the reader has. POST: which they shall be from now on."""
    reader = _reader(links.read("preferences", token))
    if reader is None:
        return _page(request, "broken", 410)
    if request.method == "POST":
        given = set(request.POST.getlist("list"))
        subscribing.choose(reader, [one.pk for one in MailingList.objects.all() if str(one.pk) in given])
    on = set(reader.subscriptions.filter(is_on=True).values_list("mailing_list_id", flat=True))
    lists = [one for one in MailingList.objects.all() if one.is_open or one.pk in on]
    return _page(request, "preferences", reader=reader, lists=lists, chosen=on, saved=request.method == "POST")


@csrf_exempt
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET: a button. POST: ends it, as the button does and mail programs do by one click (RFC 8058)."""
    about = links.read("unsubscribe", token)
    reader = _reader(about[0]) if _is_pair(about) else None
    mailing_list = MailingList.objects.filter(pk=about[1]).first() if reader else None
    if reader is None or mailing_list is None:
        return _page(request, "broken", 410)
    if request.method != "POST":
        return _page(request, "unsubscribe", mailing_list=mailing_list)
    how = Ending.CLICK if request.POST.get("List-Unsubscribe") == "One-Click" else Ending.PAGE
    subscribing.end(reader.pk, [mailing_list.pk], how)
    preferences = links.sign("preferences", reader.pk)
    return _page(request, "unsubscribed", mailing_list=mailing_list, preferences=preferences)


def _is_pair(about: object) -> bool:
    return isinstance(about, list) and len(about) == 2 and all(isinstance(one, int) for one in about)


def _reader(number: object) -> Subscriber | None:
    return Subscriber.objects.filter(pk=number).first() if isinstance(number, int) else None


def _page(request: HttpRequest, kind: str, status: int = 200, **context: object) -> HttpResponse:
    response = render(request, "newsletter/link.html", {"kind": kind, **context}, status=status)
    response["Referrer-Policy"] = "no-referrer"  # the address is the key
    return response
