"""Work on pictures that nobody waits for."""

from __future__ import annotations

from django_tasks import task

from broadsheet.media.models import Image
from broadsheet.media.pictures import make_renditions


@task()
def make_renditions_task(image_id: int, shapes: list[str]) -> None:
    """Make the sizes of these shapes that are missing; nothing where the picture is gone by now."""
    image = Image.objects.filter(pk=image_id).first()
    if image is not None:
        make_renditions(image, shapes)
