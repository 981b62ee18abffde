"""Proofs of work that were used, so that none is used twice."""

from __future__ import annotations

from django.db import models


class SpentProof(models.Model):
    """The signature of a challenge whose solution came with a reply; forgotten after `until`, when it holds no more."""

    signature = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.signature[:12]
