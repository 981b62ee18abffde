"""The proof of one story: its places read back and compared; the last one is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from broadsheet.articles import tags
from broadsheet.articles.models import Story
from broadsheet.edge.models import Generation
from broadsheet.front.models import Act, Proof
from broadsheet.front.proof.comparing import Line, compare
from broadsheet.front.proof.reading import Reader, UnreachableServerError
from broadsheet.front.proof.surfaces import surfaces_of


def prove(
    story: Story,
    act: Act,
    committed_at: datetime,
    left: Sequence[int] = (),
    server: str = "",
    said: Callable[[Line], None] = lambda line: None,
) -> Proof:
    """Reads every place that should show `story`, or should no more, and keeps what was found.

    `said` is told each line as it is found. `server` is where the paper is served, if not where the settings say.
    """
    proof = Proof(story=story, act=act, committed_at=committed_at)
    proof.save()
    lines: list[Line] = []
    try:
        number = Generation.objects.filter(tag=tags.story(story.pk)).values_list("number", flat=True).first() or 0
        for line in compare(surfaces_of(story, left), Reader(server).read, committed_at.timestamp(), number):
            lines.append(line)
            said(line)
    except UnreachableServerError as error:
        proof.trouble = _("No server answers: %s. Is the paper being served, and at this address?") % error
    if lines and not lines[0].through_edge and not proof.trouble and not lines[0].fault:
        proof.trouble = _("A server answers, but no edge: what it sends is made anew each time, and proves nothing.")
    proof.lines = [line.as_json() for line in lines]
    proof.finished_at = timezone.now()
    proof.save()
    return proof
