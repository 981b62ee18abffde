"""Pausing, resuming and cancelling a letter that is under way. What is in a sender's hands is still sent."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from broadsheet.edge.tags import bump
from broadsheet.newsletter import tags
from broadsheet.newsletter.freezing import LetterError
from broadsheet.newsletter.ledger import drop_cancelled
from broadsheet.newsletter.models import Letter, LetterState


def pause(letter_id: int) -> None:
    """Send no more of it until it is resumed. Raises LetterError where it is not being sent."""
    _move(letter_id, [LetterState.SENDING], LetterState.PAUSED)


def resume(letter_id: int) -> None:
    """Go on. Raises LetterError where it is not paused."""
    _move(letter_id, [LetterState.PAUSED], LetterState.SENDING)


@transaction.atomic
def cancel(letter_id: int) -> None:
    """Send no more of it, ever; who has not got it is excluded. Raises LetterError where it is not under way."""
    _move(letter_id, [LetterState.SENDING, LetterState.PAUSED], LetterState.CANCELLED)
    Letter.objects.filter(pk=letter_id).update(finished_at=timezone.now())
    drop_cancelled()


@transaction.atomic
def _move(letter_id: int, states: Sequence[LetterState], to: LetterState) -> None:
    letter = Letter.objects.select_for_update(of=("self",)).only("pk", "state", "mailing_list").get(pk=letter_id)
    if letter.state not in states:
        raise LetterError(f"That cannot be done with a letter in the state “{letter.get_state_display()}”.")
    Letter.objects.filter(pk=letter_id).update(state=to)
    bump(tags.letters(letter.mailing_list_id))
