"""What the story page needs beyond plain fields."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

from broadsheet.articles.languages import own_language
from broadsheet.articles.models import Author, Story
from broadsheet.articles.teasers import summarise
from broadsheet.articles.walks import Headline
from broadsheet.front.context import Link
from broadsheet.front.sharing import share_links

register = template.Library()
_FIRST_PARAGRAPH = re.compile(r"\s*<p(?:\s[^>]*)?>")


@register.filter
def run_in(html: SafeString, dateline: str) -> SafeString:
    """`html` with the dateline at the head of its first paragraph, or before it where it opens with something else."""
    if not dateline:
        return html
    place = format_html('<span class="dateline">{}</span> — ', dateline)
    opening = _FIRST_PARAGRAPH.match(html)
    if not opening:
        return format_html('<p><span class="dateline">{}</span></p>{}', dateline, html)
    return SafeString(html[: opening.end()] + place + html[opening.end() :])


@register.filter
def lang(story: Story | Headline) -> SafeString:
    """The attribute that names the language of `story`'s words, "" where that is the paper's."""
    return format_html(' lang="{}"', story.language) if story.language else SafeString("")


@register.filter
def language(story: Story) -> str:
    """The language of `story` as a BCP 47 tag."""
    return own_language(story)


@register.filter
def host(url: str) -> str:
    """The host that `url` leads to, as readers know it; "" where there is none."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@register.filter
def about(author: Author) -> str:
    """One line on an author: the sentences of the biography that fit, without its markup."""
    return summarise("", strip_tags(author.bio).strip())


@register.simple_tag
def share(story: Story) -> list[Link]:
    """The share links of a story."""
    return share_links(story.title, story.full_url or "")
