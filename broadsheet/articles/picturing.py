"""When a story is published, the sizes of its pictures are made by the worker, before readers ask for them."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from broadsheet.articles.body import images_of
from broadsheet.articles.models import Story
from broadsheet.media.tasks import make_renditions_task

LEAD = ["lead", "teaser", "thumb"]
INLINE = ["inline"]
PORTRAIT = ["portrait"]


@receiver(page_published, sender=Story)
def make_pictures(sender: type[Story], instance: Story, **_: Any) -> None:
    """Enqueue the pictures of `instance`; Wagtail calls this after the commit."""
    shapes = {image.pk: INLINE for image in images_of(instance.body) if image}
    portraits = instance.bylines.filter(author__portrait__isnull=False)
    shapes |= {byline.author.portrait_id: PORTRAIT for byline in portraits}
    if instance.lead_image_id:
        shapes[instance.lead_image_id] = LEAD + shapes.get(instance.lead_image_id, [])
    for image_id, names in shapes.items():
        make_renditions_task.enqueue(image_id, names)
