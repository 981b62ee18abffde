"""What was imported from where, so that nothing is imported twice and every old address leads on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


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
