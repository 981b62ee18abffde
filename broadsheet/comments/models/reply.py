"""The reply, as a reader or somebody of the newsroom wrote it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from typing import Unpack

    from broadsheet.accounts.models import User
    from broadsheet.comments.states import Why

LONGEST_NAME = 80
LONGEST_TEXT = 100_000
"""Characters that a row holds; what a reader may write is a rule of the pipeline and far less."""


class State(models.TextChoices):
    """What a reply is at the moment; only APPROVED is public."""

    UNCONFIRMED = "unconfirmed", _("Waits for the reader's confirmation")
    HELD = "held", _("Waits for a moderator")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    SPAM = "spam", _("Spam")
    DELETED = "deleted", _("Deleted")


class ReplyQuerySet(models.QuerySet["Reply"]):
    """Many replies."""

    def public(self) -> ReplyQuerySet:
        """Those that every reader sees."""
        return self.filter(state=State.APPROVED)

    def waiting(self) -> ReplyQuerySet:
        """Those that a moderator has to look at, the longest waiting first."""
        return self.filter(state=State.HELD).order_by("posted_at", "pk")

    def began_to_wait(self, after: datetime, until: datetime) -> ReplyQuerySet:
        """Those that wait for a moderator since a moment after `after`, `until` at the latest, in that order."""
        return self.filter(state=State.HELD, waits_since__gt=after, waits_since__lte=until).order_by(
            "waits_since", "pk"
        )

    def locked(self) -> list[Reply]:
        """The rows, locked for this transaction in one order, so that no two wait for each other in a circle.

        Their keys are not: whoever answers one of them looks at commit whether it is there, and would wait too.
        """
        return list(self.select_for_update(of=("self",), no_key=True).order_by("pk"))

    def of(self, email: str) -> ReplyQuerySet:
        """Those of the person with this e-mail address."""
        return self.filter(email=email.strip().lower())


class Reply(models.Model):
    """One reply to a story. Its state changes by `become` alone.

    `path` places it in its thread: a fixed number of characters for each reply above it and for itself, of its time and
    of chance, so that replies in the order of their paths are a thread read from top to bottom (`comments.paths`).
    """

    story = models.ForeignKey("broadsheet_articles.Story", models.CASCADE, related_name="+")
    parent = models.ForeignKey("self", models.SET_NULL, null=True, related_name="answers", db_index=False)
    root = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", db_index=False)
    depth = models.PositiveIntegerField(default=0)
    thread = models.CharField(max_length=12)
    path = models.CharField(max_length=132)

    state = models.CharField(_("state"), max_length=12, choices=State)
    phase = models.CharField(_("phase"), max_length=40, blank=True, help_text=_("Which phase or person decided."))
    code = models.CharField(_("code"), max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    trace = models.JSONField(default=list, help_text=_("What each phase found when the reply came in."))

    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    email = models.EmailField(_("e-mail address"), blank=True)
    website = models.URLField(_("website"), blank=True)
    text = models.TextField(_("text"))
    posted_at = models.DateTimeField(_("posted"))
    edited_at = models.DateTimeField(_("edited"), null=True)
    approved_at = models.DateTimeField(_("approved"), null=True)
    waits_since = models.DateTimeField(null=True, help_text=_("Since when it has been held; empty where it is not."))
    featured = models.BooleanField(_("featured"), default=False)
    likes = models.PositiveIntegerField(default=0)
    reports = models.PositiveIntegerField(default=0)

    ip = models.GenericIPAddressField(_("address"), null=True)
    ip_hash = models.CharField(max_length=32, blank=True)
    subnet = models.CharField(_("network"), max_length=43, blank=True)
    agent = models.CharField(_("browser"), max_length=200, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=60, blank=True, help_text=_("As what somebody of the newsroom wrote this."))
    by_author = models.BooleanField(default=False, help_text=_("Written by an author of the story."))

    token = models.CharField(max_length=32, help_text=_("The same for the same reply sent twice."))
    notify = models.BooleanField(_("wants to hear of answers"), default=False)
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True)

    objects: ClassVar[ReplyQuerySet] = ReplyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        constraints: ClassVar = [models.UniqueConstraint(fields=["story", "token"], name="reply_once")]
        indexes: ClassVar = [
            # With the state in front, not partial: SQLite does not see that a query's parameter meets a condition.
            models.Index(fields=["story", "state", "path"], name="reply_oldest"),
            models.Index(fields=["story", "state", "-thread", "path"], name="reply_newest"),
            models.Index(fields=["state", "-approved_at", "-id"], name="reply_public"),
            models.Index(fields=["story", "state", "featured"], name="reply_featured"),
            models.Index(fields=["state", "posted_at", "id"], name="reply_by_state"),
            # What moderators seldom filter by, and is rare: the queue asks with the conditions' own words.
            models.Index(fields=["state", "posted_at", "id"], name="reply_reported", condition=Q(reports__gt=0)),
            models.Index(fields=["state", "posted_at", "id"], name="reply_picked", condition=Q(featured=True)),
            models.Index(fields=["waits_since"], name="reply_waits", condition=Q(waits_since__isnull=False)),
            models.Index(fields=["phase", "state", "posted_at", "id"], name="reply_by_phase"),
            models.Index(fields=["email", "-posted_at"], name="reply_by_email"),
            models.Index(fields=["ip", "-posted_at"], name="reply_by_address"),
            models.Index(fields=["subnet", "-posted_at"], name="reply_by_network"),
            models.Index(fields=["-posted_at", "-id"], name="reply_by_time"),
            models.Index(fields=["parent"], name="reply_answers"),
            models.Index(fields=["root"], name="reply_thread", condition=Q(root__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}"

    @property
    def is_public(self) -> bool:
        """Whether every reader sees it."""
        return self.state == State.APPROVED

    def become(self, state: State, by: User | None = None, **why: Unpack[Why]) -> bool:
        """Let the reply be `state` from now on; `why`: phase, code, reason, at. False where it was so already.

        Row, counts, the record of the decision and the tags of what it touches are one transaction
        (`comments.states.become`, which says more). Raises Reply.DoesNotExist where it is gone.
        """
        from broadsheet.comments.states import become

        return become(self, state, by, **why)

    def closes(self, minutes: int) -> datetime:
        """Until when its writer may change it."""
        from datetime import timedelta

        return self.posted_at + timedelta(minutes=minutes)
