"""The paper itself: what the publisher sets once and every page shows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField

from broadsheet.articles import tags
from broadsheet.articles.blocks import FollowBlocks, FooterBlocks, MenuBlocks
from broadsheet.articles.prepared import Prepared
from broadsheet.edge.tags import depend
from broadsheet.media.tags import picture


class FeedText(models.TextChoices):
    """How much of a story a feed carries."""

    FULL = "full", _("The whole story")
    SUMMARY = "summary", _("Headline and standfirst")


class Typeface(models.TextChoices):
    """The typefaces that headlines and text can be set in."""

    NEWSREADER = "newsreader", _("Newsreader")
    SYSTEM_SERIF = "system-serif", _("The reader's own serif")
    SYSTEM_SANS = "system-sans", _("The reader's own sans serif")


@register_setting(icon="doc-full-inverse")
class Paper(BaseSiteSetting):
    """Name, motto, logo, accent colour, typeface, menu, follow links and footer of one paper."""

    name = models.CharField(_("name"), max_length=80, default="The Broadsheet")
    motto = models.CharField(_("motto"), max_length=120, blank=True, help_text=_("One line beneath the nameplate."))
    description = models.CharField(
        _("description"), max_length=300, blank=True, help_text=_("For search engines and feeds.")
    )
    publisher = models.CharField(_("publisher"), max_length=120, blank=True, help_text=_("Legal name, if another."))
    place = models.CharField(_("place"), max_length=80, blank=True, help_text=_("Where the paper appears."))
    logo = models.ForeignKey(
        "broadsheet_media.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    accent = models.CharField(
        _("accent colour"),
        max_length=7,
        default="#9d1c20",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("A colour such as #9d1c20."))],
    )
    typeface = models.CharField(_("typeface"), max_length=20, choices=Typeface, default=Typeface.NEWSREADER)
    menu = StreamField(
        MenuBlocks(), blank=True, verbose_name=_("menu"), help_text=_("Empty: all sections in their order.")
    )
    follow = StreamField(FollowBlocks(), blank=True, verbose_name=_("follow links"))
    footer = StreamField(FooterBlocks(), blank=True, verbose_name=_("footer"))
    letter_box = models.BooleanField(
        _("offer the newsletter"), default=True, help_text=_("A short form at the end of every page, and a link.")
    )
    letter_card = models.BooleanField(
        _("invite to the newsletter"),
        default=True,
        help_text=_("A card that whoever has read most of a story sees once, until they close it."),
    )
    feed_text = models.CharField(_("feeds carry"), max_length=10, choices=FeedText, default=FeedText.FULL)

    class Meta:
        verbose_name = _("the paper")
        verbose_name_plural = _("the paper")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def for_request(cls, request: HttpRequest) -> Paper:
        """The paper, its site and its front by one query a request: a home holds one paper."""
        depend(tags.PAPER)
        known: Paper | None = getattr(request, cls.get_cache_attr_name(), None)
        if known is None:
            found = _THE_PAPER.fetch()
            if not found:
                return super().for_request(request)
            known = found[0]
            depend(*known.shows())
            setattr(request, cls.get_cache_attr_name(), known)
            request._wagtail_site = known.site  # type: ignore[attr-defined]
        return known

    def shows(self) -> Iterator[str]:
        """The tags of what every page shows of the paper: its logo, and the pages in menu and footer."""
        yield tags.TREE
        if self.logo_id:
            yield picture(self.logo_id)
        columns = (block["value"]["links"] for block in self.footer.raw_data if block["type"] == "column")
        for link in chain(self.menu.raw_data, *columns):
            if link["type"] == "page" and link["value"]:
                yield tags.story(link["value"])

    @property
    def publisher_name(self) -> str:
        """Who publishes the paper, by legal name where there is one."""
        return self.publisher or self.name

    @property
    def initials(self) -> str:
        """Up to two letters for where the name has no room: “BB” for The Big Bugle."""
        words = [word for word in self.name.split() if word.lower() not in ("the", "a", "an")] or self.name.split()
        return "".join(word[0] for word in words[:2]).upper()


_THE_PAPER = Prepared(
    lambda: Paper.objects.select_related("logo", "site__root_page").filter(site__is_default_site=True).order_by()[:1]
)
