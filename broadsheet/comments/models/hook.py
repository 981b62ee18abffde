"""Where a paper's own programs (a chat, a pager) are told that replies wait."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Hook(models.Model):
    """The one address that is told; `key` signs what is sent, `user` is in whose name the links in it act.

    `told_until`: replies that came in until then were told of; `failed_at` and `failure`: what went wrong last.
    """

    url = models.URLField(_("address"), max_length=500)
    key = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    told_until = models.DateTimeField()
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.url
