"""Sign-ups that nobody has confirmed yet."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Asking(models.Model):
    """Somebody typed an address into the form. Kept until its link holds no longer, then it goes."""

    email = models.EmailField(_("e-mail"))
    lists = models.JSONField(_("lists"), default=list)
    network = models.CharField(_("network, as a keyed hash"), max_length=32, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)

    class Meta:
        verbose_name = _("sign-up that waits")
        verbose_name_plural = _("sign-ups that wait")
        indexes: ClassVar = [
            models.Index(fields=["email", "-at"], name="newsletter_asked"),
            models.Index(fields=["network", "-at"], name="newsletter_asked_from"),
            models.Index(fields=["at"], name="newsletter_asked_at"),
        ]

    def __str__(self) -> str:
        return f"sign-up {self.pk}"
