"""What a change of the lists and of letters touches."""

from __future__ import annotations

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from broadsheet.edge.tags import bump
from broadsheet.newsletter import tags
from broadsheet.newsletter.models import Letter, MailingList


@receiver(post_save, sender=MailingList)
@receiver(post_delete, sender=MailingList)
def lists_changed(sender: type[Model], **kwargs: object) -> None:
    """Every page that offers the lists may look different."""
    bump(tags.LISTS)


@receiver(post_save, sender=Letter)
@receiver(post_delete, sender=Letter)
def letter_changed(sender: type[Model], instance: Letter, **kwargs: object) -> None:
    """The pages of its list may look different. (A letter that begins or is cancelled is written by `update`.)"""
    bump(tags.letters(instance.mailing_list_id))
