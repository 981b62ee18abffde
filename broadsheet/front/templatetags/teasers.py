"""`{% teaser one %}`: a story in a list, pressed once for all lists that show it in the same look."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString

from broadsheet.articles.looks import Look, Teaser
from broadsheet.articles.models import Story

register = template.Library()

LOOKS: dict[Look, tuple[str, dict[str, Any]]] = {
    Look.LEAD: ("teaser_lead", {}),
    Look.SECOND: ("teaser", {"level": "2", "shape": "column", "summary": True, "style": "teaser-second"}),
    Look.LATEST: ("teaser_latest", {}),
    Look.LATEST_OF_THE_DAY: ("teaser_latest", {"of_the_day": True}),
    Look.PICK: ("teaser", {"shape": "thumb", "style": "teaser-row"}),
    Look.OPINION: ("teaser_opinion", {}),
    Look.ACROSS: ("teaser", {"shape": "column", "summary": True, "style": "teaser-second"}),
    Look.FIRST: ("teaser", {"shape": "teaser", "summary": True, "authors": True, "style": "teaser-first"}),
    Look.PLAIN: ("teaser", {"style": "teaser-plain"}),
    Look.LISTED: ("list_teaser", {}),
    Look.LISTED_BELOW: ("list_teaser", {"level": "3"}),
    Look.ARCHIVED: ("archived", {}),
}
"""The template of each look in `fragments/`, and what it is told besides `story`.

It is told nothing of the page around it, since the teaser then stands in others too.
"""


@register.simple_tag
def teaser(one: Teaser) -> SafeString:
    """The teaser in its look."""
    return one.printed(_print)


def _print(look: Look, story: Story) -> SafeString:
    name, words = LOOKS[look]
    return SafeString(get_template(f"fragments/{name}.html").render({"story": story, **words}))
