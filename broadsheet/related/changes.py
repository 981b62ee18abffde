"""What has changed is told to the worker: a story published, changed, taken down, deleted.

It may be late, so it hangs on what Wagtail sends after the commit; only a story made live at one blow, as importers
make them, sends nothing but `post_save`.
"""

from __future__ import annotations

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from broadsheet.articles.models import Story
from broadsheet.related.tasks import refresh_task


@receiver(page_published, sender=Story)
@receiver(page_unpublished, sender=Story)
@receiver(post_delete, sender=Story)
def changed(sender: type[Story], instance: Story, **kwargs: object) -> None:
    """Readers see something else of the story, or nothing."""
    refresh_task.enqueue(instance.pk)


@receiver(post_save, sender=Story)
def made(sender: type[Story], instance: Story, created: bool, **kwargs: object) -> None:
    """A story that was made live."""
    if created and instance.live:
        refresh_task.enqueue(instance.pk)
