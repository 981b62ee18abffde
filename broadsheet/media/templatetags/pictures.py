"""`{% picture image "lead" %}`: a picture in all sizes of a shape."""

from django import template
from django.utils.safestring import SafeString

from broadsheet.media import pictures
from broadsheet.media.models import Image

register = template.Library()


@register.simple_tag
def picture(
    image: Image, shape: str, alt: str | None = None, lazy: bool = True, decorative: bool = False
) -> SafeString:
    """HTML of `image` in `shape` (a name in `pictures.SHAPES`); `decorative` where the words beside it say it all."""
    return pictures.picture(image, shape, alt="" if decorative else alt or None, lazy=lazy)
