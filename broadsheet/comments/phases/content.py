"""What a reply says: links, words, capitals, heaps of marks."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from broadsheet.comments.linking import foreign, links_in
from broadsheet.comments.phases import wordlists
from broadsheet.comments.phases.draft import Draft
from broadsheet.comments.phases.manner import capitals, heaped
from broadsheet.comments.phases.options import Optioned, lines, number, outcome, word_list
from broadsheet.comments.phases.verdict import Finding, Word

_LIST_HELP = gettext_lazy(
    "One entry a line: a word, or several in a row. A star stands for any letters (casino* finds casinos). Case "
    "makes no difference; parts of words are never found (Scunthorpe is safe). # begins a note."
)


@dataclass(frozen=True)
class Links(Optioned):
    """Holds or refuses what links elsewhere more often than readers do."""

    name = "links"
    title = gettext_lazy("Links")
    help = gettext_lazy(
        "Stops replies with more links to other places than this. Links to the paper itself do not count."
    )
    most: int = number(1, 0, 50, gettext_lazy("Links that pass"))
    allowed: str = lines(gettext_lazy("Hosts that do not count"), gettext_lazy("One a line, as in wikipedia.org."))
    then: str = outcome()

    def __call__(self, draft: Draft) -> Finding | None:
        """How many links there are, and where they lead."""
        own = [urlsplit(settings.PUBLIC_URL).hostname or "", *self.allowed.split()]
        found = foreign(links_in(f"{draft.text} {draft.website}"), own)
        if len(found) <= self.most:
            return None
        words = ngettext("%(count)d link: %(hosts)s.", "%(count)d links: %(hosts)s.", len(found))
        hosts = ", ".join(list(dict.fromkeys(one.host for one in found))[:5])
        return Finding(Word(self.then), "links", words % {"count": len(found), "hosts": hosts})


@dataclass(frozen=True)
class _Words(Optioned):
    """Finds the entries of a list in name and text."""

    words: str = lines(gettext_lazy("Words"), _LIST_HELP, word_list)

    def found(self, draft: Draft) -> str:
        """The entries found, in words; "" for none."""
        hits = wordlists.hits(f"{draft.name}\n{draft.text}\n{draft.website}", self.words)
        return ", ".join(f"“{hit.entry}”" for hit in hits[:5])


@dataclass(frozen=True)
class RefusedWords(_Words):
    """Refuses what has a word of the list."""

    name = "refused-words"
    title = gettext_lazy("Words that are refused")
    help = gettext_lazy("Refuses replies with any of these words, and tells the reader which.")

    def __call__(self, draft: Draft) -> Finding | None:
        """The words."""
        found = self.found(draft)
        reason = _("These words are not accepted here: %(words)s.") % {"words": found}
        return Finding(Word.REFUSE, "word-refused", reason, told=True) if found else None


@dataclass(frozen=True)
class HeldWords(_Words):
    """Holds what has a word of the list."""

    name = "held-words"
    title = gettext_lazy("Words that are held")
    help = gettext_lazy("Holds replies with any of these words for a moderator.")

    def __call__(self, draft: Draft) -> Finding | None:
        """The words."""
        found = self.found(draft)
        reason = _("Words of the list: %(words)s.") % {"words": found}
        return Finding(Word.HOLD, "word-held", reason) if found else None


@dataclass(frozen=True)
class Manner(Optioned):
    """Refuses heaps of marks, holds what shouts."""

    name = "manner"
    title = gettext_lazy("Capitals and heaped marks")
    help = gettext_lazy(
        "Refuses replies with marks heaped upon letters until they run over the lines around, and holds those written "
        "mostly in capitals if you set a share."
    )
    share: int = number(
        101, 30, 101, gettext_lazy("Capitals in per cent"), gettext_lazy("Held from this share on; 101: never.")
    )

    def __call__(self, draft: Draft) -> Finding | None:
        """What is wrong with how it is written."""
        if heaped(draft.text) or heaped(draft.name):
            return Finding(
                Word.REFUSE, "marks", _("Marks are heaped upon the letters. Please write plainly."), told=True
            )
        share = round(capitals(draft.text) * 100)
        if share >= self.share:
            return Finding(Word.HOLD, "capitals", _("%(share)d per cent capitals.") % {"share": share})
        return None
