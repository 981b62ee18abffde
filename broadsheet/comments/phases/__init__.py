"""The pipeline: phases in their order, each of which lets a reply pass, holds it for a moderator, or refuses it.

A phase is called with a `Draft` and gives a `Finding`, or None where it has nothing to say. Each finding has its reason
in words, which the moderator reads, and the reader too where the phase is `told`.
"""

from broadsheet.comments.phases.draft import Draft
from broadsheet.comments.phases.judging import judge
from broadsheet.comments.phases.verdict import Finding, Phase, Verdict, Word

__all__ = ["Draft", "Finding", "Phase", "Verdict", "Word", "judge"]
