"""Breaking news from a story's editor: the item in its menu, a page to confirm, sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.models import Page

from broadsheet.accounts.models import User
from broadsheet.articles.models import Story
from broadsheet.newsletter import breaking
from broadsheet.newsletter.desk.gate import SEND, for_those_who_send
from broadsheet.newsletter.freezing import LetterError
from broadsheet.newsletter.models import MailingList
from broadsheet.newsletter.rendering import RenderingError


def button(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Hook `register_page_header_buttons`: for stories that are public, where there is a list for them."""
    is_story = isinstance(page.specific_deferred, Story)
    if is_story and page.live and user.has_perm(SEND) and MailingList.objects.filter(is_breaking=True).exists():
        address = reverse("desk_breaking", args=[page.pk])
        yield Button(_("Send as breaking news"), address, icon_name="mail", priority=80)


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_send
def alert(request: HttpRequest, story_id: int) -> HttpResponse:
    """GET: to whom it goes, and by which subject. POST: sends it, and leads to the letter's page."""
    story = get_object_or_404(Story, id=story_id)
    if request.method == "POST":
        given = request.POST.get("list", "")
        try:
            number = int(given) if given.isdecimal() and len(given) < 19 else 0
            letter = breaking.alert(story, number, request.POST.get("subject", ""), cast(User, request.user))
        except (LetterError, RenderingError) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The letter is being sent."))
            return redirect("desk_letter", letter.pk)
    on = Count("subscriptions", filter=Q(subscriptions__is_on=True))
    lists = MailingList.objects.filter(is_breaking=True).annotate(readers=on)
    rows = [(one, breaking.sent_before(story.pk, one)) for one in lists]
    subject = _("Breaking: %(title)s") % {"title": story.title}
    context = {"story": story, "rows": rows, "subject": request.POST.get("subject", subject[:150])}
    return render(request, "desk/letters/breaking.html", context)
