"""Authors: the people whose names stand over stories."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import RevisionMixin
from wagtail.search import index

from broadsheet.articles import tags
from broadsheet.edge.tags import depend
from broadsheet.edge.whole import whole


@lru_cache(maxsize=5_000)
def _address(slug: str) -> str:
    """Kept, since a front names a hundred authors, and to find an address takes longer than to print the name."""
    return reverse("author", args=[slug])


@whole
class Author(RevisionMixin, index.Indexed, models.Model):
    """One author, on the staff or not, with a page of their own at `/authors/<slug>/`."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, allow_unicode=True)
    role = models.CharField(_("role"), max_length=120, blank=True, help_text=_("As in: Politics editor."))
    bio = RichTextField(_("about"), blank=True, features=["bold", "italic", "link"])
    portrait = models.ForeignKey(
        "broadsheet_media.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("portrait")
    )
    email = models.EmailField(_("public e-mail address"), blank=True)
    website = models.URLField(_("website"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("staff user"),
    )

    search_fields = (
        index.SearchField("name", boost=3),
        index.AutocompleteField("name"),
        index.SearchField("role"),
        index.FilterField("slug"),
    )

    class Meta:
        ordering = ("name",)
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Author:
        """A page that reads an author depends on them."""
        author: Author = super().from_db(*args, **kwargs)
        depend(tags.author(author.pk))
        return author

    def get_absolute_url(self) -> str:
        """Path of the author's page."""
        return _address(self.slug)
