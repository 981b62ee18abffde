"""The tags of this room: what pages depend on and changes bump (docs/developers.md has the table).

A list's tag stands for which stories are in it and in what order; how each of them looks is the story's own tag's
matter. So an edit touches the pages that show the story, and only a change of place or time touches its lists.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256

PAPER = "paper"
"""`paper`: the publisher's settings, the site's address, its language. Every page that is kept depends on it."""
TREE = "tree"
"""`tree`: which sections and information pages there are, their titles, addresses and order."""
PRIVACY = "privacy"
"""`privacy`: which pages have view restrictions."""
REDIRECTS = "redirects"
"""`redirects`: all redirects and the addresses that they lead to."""
DOCUMENTS = "documents"
"""`documents`: the addresses of files that texts link to."""
STORIES = "stories"
"""`stories`: the list of all stories."""
MONTHS = "months"
"""`months`: which months have stories."""
CORRECTIONS = "corrections"
"""`corrections`: the list of all corrections."""
SITEMAP_PAGES = "sitemap:pages"
"""`sitemap:pages`: what the sitemap lists that is no story."""


def story(pk: int) -> str:
    """`story:ID`: one story as it is read, its address, and whether it may be read."""
    return f"story:{pk}"


def translations(pk: int) -> str:
    """`translations:ID`: which stories are translations of the story."""
    return f"translations:{pk}"


def page(pk: int) -> str:
    """`page:ID`: what a front, a section's front or an information page holds of its own."""
    return f"page:{pk}"


def section(pk: int) -> str:
    """`section:ID`: the list of the stories of a section, without those of the sections below it."""
    return f"section:{pk}"


def author(pk: int) -> str:
    """`author:ID`: an author's name, role, portrait, address and biography."""
    return f"author:{pk}"


def author_stories(pk: int) -> str:
    """`author:ID:stories`: the list of an author's stories."""
    return f"author:{pk}:stories"


def topic(pk: int) -> str:
    """`topic:ID`: a topic's name, address and description."""
    return f"topic:{pk}"


def topic_stories(pk: int) -> str:
    """`topic:ID:stories`: the list of the stories on a topic."""
    return f"topic:{pk}:stories"


def month(day: date) -> str:
    """`month:YYYY-MM`: the list of the stories of a month in the newsroom's time zone."""
    return f"month:{day:%Y-%m}"


def sitemap(day: date) -> str:
    """`sitemap:YYYY-MM`: the stories of a month by UTC with their times of change."""
    return f"sitemap:{day:%Y-%m}"


def address(path: str) -> str:
    """`address:HASH`: whether a page stands at the path (of a request, not quoted)."""
    return f"address:{sha256(path.strip('/').encode('utf-8', 'replace')).hexdigest()[:20]}"
