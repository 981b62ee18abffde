"""People who work in a test's newsroom, and what their browsers send."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from broadsheet.accounts.models import User
from broadsheet.accounts.roles import Role, appoint
from broadsheet.articles.models import Author, Section
from tests import world


def person(role: Role, name: str = "") -> User:
    """A member of the staff with this role."""
    user = User.objects.create_user(f"{name or role.lower()}@example.org", "a long password")
    appoint(user, role)
    return user


def as_(user: User) -> Client:
    """A browser in which `user` has signed in."""
    client = Client()
    client.force_login(user)
    return client


def story_form(
    title: str = "Council votes",
    *,
    action: str = "",
    authors: list[Author] | None = None,
    text: str = "<p>It was.</p>",
    **more: Any,
) -> dict[str, Any]:
    """What a browser sends for a story when the button `action` is pressed; without `text` the body has no block."""
    names = [world.author()] if authors is None else authors
    fields = {
        "title": title,
        "slug": "council-votes",
        "label": "news",
        "standfirst": "The vote was close.",
        "body": streamfield([("paragraph", rich_text(text))] if text else []),
        "bylines": inline_formset([{"author": one.pk} for one in names]),
        "story_topics": inline_formset([]),
        "corrections": inline_formset([]),
        "comments": inline_formset([]),
    }
    pressed = {f"action-{action}": "1"} if action else {}
    return nested_form_data({**fields, **pressed, **more})


def add_url(section: Section) -> str:
    """Where a new story of `section` is written."""
    return reverse("wagtailadmin_pages:add", args=["broadsheet_articles", "story", section.pk])


def edit_url(page: Page) -> str:
    """Where `page` is edited."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def told(response: Any) -> str:
    """What the desk says in its messages on the page that a response leads to, following redirects."""
    return " ".join(str(message) for message in response.context["messages"])


def review_url(story: Page, action: str) -> str:
    """Where a reviewer approves or rejects `story`, which is in review."""
    return reverse("wagtailadmin_pages:workflow_action", args=[story.pk, action, story.current_workflow_task_state.pk])
