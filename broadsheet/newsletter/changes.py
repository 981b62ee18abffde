"""What a change of the lists touches."""

from __future__ import annotations

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from broadsheet.edge.tags import bump
from broadsheet.newsletter import tags
from broadsheet.newsletter.models import MailingList


@receiver(post_save, sender=MailingList)
@receiver(post_delete, sender=MailingList)
def lists_changed(sender: type[Model], **kwargs: object) -> None:
    """Every page that offers the lists may look different."""
    bump(tags.LISTS)
