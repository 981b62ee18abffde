"""What a change of a picture touches. Wagtail's views save and delete pictures, so this hangs on signals."""

from __future__ import annotations

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from broadsheet.edge.tags import bump
from broadsheet.media.models import Image, Rendition
from broadsheet.media.tags import picture


@receiver(post_save, sender=Image)
def picture_saved(sender: type[Image], instance: Image, created: bool, **kwargs: object) -> None:
    """A new picture is on no page yet."""
    if not created:
        bump(picture(instance.pk))


@receiver(post_delete, sender=Image)
def picture_deleted(sender: type[Image], instance: Image, **kwargs: object) -> None:
    """What showed it shows it no more."""
    bump(picture(instance.pk))


@receiver(post_save, sender=Rendition)
@receiver(post_delete, sender=Rendition)
def size_changed(sender: type[Rendition], instance: Rendition, **kwargs: object) -> None:
    """Pages link a size that is made by its file, another by the address that makes it."""
    bump(picture(instance.image_id))
