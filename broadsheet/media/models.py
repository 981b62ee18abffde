"""The paper's own picture model: what Wagtail's has, and who made the picture under which licence."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import PurePath
from typing import Any, ClassVar

from django.core.files.base import ContentFile, File
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from broadsheet.edge.tags import bump
from broadsheet.edge.whole import whole
from broadsheet.media.originals import read_original
from broadsheet.media.tags import picture


class Licence(models.TextChoices):
    """On what terms the paper may print a picture."""

    ALL_RIGHTS = "all-rights", _("All rights reserved")
    AGENCY = "agency", _("Agency")
    HANDOUT = "handout", _("Handout")
    PUBLIC_DOMAIN = "public-domain", _("Public domain")
    CC0 = "cc0", _("CC0 1.0")
    CC_BY = "cc-by-4.0", _("CC BY 4.0")
    CC_BY_SA = "cc-by-sa-4.0", _("CC BY-SA 4.0")
    CC_BY_NC = "cc-by-nc-4.0", _("CC BY-NC 4.0")
    CC_BY_ND = "cc-by-nd-4.0", _("CC BY-ND 4.0")


LICENCE_URLS: dict[str, str] = {
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
    Licence.CC_BY_ND: "https://creativecommons.org/licenses/by-nd/4.0/",
}


def _content(file: File) -> bytes:
    file.open("rb")
    file.seek(0)
    content: bytes = file.read()
    return content


@whole
class Image(AbstractImage):
    """A picture. `description` is its alt text, `tone` its dominant colour: red, green, blue, each a digit 0 to 3."""

    caption = models.CharField(_("caption"), max_length=400, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Photographer and agency."))
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, default=Licence.ALL_RIGHTS)
    tags = TaggableManager(verbose_name=_("tags"), blank=True, related_name="pictures")
    tone = models.CharField(max_length=3, blank=True, editable=False)

    admin_form_fields = (
        "title",
        "file",
        "description",
        "caption",
        "credit",
        "licence",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(WagtailImage.Meta):
        default_related_name = "pictures"
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    rendition_files: dict[tuple[str, str], str] | None = None
    """Names of the files of renditions by (filter spec, focal key), once `prefetch_renditions` has fetched them."""
    _known_file = ""
    """Name of the file that the database knows, which was taken in when it came."""

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Image:
        image: Image = super().from_db(*args, **kwargs)
        image._known_file = str(image.__dict__.get("file", ""))
        return image

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store a new file clean, with its tone and its own words. UnfitPictureError where it is no picture."""
        raw = self._take_in() if self._file_is_new(kwargs.get("update_fields")) else ""
        super().save(*args, **kwargs)
        if raw and raw != self.file.name:
            self.file.storage.delete(raw)
        self._known_file = str(self.__dict__.get("file", ""))

    def _file_is_new(self, update_fields: Collection[str] | None) -> bool:
        if (update_fields is not None and "file" not in update_fields) or "file" in self.get_deferred_fields():
            return False
        return bool(self.file) and (not self.file._committed or self.file.name != self._known_file)

    def _take_in(self) -> str:
        """Put the cleaned file in the place of the one handed in; the name of that one if it is in the store."""
        raw: str = self.file.name if self.file._committed else ""
        content = _content(self.file)
        original = read_original(content)
        self.tone = original.tone
        self.credit = self.credit or original.credit
        self.caption = self.caption or original.caption
        name = PurePath(self.file.name).with_suffix(f".{original.kind}").name
        if raw:
            self.file.close()
        if original.data != content or not raw:
            setattr(self, "file", ContentFile(original.data, name=name))  # noqa: B010 - a file field takes any file
        self._set_image_file_metadata()
        return raw

    @property
    def licence_url(self) -> str:
        """Address of the licence's text, "" where there is none."""
        return LICENCE_URLS.get(self.licence, "")


class RenditionQuerySet(models.QuerySet["Rendition"]):
    """Sizes of pictures."""

    @transaction.atomic
    def bulk_create(self, objs: Iterable[Rendition], *args: Any, **kwargs: Any) -> list[Rendition]:
        """Store many at once, of which Django sends no signal."""
        made = super().bulk_create(objs, *args, **kwargs)
        bump(*(picture(rendition.image_id) for rendition in made))
        return made


@whole
class Rendition(AbstractRendition):
    """A picture in one of the sizes and formats in which pages show it."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")
    objects: ClassVar[models.Manager[Rendition]] = RenditionQuerySet.as_manager()

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
