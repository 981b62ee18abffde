"""Who writes: somebody known to write well, or somebody new."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from broadsheet.comments.models import State
from broadsheet.comments.phases.draft import Draft
from broadsheet.comments.phases.options import Optioned, flag, number
from broadsheet.comments.phases.past import MOST
from broadsheet.comments.phases.verdict import Finding, Word

AGAINST = (State.REFUSED, State.SPAM)


@dataclass(frozen=True)
class Newsroom(Optioned):
    """Lets through whoever is signed in to the desk."""

    name = "newsroom"
    title = gettext_lazy("The newsroom")
    help = gettext_lazy("Lets replies of people who are signed in to the desk past all phases below this one.")
    replays = False

    def __call__(self, draft: Draft) -> Finding | None:
        """A pass that ends the pipeline."""
        if draft.user is None:
            return None
        return Finding(Word.PASS, "newsroom", _("Written by the newsroom."), final=True)


@dataclass(frozen=True)
class KnownGood(Optioned):
    """Lets through, past all later phases, whoever has many approved replies and none that was turned down."""

    name = "known"
    title = gettext_lazy("Known commenters")
    help = gettext_lazy(
        "Lets replies from e-mail addresses that have so many approved replies, and none that was refused or spam "
        "among the last 60, past all phases below this one."
    )
    least: int = number(5, 1, MOST, gettext_lazy("Approved replies"), gettext_lazy("From so many on."))
    confirmed: bool = flag(
        True,
        gettext_lazy("Only confirmed addresses"),
        gettext_lazy(
            "Anybody can write somebody else's e-mail address into the form; a confirmed one is more certain."
        ),
    )

    def __call__(self, draft: Draft) -> Finding | None:
        """A pass that ends the pipeline."""
        known = draft.known
        approved = known.of_person(State.APPROVED)
        if approved < self.least or known.of_person(*AGAINST) or (self.confirmed and not known.is_confirmed):
            return None
        words = _("%(count)d replies from this e-mail address were approved, none turned down.") % {"count": approved}
        return Finding(Word.PASS, "known", words, final=True)


@dataclass(frozen=True)
class Newcomer(Optioned):
    """Holds a person's first replies."""

    name = "newcomer"
    title = gettext_lazy("New commenters")
    help = gettext_lazy("Holds replies from an e-mail address until so many from it were approved.")
    first: int = number(1, 1, MOST, gettext_lazy("Replies held"), gettext_lazy("So many must be approved first."))

    def __call__(self, draft: Draft) -> Finding | None:
        """A hold that says how many were approved."""
        approved = draft.known.of_person(State.APPROVED)
        if approved >= self.first:
            return None
        words = ngettext(
            "New here: %(count)d reply from this e-mail address was approved.",
            "New here: %(count)d replies from this e-mail address were approved.",
            approved,
        )
        return Finding(Word.HOLD, "newcomer", words % {"count": approved})


@dataclass(frozen=True)
class Everything(Optioned):
    """Holds whatever comes this far."""

    name = "all"
    title = gettext_lazy("Everything else")
    help = gettext_lazy("Holds every reply that comes this far, so that nothing is public before a moderator saw it.")
    on = False

    def __call__(self, draft: Draft) -> Finding | None:
        """A hold."""
        return Finding(Word.HOLD, "all", _("Every reply is looked at first."))
