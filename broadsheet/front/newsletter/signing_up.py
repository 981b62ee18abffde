"""A reader asks for letters, on /newsletter/ or in the short form of any page."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from broadsheet.edge import senders
from broadsheet.edge.addresses import network
from broadsheet.edge.tags import depend
from broadsheet.newsletter import addresses, asking, tags
from broadsheet.newsletter.models import MailingList

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, MultiPartParserError)


@csrf_exempt
def form(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST: takes an address and, where the form has them, lists; else those of the short form.

    Without a CSRF token, which a page that is the same for everybody cannot have: `senders.is_ours` stands in for it.
    """
    if request.method == "POST":
        return _take(request)
    depend(tags.LISTS)
    return _page(request, chosen=[one.pk for one in MailingList.objects.offered() if one.is_chosen])


def _take(request: HttpRequest) -> HttpResponse:
    try:
        given = request.POST
    except TOO_MUCH:
        return _page(request, 413, wrong=_("That is too much for an address."))
    offered = {one.pk: one for one in MailingList.objects.offered()}
    wanted = _wanted(given, offered)
    text = given.get("email", "")[:1000]
    kept = {"email": text[:254], "chosen": wanted}
    if not senders.is_ours(request):
        return _page(request, 403, wrong=_("This form was sent from another site."), **kept)
    if given.get("homepage"):  # no person sees this field: a robot is told what everybody is told
        return _page(request, asked=True)
    if not wanted:
        return _page(request, 422, wrong=_("Choose at least one letter."), **kept)
    try:
        asking.ask(addresses.checked(text), wanted, network(senders.address(request)))
    except addresses.AddressError as error:
        return _page(request, 422, wrong=str(error), **kept)
    except asking.TooManyError:
        return _page(request, 429, wrong=_("Too many ask from your network just now. Please try again later."), **kept)
    return _page(request, asked=True)


def _wanted(given: QueryDict, offered: dict[int, MailingList]) -> list[int]:
    """The numbers of the lists that were asked for; the short form has none, and asks for the first choice."""
    if "choosing" in given:
        return [pk for pk in offered if str(pk) in given.getlist("list")]
    return [pk for pk, one in offered.items() if one.is_chosen]


def _page(request: HttpRequest, status: int = 200, **context: object) -> HttpResponse:
    context = {"lists": MailingList.objects.offered(), "chosen": [], **context}
    response = render(request, "newsletter/form.html", context, status=status)
    if request.method == "POST":
        response["Cache-Control"] = "no-store"
    return response
