"""Offers a note to those who were sent a story that has been corrected."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import Page

from broadsheet.articles.models import Story
from broadsheet.newsletter import notes
from broadsheet.newsletter.desk.gate import SEND, for_those_who_send


def offer(request: HttpRequest, page: Page) -> None:
    """Hook `after_publish_page`: says that a story which was corrected has been mailed, and leads to the note."""
    if isinstance(page, Story) and request.user.has_perm(SEND) and notes.corrections_since(page.pk):
        button = messages.button(reverse("desk_note", args=[page.pk]), _("Write a note to them"))
        messages.warning(request, _("This story was sent by letter before it was corrected."), buttons=[button])


@require_http_methods(["GET", "HEAD", "POST"])
@for_those_who_send
def note(request: HttpRequest, story_id: int) -> HttpResponse:
    """GET: what would be told, and to how many. POST: drafts of it, one for each list, to be looked at and sent."""
    story = get_object_or_404(Story, id=story_id)
    if request.method == "POST":
        made = notes.write(story)
        if len(made) == 1:
            return redirect("desk_letter", made[0].pk)
        if made:
            messages.success(request, _("A draft was made for each list: look at them and send them."))
            return redirect("wagtailsnippets_broadsheet_newsletter_letter:list")
    context = {
        "story": story,
        "corrections": notes.corrections_since(story.pk),
        "lists": notes.lists_that_had(story.pk),
    }
    return render(request, "desk/letters/note.html", context)
