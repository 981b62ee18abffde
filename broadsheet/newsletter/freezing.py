"""Writing down who gets a letter: once, in steps that may be killed at any moment and go on where they stood.

Candidates are those whose subscription is older than the beginning of the letter and on when the step reaches it; each
has a row, also who
is excluded from the beginning. One statement of SQL makes the rows of a step, so that no row passes through Python.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from broadsheet.accounts.models import User
from broadsheet.edge.tags import bump
from broadsheet.newsletter import tags
from broadsheet.newsletter.counting import marked
from broadsheet.newsletter.models import Delivery, Letter, LetterState, Subscription

STEP = 20_000
"""Subscriptions of one transaction: on SQLite others cannot write meanwhile."""
_ROWS_OF_A_NOTE = """
INSERT INTO broadsheet_newsletter_delivery (letter_id, subscriber_id, state, reason, attempts, doubts, at)
SELECT %s, one.subscriber_id, CASE one.reason WHEN '' THEN 'prepared' ELSE 'excluded' END, one.reason, 0, 0, %s
FROM (
    SELECT wish.id, wish.subscriber_id, CASE
        WHEN reader.refusal <> '' THEN reader.refusal
        WHEN NOT wish.is_on THEN 'unsubscribed'
        WHEN EXISTS (
            SELECT 1 FROM broadsheet_newsletter_delivery AS other
            JOIN broadsheet_newsletter_letter AS note ON note.id = other.letter_id
            WHERE other.subscriber_id = reader.id AND note.note = %s AND note.id <> %s AND other.state <> 'excluded'
        ) THEN 'told'
        ELSE '' END AS reason
    FROM broadsheet_newsletter_subscription AS wish
    JOIN broadsheet_newsletter_subscriber AS reader ON reader.id = wish.subscriber_id
    WHERE wish.mailing_list_id = %s AND wish.id > %s AND wish.id <= %s AND EXISTS (
        SELECT 1 FROM broadsheet_newsletter_delivery AS had
        JOIN broadsheet_newsletter_letter AS letter ON letter.id = had.letter_id
        JOIN broadsheet_newsletter_letterstory AS told ON told.letter_id = letter.id
        WHERE had.subscriber_id = reader.id AND had.state = 'handed' AND letter.mailing_list_id = wish.mailing_list_id
            AND told.story_id = %s
    )
) AS one
WHERE TRUE
ORDER BY one.id
ON CONFLICT (letter_id, subscriber_id) DO NOTHING
"""
"""Of a note the candidates are who was handed the story, also those who have left the list since."""
_ROWS = """
INSERT INTO broadsheet_newsletter_delivery (letter_id, subscriber_id, state, reason, attempts, doubts, at)
SELECT %s, one.subscriber_id, CASE reader.refusal WHEN '' THEN 'prepared' ELSE 'excluded' END, reader.refusal, 0, 0, %s
FROM broadsheet_newsletter_subscription AS one
JOIN broadsheet_newsletter_subscriber AS reader ON reader.id = one.subscriber_id
WHERE one.mailing_list_id = %s AND one.is_on AND one.id > %s AND one.id <= %s
ORDER BY one.id
ON CONFLICT (letter_id, subscriber_id) DO NOTHING
"""


class LetterError(Exception):
    """What was asked cannot be done with a letter in its state; the text says why."""


@transaction.atomic
def begin(letter_id: int, html: str, text: str, by: User | None = None) -> Letter:
    """Fix the words of a draft; from now on it is under way. Raises LetterError where it is no draft."""
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter_id)
    if letter.state != LetterState.DRAFT:
        raise LetterError(f"It is no draft any more: {letter.get_state_display()}.")
    last = Subscription.objects.aggregate(last=Max("pk"))["last"] or 0
    html = marked(letter, html) if letter.mailing_list.counts else html
    letter.html, letter.text, letter.begun_by, letter.begun_at = html, text, by, timezone.now()
    letter.frozen_end, letter.state = last, LetterState.FREEZING
    bump(tags.letters(letter.mailing_list_id))
    Letter.objects.filter(pk=letter.pk).update(
        **{name: getattr(letter, name) for name in ("html", "text", "begun_by", "begun_at", "frozen_end", "state")}
    )
    return letter


def freeze(letter_id: int) -> None:
    """Write down all recipients; safe to call again after a crash, or by two at once."""
    while _step(letter_id):
        pass


@transaction.atomic
def _step(letter_id: int) -> bool:
    """Whether there is more to do."""
    letter = Letter.objects.select_for_update(of=("self",)).defer("html", "text").get(pk=letter_id)
    if letter.state != LetterState.FREEZING:
        return False
    end, now = min(letter.frozen_to + STEP, letter.frozen_end), timezone.now()
    with connection.cursor() as cursor:
        at, span = connection.ops.adapt_datetimefield_value(now), [letter.mailing_list_id, letter.frozen_to, end]
        if letter.corrects_id is None:
            cursor.execute(_ROWS, [letter.pk, at, *span])
        else:
            cursor.execute(_ROWS_OF_A_NOTE, [letter.pk, at, letter.note, letter.pk, *span, letter.corrects_id])
    if end < letter.frozen_end:
        Letter.objects.filter(pk=letter.pk).update(frozen_to=end)
        return True
    count = Delivery.objects.filter(letter=letter).count()
    Letter.objects.filter(pk=letter.pk).update(
        frozen_to=end, candidates=count, frozen_at=now, state=LetterState.SENDING
    )
    return False
