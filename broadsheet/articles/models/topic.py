"""Topics: what stories are about, across sections."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import RevisionMixin
from wagtail.search import index

from broadsheet.articles import tags
from broadsheet.edge.tags import depend
from broadsheet.edge.whole import whole


@lru_cache(maxsize=5_000)
def _address(slug: str) -> str:
    """Kept, since lists and feeds name many topics, and to find an address takes longer than to print the name."""
    return reverse("topic", args=[slug])


@whole
class Topic(RevisionMixin, index.Indexed, models.Model):
    """One topic with a page of its own at `/topics/<slug>/`."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, allow_unicode=True)
    description = models.TextField(_("description"), blank=True)

    search_fields = (
        index.SearchField("name", boost=3),
        index.AutocompleteField("name"),
        index.SearchField("description"),
        index.FilterField("slug"),
    )

    class Meta:
        ordering = ("name",)
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Topic:
        """A page that reads a topic depends on it."""
        topic: Topic = super().from_db(*args, **kwargs)
        depend(tags.topic(topic.pk))
        return topic

    def get_absolute_url(self) -> str:
        """Path of the topic's page."""
        return _address(self.slug)
