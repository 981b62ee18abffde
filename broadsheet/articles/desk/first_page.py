"""The desk's first page: what is due, in review, just published, and begun. Each list is short and costs a fixed
number of queries, whatever the archive holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import GroupApprovalTask, TaskState

from broadsheet.accounts.models import User
from broadsheet.articles.desk.due import AHEAD, due_entries, late_acts
from broadsheet.articles.lists import live_sections
from broadsheet.articles.models import Story

SHOWN = 15
JUST = timedelta(hours=24)


class NewStory(Component):
    """A new story, in one step, in any section."""

    template_name = "desk/new_story.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """All live sections in the order of the tree."""
        return {"sections": live_sections(parent_context["request"])}


class Due(Component):
    """What goes live or expires soon, what should have and did not, and what did late."""

    template_name = "desk/due.html"
    order = 20

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Entries to come and overdue by 4 queries, late ones by 1."""
        now = timezone.now()
        entries = due_entries(now, SHOWN)
        return {"entries": entries, "late": late_acts(now, SHOWN), "hours": AHEAD.total_seconds() / 3600}


class InReview(Component):
    """Stories that wait for an editor; whoever may approve finds the way to it here."""

    template_name = "desk/in_review.html"
    order = 30

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The stories submitted first come first."""
        user = parent_context["request"].user
        states = (
            TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
            .select_related("revision", "workflow_state__requested_by")
            .order_by("started_at")[:SHOWN]
        )
        stories = Story.objects.for_the_desk().in_bulk([int(state.revision.object_id) for state in states])
        rows = [(stories[int(s.revision.object_id)], s) for s in states if int(s.revision.object_id) in stories]
        return {"rows": rows, "mine": may_approve(user), "user": user}


class JustPublished(Component):
    """What readers got in the last day."""

    template_name = "desk/just_published.html"
    order = 40

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Live stories by the time of their publication, the newest first."""
        since = timezone.now() - JUST
        stories = Story.objects.for_the_desk().live().filter(published_at__gte=since).newest_first()
        return {"stories": stories[:SHOWN], "request": parent_context["request"]}


class MyDrafts(Component):
    """What the user began and has not published, changes asked for first."""

    template_name = "desk/my_drafts.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The user's own drafts, those worked on last first."""
        user = parent_context["request"].user
        drafts = Story.objects.for_the_desk().filter(owner=user, live=False)
        return {"stories": drafts.order_by("-latest_revision_created_at")[:SHOWN]}


def may_approve(user: User) -> bool:
    """Whether stories in review wait for `user`."""
    return user.is_superuser or GroupApprovalTask.objects.filter(active=True, groups__user=user).exists()


def arrange(request: HttpRequest, panels: list[Component]) -> None:
    """Hook `construct_homepage_panels`: the newsroom's panels in place of Wagtail's."""
    panels[:] = [NewStory(), Due(), InReview(), JustPublished(), MyDrafts()]


def no_summary(request: HttpRequest, items: list[Component]) -> None:
    """Hook `construct_homepage_summary_items`: no counts of pages, pictures, documents."""
    items.clear()
