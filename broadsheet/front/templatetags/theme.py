"""What the look of a page needs to know: the paper's own style, its colours, the time of an edition."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from broadsheet.articles import languages
from broadsheet.articles.blocks import FollowBlock
from broadsheet.articles.models import Paper, Story
from broadsheet.edge.headers import allow_style
from broadsheet.front import theme

register = template.Library()


@register.simple_tag(takes_context=True)
def theme_style(context: template.Context) -> SafeString:
    """The paper's `<style>`; the response's Content-Security-Policy will allow it by its hash."""
    paper: Any = context.get("paper")
    if not isinstance(paper, Paper):
        return SafeString("")
    theme.wear(paper)
    if request := context.get("request"):
        allow_style(request, theme.style_hash(paper))
    return format_html("<style>{}</style>", SafeString(theme.style(paper)))


@register.simple_tag
def theme_colours() -> SafeString:
    """The colour of the browser's own frame, for light and dark."""
    return format_html(
        '<meta name="theme-color" media="(prefers-color-scheme: light)" content="{}">\n'
        '<meta name="theme-color" media="(prefers-color-scheme: dark)" content="{}">',
        theme.LIGHT_PAPER,
        theme.DARK_PAPER,
    )


@register.simple_tag
def paper_language() -> str:
    """The paper's language as a BCP 47 tag."""
    return languages.paper_language()


@register.filter
def direction(language: str) -> str:
    """Where lines of `language` begin, for a `dir` attribute."""
    return "rtl" if languages.runs_leftwards(language) else "ltr"


@register.filter
def newest_time(stories: Iterable[Story]) -> datetime | None:
    """When the newest of `stories` was published; None where there are none."""
    return max((story.published_at for story in stories if story.published_at), default=None)


@register.filter
def network(key: str) -> str:
    """The name of a network as it writes itself; `key` where it is not one of those that a publisher can choose."""
    names = dict(FollowBlock.base_blocks["network"].field.choices)
    return str(names.get(key, key))
