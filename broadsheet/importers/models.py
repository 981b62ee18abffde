"""What was imported from where, so that nothing is imported twice and every old address leads on."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SILENCE = timedelta(minutes=10)
"""After so long without a word of it, a run is taken for broken off; no step of one is silent half as long."""


class ImportedPage(models.Model):
    """A page that became a story. `source` is its address, or its headline where it has none."""

    source = models.CharField(max_length=2000, unique=True)
    fingerprint = models.CharField(max_length=64)
    story = models.ForeignKey("broadsheet_articles.Story", models.CASCADE, related_name="+")
    imported_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.source


class Move(models.Model):
    """A paper that moves in, or has: one row for each site that exports came from."""

    source = models.CharField(max_length=300, unique=True, help_text="Its address.")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    position = models.PositiveBigIntegerField(default=0, help_text="Items of the running export that are done.")
    export = models.CharField(max_length=64, blank=True, help_text="Which export and which choices that is.")
    report = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.source


class ArrivalKind(models.TextChoices):
    """What wrote the file."""

    WORDPRESS = "wordpress", _("WordPress (.xml, .xml.gz, .zip)")
    GHOST = "ghost", _("Ghost (.json)")
    FEED = "feed", _("A feed (RSS, Atom, JSON)")


class ArrivalState(models.TextChoices):
    """How far a file has come."""

    WAITING = "waiting", _("Waits for the worker")
    RUNNING = "running", _("Moves in")
    DONE = "done", _("Done")
    FAILED = "failed", _("Refused")


class Arrival(models.Model):
    """A file that somebody gave to the desk, to move a paper in: what is wished, and how far that has come."""

    kind = models.CharField(_("written by"), max_length=12, choices=ArrivalKind, default=ArrivalKind.WORDPRESS)
    name = models.CharField(max_length=200)
    file = models.CharField(max_length=100, help_text="Its name in the home's folder of arrivals.")
    url = models.CharField(_("address of the old paper"), max_length=300, blank=True)
    only_try = models.BooleanField(_("only try: keep nothing of it"), default=True)
    fetch_pictures = models.BooleanField(_("fetch pictures from where they are"), default=False)
    state = models.CharField(max_length=8, choices=ArrivalState, default=ArrivalState.WAITING)
    step = models.CharField(max_length=60, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    report = models.JSONField(default=dict)
    fault = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(default=timezone.now, help_text="When it was last heard of.")

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_under_way(self) -> bool:
        """Whether there is something to wait for."""
        return self.state in (ArrivalState.WAITING, ArrivalState.RUNNING)

    @property
    def is_broken_off(self) -> bool:
        """Whether it was running and nothing was heard of it since: its worker was killed."""
        return self.state == ArrivalState.RUNNING and timezone.now() - self.seen_at > SILENCE

    @property
    def per_cent(self) -> int | None:
        """How much of the step is done; None where that cannot be told."""
        return min(100, self.done * 100 // self.total) if self.total else None


class Moved(models.Model):
    """One thing of the source and what became of it here; `target` is None for what has no place here."""

    move = models.ForeignKey(Move, models.CASCADE, related_name="things")
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=190)
    target = models.BigIntegerField(null=True)
    read = models.CharField(max_length=32, blank=True, help_text="Hash of what was read.")
    written = models.CharField(max_length=32, blank=True, help_text="Hash of what was written here.")
    notes = models.JSONField(default=list, help_text="What was left out or changed, and why.")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["move", "kind", "key"], name="moved_once")]
        indexes: ClassVar = [models.Index(fields=["kind", "target"], name="moved_to")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} -> {self.target}"


class OldAddress(models.Model):
    """A path of a paper that moved in, and what answers there now: looked up only where nothing else answers."""

    move = models.ForeignKey(Move, models.CASCADE, related_name="addresses")
    digest = models.CharField(max_length=32, unique=True, help_text="Hash of the path: it may be of any length.")
    ending = models.CharField(max_length=32, help_text="Hash of the last part of the path.")
    path = models.TextField()
    kind = models.CharField(max_length=12)
    target = models.BigIntegerField(null=True)
    url = models.TextField(blank=True, help_text="Where it leads, if not to something of ours.")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["ending"], name="old_address_ending")]

    def __str__(self) -> str:
        return self.path
