"""The form in which a picture is handed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.forms import BaseImageForm

from broadsheet.media.errors import UnfitPictureError
from broadsheet.media.originals import read_original


class PictureForm(BaseImageForm):
    """Wagtail's form, which compares name and format; the content is checked before that.

    The check stands in the field's own conversion, since Wagtail's opens the file there and damaged ones make it fail.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            field.to_python = _checked(field.to_python)


def _checked(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def to_python(data: Any) -> Any:
        if hasattr(data, "read"):
            try:
                read_original(data.read())
            except UnfitPictureError as error:
                raise ValidationError(str(error), code="unfit_picture") from error
            data.seek(0)
        return convert(data)

    return to_python
