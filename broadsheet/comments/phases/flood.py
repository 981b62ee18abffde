"""Too many replies from one address or one network in a short time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.comments.models.ban import BanKind
from broadsheet.comments.phases.draft import Draft
from broadsheet.comments.phases.options import Optioned, number
from broadsheet.comments.phases.past import MOST
from broadsheet.comments.phases.verdict import Finding, Word


@dataclass(frozen=True)
class Flood(Optioned):
    """Refuses what comes after more than so many replies from one address, or from one /24 or /48 network."""

    name = "flood"
    title = gettext_lazy("Flood")
    help = gettext_lazy(
        "Refuses replies from an internet address, or from its network (/24, for IPv6 /48), that has sent many just "
        "now. The reader is told to wait."
    )
    minutes: int = number(10, 1, 1440, gettext_lazy("Minutes"), gettext_lazy("How far back replies are counted."))
    address: int = number(6, 1, MOST - 10, gettext_lazy("From one address"), gettext_lazy("So many are let in."))
    network: int = number(20, 1, MOST - 10, gettext_lazy("From one network"), gettext_lazy("So many are let in."))

    def __call__(self, draft: Draft) -> Finding | None:
        """A refusal that says when to try again."""
        since = draft.now - timedelta(minutes=self.minutes)
        for kind, most in ((BanKind.ADDRESS, self.address), (BanKind.SUBNET, self.network)):
            count = draft.known.since(kind, since)
            if count >= most:
                return Finding(Word.REFUSE, f"flood-{kind}", self._words(kind, count), told=True)
        return None

    def _words(self, kind: BanKind, count: int) -> str:
        values = {"count": count, "minutes": self.minutes}
        if kind == BanKind.ADDRESS:
            return _("%(count)d replies came from your address in the last %(minutes)d minutes. Please wait.") % values
        return _("%(count)d replies came from your network in the last %(minutes)d minutes. Please wait.") % values
