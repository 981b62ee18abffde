"""Pages that hold other pages: the front, the sections; and pages that stand alone, such as About."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from broadsheet.articles import tags
from broadsheet.articles.addresses import PlainAddress
from broadsheet.articles.blocks import BodyBlocks, LayoutBlocks
from broadsheet.articles.permissions import CuratedPermissions, FrontPermissions
from broadsheet.edge.tags import depend

if TYPE_CHECKING:
    from broadsheet.accounts.models import User


class Front(Page):
    """The front page; the sections are its children."""

    layout = StreamField(
        LayoutBlocks(),
        blank=True,
        verbose_name=_("layout"),
        help_text=_("Drag blocks into order. What is left out fills itself with the newest stories."),
    )

    template = "front.html"
    parent_page_types = ("wagtailcore.Page",)
    subpage_types = ("broadsheet_articles.Section", "broadsheet_articles.InfoPage")
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("layout")]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def permissions_for_user(self, user: User) -> FrontPermissions:
        return FrontPermissions(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page and its `edition`."""
        from broadsheet.articles.edition import assemble
        from broadsheet.articles.lists import live_sections

        depend(tags.page(self.pk))
        sections = live_sections(request)
        edition = assemble(self.layout, sections)
        return {**super().get_context(request, *args, **kwargs), "edition": edition, "sections": sections}


class Section(PlainAddress, Page):
    """A section of the paper; sections may hold sections."""

    page_ptr = models.OneToOneField(
        Page, models.CASCADE, parent_link=True, primary_key=True, related_name="as_section", editable=False
    )
    description = models.CharField(_("description"), max_length=300, blank=True)
    layout = StreamField(
        LayoutBlocks(),
        blank=True,
        verbose_name=_("layout"),
        help_text=_("Empty: the section's newest stories."),
    )

    template = "section.html"
    parent_page_types = ("broadsheet_articles.Front", "broadsheet_articles.Section")
    subpage_types = ("broadsheet_articles.Story", "broadsheet_articles.Section")
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("description"), FieldPanel("layout")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("description")]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Section:
        """A page that reads a section shows its title or its address."""
        depend(tags.TREE)
        section: Section = super().from_db(*args, **kwargs)
        return section

    def permissions_for_user(self, user: User) -> CuratedPermissions:
        return CuratedPermissions(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page, its `edition`, its `subsections`, and the `paging` of its stories that the edition leaves.

        Pages after the first show no edition; what stands in it is only left out of them.
        """
        from broadsheet.articles.edition import choose, printed
        from broadsheet.articles.lists import beneath, live_sections, newest_within
        from broadsheet.articles.looks import Look, listed
        from broadsheet.articles.paging import Paging, page_number

        depend(tags.page(self.pk))
        sections = live_sections(request)
        slots = choose(self.layout, sections, self)
        shown = {pk for slot in slots for pk in slot.chosen}
        edition = printed(slots if page_number(request) == 1 else [], sections)
        within = beneath(self, sections)
        paging = Paging.of(
            lambda start, stop: newest_within(within, start, stop, shown),
            request,
            show=listed(Look.LISTED_BELOW, sections),
        )
        return {
            **super().get_context(request, *args, **kwargs),
            "edition": edition,
            "paging": paging,
            "listed": edition.stories or paging.items,
            "sections": sections,
            "subsections": [s for s in sections if s.path.startswith(self.path) and s.depth == self.depth + 1],
        }


class InfoPage(Page):
    """A page that is not news: About, Contact, Standards."""

    body = StreamField(BodyBlocks(), verbose_name=_("text"))

    template = "info.html"
    parent_page_types = ("broadsheet_articles.Front", "broadsheet_articles.InfoPage")
    subpage_types = ("broadsheet_articles.InfoPage",)
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("body")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")

    def permissions_for_user(self, user: User) -> CuratedPermissions:
        return CuratedPermissions(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page and its body, ready to render in a fixed number of queries."""
        from broadsheet.articles.body import prepare

        depend(tags.page(self.pk))
        return {**super().get_context(request, *args, **kwargs), "body": prepare(self.body)}
