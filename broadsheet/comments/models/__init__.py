"""The room's models, one idea a file."""

from broadsheet.comments.models.act import Act, ActKind
from broadsheet.comments.models.ban import Ban
from broadsheet.comments.models.count import ReplyCount
from broadsheet.comments.models.decision import Decision
from broadsheet.comments.models.hook import Hook
from broadsheet.comments.models.lesson import Lesson, SieveCount
from broadsheet.comments.models.mark import Mark
from broadsheet.comments.models.reply import Reply, State
from broadsheet.comments.models.rules import Confirm, Order, RepliesSettings
from broadsheet.comments.models.saved import SavedFilter
from broadsheet.comments.models.spent import SpentProof
from broadsheet.comments.models.watch import Pace, Watch

__all__ = [
    "Act",
    "ActKind",
    "Ban",
    "Confirm",
    "Decision",
    "Hook",
    "Lesson",
    "Mark",
    "Order",
    "Pace",
    "RepliesSettings",
    "Reply",
    "ReplyCount",
    "SavedFilter",
    "SieveCount",
    "SpentProof",
    "State",
    "Watch",
]
