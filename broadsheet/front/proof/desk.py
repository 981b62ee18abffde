"""The proof at the desk: a line that fills itself in after a publication and above the editor, and a page of all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets import Button
from wagtail.models import Page

from broadsheet.accounts.models import User
from broadsheet.articles.models import Story
from broadsheet.front.models import Act, Proof
from broadsheet.front.proof import after

PATIENCE = timedelta(seconds=30)
"""How long to wait for a proof that should have begun."""


def addresses() -> list:
    """Hook `register_admin_urls`."""
    return [path("proof/<int:story_id>/", proof, name="desk_proof")]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def proof(request: HttpRequest, story_id: int) -> HttpResponse:
    """The last proof of a story: a page, or with `?part` its inner part alone. POST asks for a new one.

    `?after=SECONDS` (since the epoch) asks for one that is no older: until there is, it is told to be under way.
    """
    story = get_object_or_404(Story, id=story_id)  # pk would overflow on a huge number
    if not story.permissions_for_user(cast(User, request.user)).can_edit():  # nobody else passes the desk's door
        raise PermissionDenied
    if request.method == "POST":
        return _ask(request, story)
    known = Proof.objects.filter(story=story).first()
    state = _state(known, _moment(request.GET.get("after", "")))
    context = {"story": story, "proof": known, "state": state, "summary": _summary(known, state), "on": after.is_on()}
    return render(request, "desk/proof_part.html" if "part" in request.GET else "desk/proof.html", context)


def _ask(request: HttpRequest, story: Story) -> HttpResponse:
    if not after.want(story.pk, Act.ASK):
        messages.error(request, _("This can be done where the paper is served by `broadsheet serve`."))
    return redirect(f"{reverse('desk_proof', args=[story.pk])}?after={timezone.now().timestamp():.3f}")


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(text), UTC) if text else None
    except (ValueError, OverflowError, OSError):
        return None


def _state(known: Proof | None, wanted: datetime | None) -> str:
    """The state of the proof; `running` also where a newer one is about to begin."""
    if wanted is not None and (known is None or known.committed_at < wanted - timedelta(seconds=5)):
        return "running" if timedelta(0) <= timezone.now() - wanted < PATIENCE and after.is_on() else "none"
    return known.state if known else "none"


def _summary(known: Proof | None, state: str) -> str:
    """One line."""
    if state == "none" or known is None:
        running = _("Reading back what readers find …")
        return running if state == "running" else _("No publication of this story was read back yet.")
    count, faults = len(known.lines), len(known.faults)
    match state:
        case "running":
            return _("Reading back what readers find …")
        case "cut off":
            return _("Reading back was cut off, perhaps by a restart.")
        case "visible":
            told = _("Readers find it as it should be in all %(count)d places, the last after %(ms)d ms.")
            return told % {"count": count, "ms": known.slowest}
    return known.trouble or _("In %(faults)d of %(count)d places readers find something else.") % {
        "faults": faults,
        "count": count,
    }


def tell(request: HttpRequest, page: Page, *others: Any) -> None:
    """Hooks `after_publish_page`, `after_unpublish_page`, `after_move_page`: a message that fills itself in."""
    if page.specific_class is not Story or not after.is_on():
        return
    address = reverse("desk_proof", args=[page.pk])
    line = format_html(
        '<span data-proof="{}?part=1&amp;after={}" role="status">{}</span>',
        address,
        f"{timezone.now().timestamp():.3f}",
        _("Reading back what readers find …"),
    )
    messages.info(request, line, buttons=[messages.button(address, _("All places"))])


def tell_if_approved(request: HttpRequest, page: Page) -> None:
    """Hook `after_edit_page`: the same after an approval that published, for which Wagtail has no hook of its own."""
    is_out = Page.objects.filter(pk=page.pk, live=True, live_revision=F("latest_revision")).exists
    if "action-workflow-action" in request.POST and is_out():
        tell(request, page)


def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Hook `register_page_header_buttons`: the way to the proof of a story."""
    if page.specific_class is Story:
        yield Button(_("What readers find"), reverse("desk_proof", args=[page.pk]), icon_name="view", priority=66)


def script() -> SafeString:
    """Hook `insert_global_admin_js`: what fills the lines in."""
    return format_html(
        '<script type="module" src="{}" data-proof-address="{}"></script>',
        versioned_static("desk/proof.js"),
        reverse("desk_proof", args=[0]),
    )


def stylesheet() -> SafeString:
    """Hook `insert_global_admin_css`."""
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("desk/proof.css"))
