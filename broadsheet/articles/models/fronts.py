"""Pages that hold other pages: the front, the sections; and pages that stand alone, such as About."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from broadsheet.articles.blocks import BodyBlocks, LayoutBlocks


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

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page at a path: a story by one query, anything else as Wagtail does."""
        from broadsheet.articles.models.story import Story

        if len(path_components) > 1:
            path = self.url_path + "/".join(path_components) + "/"
            story = Story.objects.live().for_reading().filter(slug=path_components[-1], url_path=path).first()
            if story:
                return RouteResult(story)
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page and its `edition`."""
        from broadsheet.articles.edition import assemble
        from broadsheet.articles.lists import live_sections

        sections = live_sections()
        edition = assemble(self.layout, sections)
        return {**super().get_context(request, *args, **kwargs), "edition": edition, "sections": sections}


class Section(Page):
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

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page and its `edition`."""
        from broadsheet.articles.edition import assemble
        from broadsheet.articles.lists import live_sections

        sections = live_sections()
        edition = assemble(self.layout, sections, self)
        return {**super().get_context(request, *args, **kwargs), "edition": edition, "sections": sections}


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

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page and its body, ready to render in a fixed number of queries."""
        from broadsheet.articles.body import prepare

        return {**super().get_context(request, *args, **kwargs), "body": prepare(self.body)}
