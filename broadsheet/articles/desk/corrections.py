"""All corrections in one list; they are written and changed in their stories."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from broadsheet.articles.models import Correction


class CorrectionFilters(WagtailFilterSet):
    """What corrections can be filtered by."""

    date = django_filters.DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)

    class Meta:
        model = Correction
        fields: list[str] = []


class CorrectionsView(ReportView):
    """The corrections that stand on stories, the newest first."""

    model = Correction
    page_title = _("Corrections")
    header_icon = "warning"
    index_url_name = "desk_corrections"
    index_results_url_name = "desk_corrections_results"
    any_permission_required = ["view"]
    default_ordering = "-date"
    filterset_class = CorrectionFilters
    list_export = ["date", "story.title", "text"]
    export_filename = "corrections"
    columns = [
        DateColumn("date", label=_("Date"), sort_key="date", width="14%"),
        TitleColumn(
            "story",
            label=_("Story"),
            accessor="story.title",
            get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.story_id]),
        ),
        Column("text", label=_("Correction"), width="50%"),
    ]

    def get_base_queryset(self) -> QuerySet[Correction]:
        """Corrections with their stories, by one query."""
        return Correction.objects.select_related("story").defer("story__body")
