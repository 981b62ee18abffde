"""Who was banned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.comments.models.ban import BanKind
from broadsheet.comments.phases.draft import Draft
from broadsheet.comments.phases.options import Optioned, flag, outcome
from broadsheet.comments.phases.past import Standing
from broadsheet.comments.phases.verdict import Finding, Word


@dataclass(frozen=True)
class Banned(Optioned):
    """Refuses or holds what comes from a banned internet address, network or e-mail address."""

    name = "ban"
    title = gettext_lazy("Bans")
    help = gettext_lazy("Stops replies from addresses, networks and e-mail addresses that a moderator has banned.")
    replays: ClassVar[bool] = False
    then: str = outcome(Word.REFUSE)
    told: bool = flag(
        True,
        gettext_lazy("Tell the reader"),
        gettext_lazy("Until when the ban lasts. Off: only that the reply cannot be taken."),
    )

    def __call__(self, draft: Draft) -> Finding | None:
        """What bans there are, the longest first."""
        if not draft.known.bans:
            return None
        ban = max(draft.known.bans, key=lambda one: (one.until is None, one.until))
        return Finding(Word(self.then), f"ban-{ban.kind}", _words(ban), told=self.told)


def _words(ban: Standing) -> str:
    what = {
        BanKind.ADDRESS: _("Replies from this internet address"),
        BanKind.SUBNET: _("Replies from this network"),
        BanKind.EMAIL: _("Replies with this e-mail address"),
    }[BanKind(ban.kind)]
    if ban.until is None:
        return _("%(what)s are not accepted.") % {"what": what}
    until = date_format(localtime(ban.until), "DATETIME_FORMAT")
    return _("%(what)s are not accepted until %(until)s.") % {"what": what, "until": until}
