"""Old addresses of papers that moved in: one hop to what stood there, asked for only where nothing else answers.

WordPress knows a page by many addresses: its permalink in whatever style, `/?p=ID`, with `/feed/`, `/amp/` or a number
after it, in any case; and it guesses by the last part of a path (`redirect_guess_404_permalink`). All of these lead on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from wagtail.models import Page

from broadsheet.articles import tags
from broadsheet.articles.models import Author, Section, Story, Topic
from broadsheet.edge.tags import depend
from broadsheet.importers.models import Moved, OldAddress
from broadsheet.importers.moving.ledger import digest
from broadsheet.media.models import Image

_ENDINGS = re.compile(
    r"/(?:(?:feed(?:/(?:rss2?|atom|rdf))?)|amp|embed|trackback|comment-page-\d+|page/\d+|\d{1,3}|index\.(?:php|html?))$"
)
_FEED = re.compile(r"(?:^|/)(?:feed|rss2?|atom|rdf)(?:/(?:rss2?|atom|rdf))?$")
_DAY = re.compile(r"(?:^|/)((?:19|20)\d\d)(?:/(\d\d?))?(?:/\d\d?)?$")
_SIZED = re.compile(r"-\d+x\d+(?=\.\w+$)")
_NUMBERED = ("p", "page_id", "attachment_id")
_ASKED = (*_NUMBERED, "cat", "author", "author_name", "category_name", "tag", "name", "feed", "m")
LONGEST = 2_000


class OldAddresses:
    """Turns 404 into one permanent redirect where a page of an old paper stood; `/?p=1` before anything answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/" and request.GET and any(name in request.GET for name in _ASKED):
            # The front would answer; an unknown number leads there, as cheaply as can be.
            return _redirect(by_query(request)) or HttpResponseRedirect("/")
        response = self.get_response(request)
        if response.status_code != 404 or len(request.path) > LONGEST or "\0" in request.path:
            return response
        found = leads_to(request.path)
        return (_redirect(found) if found and found != request.path else None) or response


def _redirect(url: str | None) -> HttpResponse | None:
    return HttpResponsePermanentRedirect(url) if url else None


def by_query(request: HttpRequest) -> str | None:
    """Where an address such as `/?p=12` leads."""
    asked = request.GET
    for name in _NUMBERED:
        if asked.get(name, "").isdecimal() and len(asked[name]) < 20:
            return _of_keys([asked[name]]) or leads_to(f"?{name}={asked[name]}")
    for name in ("cat", "author"):
        if asked.get(name, "").isdecimal() and len(asked[name]) < 20:
            return leads_to(f"?{name}={asked[name]}")
    for name, base in (("author_name", "author"), ("category_name", "category"), ("tag", "tag"), ("name", "")):
        if value := asked.get(name, ""):
            return leads_to(f"/{base}/{value[:200]}/") if base else leads_to(f"/{value[:200]}/")
    if asked.get("feed"):
        return "/feed.xml"
    month = re.fullmatch(r"(\d{4})(\d\d)?\d*", asked.get("m", ""))
    return _archive(month[1], month[2]) if month else None


def leads_to(path: str) -> str | None:
    """The address here of what stood at the old `path`; None where nothing did, or where readers may not see it."""
    whole = unquote(path).strip("/").lower()
    candidates = list(_shorter(whole))
    feed = bool(_FEED.search(whole))
    known = {row.digest: row for row in OldAddress.objects.filter(digest__in=[digest(one) for one in candidates])}
    for one in candidates:
        row = known.get(digest(one))
        if row and (url := row.url or _address(row.kind, row.target)):
            return url
    if whole in ("feed", "rss", "rss2", "atom", "feed/rss2", "feed/atom", "feed/rss", "feed/rdf", "rdf"):
        return "/atom.xml" if "atom" in whole else "/feed.xml"
    if whole.startswith("comments/feed"):
        return "/replies/atom.xml"
    return _head(candidates, feed) or _date(candidates) or _guess(candidates)


def _shorter(path: str) -> Iterator[str]:
    """`path`, and what is left of it without the endings that WordPress adds; a picture's size too."""
    yield path
    if _SIZED.search(path):
        yield _SIZED.sub("", path)
    for _ in range(3):
        shorter = _ENDINGS.sub("", path)
        if shorter == path:
            return
        path = shorter
        yield path


def _of_keys(keys: list[str]) -> str | None:
    rows = Moved.objects.filter(kind__in=("story", "page", "picture"), key__in=keys).order_by("pk")
    return next((url for row in rows if (url := _address(row.kind, row.target))), None)


def _address(kind: str, target: int | None) -> str | None:
    """Where readers find a thing of ours."""
    return standing([(kind, target)]).get((kind, target)) if target is not None else None


def seen(things: Iterable[tuple[str, int]]) -> set[tuple[str, int]]:
    """Those of these things of ours, given as (kind, id), that readers find somewhere: `standing` without addresses."""
    wanted: dict[str, set[int]] = {}
    for kind, target in things:
        wanted.setdefault(kind, set()).add(target)
    return {
        (kind, pk)
        for kind, targets in wanted.items()
        if kind in _SEEN
        for pk in _SEEN[kind](targets).values_list("pk", flat=True)
    }


def standing(things: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Where readers find things of ours, given as (kind, id); those that they may not see are left out."""
    wanted: dict[str, set[int]] = {}
    for kind, target in things:
        wanted.setdefault(kind, set()).add(target)
    found: dict[tuple[str, int], str] = {}
    for kind, targets in wanted.items():
        if kind == "story":
            depend(*map(tags.story, targets))
        if kind in _SEEN:
            found |= {(kind, one.pk): url for one in _SEEN[kind](targets) if (url := _url(one))}
    return found


_SEEN: dict[str, Callable[[set[int]], QuerySet[Any]]] = {
    "story": lambda targets: Page.objects.filter(pk__in=Story.objects.readable().filter(pk__in=targets).values("pk")),
    "page": lambda targets: Page.objects.live().public().filter(pk__in=targets),
    "section": lambda targets: Page.objects.live().public().filter(pk__in=targets),
    "picture": lambda targets: Image.objects.filter(pk__in=targets),
    "topic": lambda targets: Topic.objects.filter(pk__in=targets),
    "author": lambda targets: Author.objects.filter(pk__in=targets),
}
"""What readers may see of each kind."""


def _url(one: Model) -> str | None:
    if isinstance(one, Page):
        return one.url
    return one.file.url if isinstance(one, Image) else one.get_absolute_url()  # type: ignore[attr-defined]


def _head(candidates: list[str], feed: bool) -> str | None:
    """A category, tag or author, with or without the base of its address; its feed where that was asked for."""
    parts = candidates[-1].split("/")
    slug = parts[-1]
    bases = parts[:-1]
    url = None
    if "author" in bases[-1:]:
        row = Moved.objects.filter(kind="author", key__iexact=slug, target__isnull=False).order_by("pk").first()
        author = Author.objects.filter(pk=row.target or 0).first() if row else None
        url = author.get_absolute_url() if author else None
    else:
        wanted = [f"{kind}:{slug}{end}" for kind in _kinds(bases) for end in ("", "#topic")]
        rows = {row.key: row for row in Moved.objects.filter(kind="term", key__in=wanted).order_by("pk")}
        row = next((rows[key] for key in wanted if key in rows), None)
        url = _term(row) if row else None
    return f"{url}feed.xml" if url and feed else url


def _kinds(bases: list[str]) -> tuple[str, ...]:
    return ("tag", "category") if "tag" in bases else ("category", "tag")


def _term(row: Moved) -> str | None:
    if row.key.endswith("#topic"):
        topic = Topic.objects.filter(pk=row.target or 0).first()
        return topic.get_absolute_url() if topic else None
    section = Section.objects.live().filter(pk=row.target or 0).first()
    return section.url if section else None


def _date(candidates: list[str]) -> str | None:
    found = next((match for one in candidates if (match := _DAY.search(one))), None)
    return _archive(found[1], found[2]) if found and Moved.objects.exists() else None


def _archive(year: str, month: str | None) -> str | None:
    """The archive of a month; of a year, its last month with stories."""
    if month and 1 <= int(month) <= 12:
        return f"/archive/{int(year)}/{int(month)}/"
    last = Story.objects.readable().filter(published_at__year=int(year)).newest_first().first()
    return f"/archive/{last.published_at:%Y}/{last.published_at.month}/" if last and last.published_at else None


def _guess(candidates: list[str]) -> str | None:
    """By the last part of the path, as WordPress guesses, if just one thing had it."""
    endings = [digest(one.rsplit("/", 1)[-1]) for one in candidates]
    rows = list(OldAddress.objects.filter(ending__in=endings, url="").order_by("pk")[:2])
    targets = {(row.kind, row.target) for row in rows}
    return _address(*next(iter(targets))) if len(targets) == 1 else None
