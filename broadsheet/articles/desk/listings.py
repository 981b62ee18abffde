"""Listings of stories and sections in the desk, whatever part of the tree they are in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn, ParentPageColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Revision, WorkflowState

from broadsheet.articles.models import Author, Section, Story, Topic
from broadsheet.articles.models.story import Label


class Standing(django_filters.ChoiceFilter):
    """Filters stories by where they stand between draft and archive."""

    CHOICES = (
        ("live", _("Live")),
        ("draft", _("Draft, never published")),
        ("review", _("In review")),
        ("changes", _("Changes asked for")),
        ("scheduled", _("Scheduled")),
        ("down", _("Taken down")),
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=self.CHOICES, empty_label=_("Any"), **options)

    def filter(self, qs: QuerySet[Story], value: str) -> QuerySet[Story]:
        match value:
            case "live":
                return qs.filter(live=True)
            case "draft":
                return qs.filter(live=False, first_published_at=None)
            case "down":
                return qs.filter(live=False).exclude(first_published_at=None)
            case "review" | "changes":
                status = WorkflowState.STATUS_IN_PROGRESS if value == "review" else WorkflowState.STATUS_NEEDS_CHANGES
                return qs.filter(_specific_workflow_states__status=status).distinct()
            case "scheduled":
                due = Revision.objects.page_revisions().filter(approved_go_live_at__isnull=False)
                return qs.filter(pk__in=[int(pk) for pk in due.values_list("object_id", flat=True)])
        return qs


def _author_names(story: Story) -> str:
    return ", ".join(byline.author.name for byline in story.bylines.all())


class StoryFilters(WagtailFilterSet):
    """What stories can be filtered by."""

    section = django_filters.ModelChoiceFilter(label=_("Section"), queryset=Section.objects.order_by("title"))
    author = django_filters.ModelChoiceFilter(
        label=_("Author"), field_name="bylines__author", queryset=Author.objects.order_by("name")
    )
    topic = django_filters.ModelChoiceFilter(
        label=_("Topic"), field_name="story_topics__topic", queryset=Topic.objects.order_by("name")
    )
    label = django_filters.ChoiceFilter(label=_("Label"), choices=Label.choices, empty_label=_("Any"))
    standing = Standing(label=_("Status"))
    published_at = django_filters.DateFromToRangeFilter(label=_("Published"), widget=DateRangePickerWidget)

    class Meta:
        model = Story
        fields: list[str] = []


def with_rows(keys: Sequence[int]) -> list[Story]:
    """The stories of these keys, in their order, with what a row shows, by a fixed number of queries."""
    stories = (
        Story.objects.for_the_desk()
        .select_related("content_type", "latest_revision")
        .prefetch_related("bylines__author", "sites_rooted_here", "view_restrictions")
        .annotate_site_root_state()
        .in_bulk(keys)
    )
    return [stories[key] for key in keys if key in stories]


class StoryPaginator(WagtailPaginator):
    """Cuts the list of keys first and fetches the rows of one page then: whatever a row costs, the archive does not."""

    def page(self, number: Any) -> Any:
        """The page of that number; raises InvalidPage."""
        page = super().page(number)
        page.object_list = with_rows([story.pk for story in page.object_list])
        return page


class StoryListing(IndexView):
    """All stories, those worked on last first."""

    page_title = _("Stories")
    add_item_label = _("New story")
    default_ordering = "-latest_revision_created_at"
    paginate_by = 30
    paginator_class = StoryPaginator
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Headline"), sort_key="title", classname="title"),
        Column("section", label=_("Section"), accessor="section.title", width="12%"),
        Column("bylines", label=_("Byline"), accessor=_author_names, width="16%"),
        Column("label", label=_("Label"), accessor="get_label_display", width="8%"),
        PageStatusColumn("status", label=_("Status"), sort_key="live", width="10%"),
        DateColumn("published_at", label=_("Published"), sort_key="published_at", width="10%"),
        DateColumn("latest_revision_created_at", label=_("Edited"), sort_key="latest_revision_created_at", width="10%"),
    ]

    def get_base_queryset(self) -> QuerySet[Story]:
        """Stories that the user may see; whoever may see the whole tree is asked nothing more."""
        stories = Story.objects.only("pk")
        root = self.permission_policy.explorable_root_instance(self.request.user)
        return stories if root is None or root.depth == 1 else stories.descendant_of(root, inclusive=True)

    def get_ordering(self) -> str:
        """Found stories come in the order of all others: ranking them would cost a search for each of them."""
        ordering: str = self.request.GET.get("ordering", self.default_ordering)
        return ordering if ordering in self.get_valid_orderings() else self.default_ordering

    def search_queryset(self, queryset: QuerySet[Story]) -> Any:
        """Search what the filters leave. Search backends know no filters by authors and topics, but know keys."""
        if not self.is_searching:
            return queryset
        found = Story.objects.only("pk")
        if queryset.query.where:
            found = found.filter(pk__in=queryset.order_by().values("pk"))
        found = found.order_by(self.ordering)
        return found.autocomplete(self.search_query, order_by_relevance=False)


class StoryViewSet(PageListingViewSet):
    """The desk's list of stories."""

    model = Story
    name = "stories"
    icon = "doc-full"
    menu_label = _("Stories")
    menu_order = 100
    add_to_admin_menu = True
    index_view_class = StoryListing
    columns = StoryListing.columns
    filterset_class = StoryFilters


class SectionListing(IndexView):
    """All sections."""

    page_title = _("Sections")
    add_item_label = _("New section")
    default_ordering = "title"
    columns = [
        PageTitleColumn("title", label=_("Section"), sort_key="title", classname="title"),
        ParentPageColumn("parent", label=_("Within")),
        PageStatusColumn("status", label=_("Status"), sort_key="live", width="12%"),
        DateColumn("latest_revision_created_at", label=_("Edited"), sort_key="latest_revision_created_at", width="12%"),
    ]


class SectionFilters(WagtailFilterSet):
    """Sections are few: they need no filters."""

    class Meta:
        model = Section
        fields: list[str] = []


class SectionViewSet(PageListingViewSet):
    """The desk's list of sections."""

    model = Section
    name = "sections"
    icon = "folder-open-inverse"
    menu_label = _("Sections")
    menu_order = 120
    add_to_admin_menu = True
    index_view_class = SectionListing
    columns = SectionListing.columns
    filterset_class = SectionFilters


story_listing = StoryViewSet()
section_listing = SectionViewSet()
