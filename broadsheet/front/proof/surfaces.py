"""Where a story shows, and what a reader should find there now.

What is expected is asked of the database, place by place; whether it is found, of what readers are sent. Places beyond
whose first page the story lies are left out: nobody is promised to see it there at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from heapq import merge
from itertools import islice
from urllib.parse import urlencode, urlsplit

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect

from broadsheet.articles.edition import choose
from broadsheet.articles.lists import beneath, live_sections, newest_within, top_level
from broadsheet.articles.models import Author, Correction, Paper, Section, Story, Topic
from broadsheet.articles.paging import PER_PAGE
from broadsheet.articles.plain import paragraphs
from broadsheet.articles.walks import Along, Walk, walk
from broadsheet.discovery.channels import ITEMS
from broadsheet.discovery.feeds import FORMATS
from broadsheet.discovery.news import fresh_stories
from broadsheet.discovery.sitemaps import listed_stories
from broadsheet.front.archive import PER_PAGE as PER_MONTH
from broadsheet.front.archive import month_after, month_start
from broadsheet.front.fragments import MORE_NEWS
from broadsheet.front.templatetags.times import for_machines
from broadsheet.related.stories import related_to

OTHERS = 3
"""Stories whose related ones are read."""
MOST_OLD = 3
"""Old addresses that are read."""
SOON, LATE = 5.0, 20.0
"""Seconds that readers may wait: for what the edge keeps, and for search, whose index the worker brings up to date."""


@dataclass(frozen=True)
class Surface:
    """A place and what should stand there: all of `marks` (in the markup) and `words` (in the text), or, where the
    story should be `gone` from it, none of `marks`.

    `leads_to` is where the place should redirect, `missing` whether there should be no page at all. What is `dated`
    must know the newest change of the story, by the generation that it tells.
    """

    name: str
    path: str
    marks: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    gone: bool = False
    leads_to: str = ""
    missing: bool = False
    dated: bool = False
    patience: float = SOON


def surfaces_of(story: Story, left: Sequence[int] = ()) -> list[Surface]:
    """Every place that should show `story` as it is now, or that should show it no more; the story itself comes first.

    `left` are the ids of sections that it stood in before it was moved.
    """
    found = Story.objects.readable().for_reading().filter(pk=story.pk).first()
    places = _Places(found or story, found is None)
    surfaces = [places.itself(), *places.old_addresses(), *places.fronts(), *places.lists(), *places.machines()]
    surfaces += [*places.others(), places.search(), *(places.left(pk) for pk in left)]
    return list({surface.path: surface for surface in surfaces if surface}.values())


def _path(url: str | None) -> str:
    return urlsplit(url or "").path


class _Places:
    """The places of one story; each method says of its places which should show it now."""

    def __init__(self, story: Story, gone: bool) -> None:
        self.story = story
        self.gone = gone
        self.url = _path(story.url)
        self.sections = live_sections()
        self.above = [s for s in self.sections if story.path.startswith(s.path)]

    def _shows(
        self, name: str, path: str, ids: Sequence[int] | None, *words: str, patience: float = SOON
    ) -> Surface | None:
        """The place at `path` which lists the stories `ids` (None: it shows this one); None where this is not one."""
        if self.gone:
            return Surface(name, path, (self.url,), gone=True, patience=patience)
        if ids is not None and self.story.pk not in ids:
            return None
        return Surface(name, path, (self.url,), words or (self.story.teaser_headline,), dated=True, patience=patience)

    def itself(self) -> Surface:
        """The story's own page."""
        story, name = self.story, _("The story")
        if self.gone:
            return Surface(name, self.url, gone=True, missing=True)
        texts = [
            line for block in story.body if block.block_type == "paragraph" for line in paragraphs(block.value.source)
        ]
        times = [time for time in (story.published_at, story.updated_at if story.shows_update else None) if time]
        corrections = [correction.text for correction in story.corrections.all()]
        words = (story.title, story.standfirst, *texts, *corrections)
        return Surface(
            name, self.url, tuple(for_machines(time) for time in times), tuple(filter(None, words)), dated=True
        )

    def old_addresses(self) -> Iterator[Surface]:
        """Where the story stood before."""
        for path in self._old() if not self.gone else ():
            yield Surface(_("Its old address"), path, leads_to=self.url)

    def _old(self) -> list[str]:
        old = Redirect.objects.filter(redirect_page=self.story.pk).order_by("-pk")[:MOST_OLD]
        return [f"{one.old_path}/" for one in old]

    def fronts(self) -> Iterator[Surface | None]:
        """The front page, and the fronts of its section and those above it."""
        front = Paper.objects.select_related("site__root_page").get().site.root_page.specific
        ids = [pk for slot in choose(front.layout, self.sections) for pk in slot.chosen]
        yield self._shows(_("Front page"), _path(front.url), ids)
        for section in reversed(self.above):
            whole = Section.objects.get(pk=section.pk)
            shown = [pk for slot in choose(whole.layout, self.sections, section) for pk in slot.chosen]
            rest = newest_within(beneath(section, self.sections), 0, PER_PAGE, shown)
            yield self._shows(_("Section %s") % section.title, _path(section.url), [*shown, *(pk for _, pk in rest)])
        tabs = [tab for tab in top_level(self.sections) if tab in self.above]
        for tab in tabs:
            ids = self._newest(MORE_NEWS, *(Walk(Along.SECTION, MORE_NEWS, pk) for pk in beneath(tab, self.sections)))
            yield self._shows(_("More news (below stories)"), reverse("more-news"), ids)

    def lists(self) -> Iterator[Surface | None]:
        """Topics, authors, the month, corrections."""
        for kind, head, along in self._heads():
            ids = self._newest(PER_PAGE, Walk(along, PER_PAGE, head.pk))
            yield self._shows(f"{kind} {head}", head.get_absolute_url(), ids)
        if self.story.published_at:
            first = timezone.localdate(self.story.published_at).replace(day=1)
            span = Walk(Along.SPAN, PER_MONTH, month_start(first), month_start(month_after(first)))
            path = reverse("archive-month", args=[first.year, first.month])
            yield self._shows(_("Archive of the month"), path, self._newest(PER_MONTH, span))
        own = [correction.text for correction in self.story.corrections.all()]
        if own:
            newest = Correction.objects.filter(story__in=Story.objects.readable()).values_list("story_id", flat=True)
            yield self._shows(
                _("Corrections"), reverse("corrections"), list(newest[:PER_PAGE]), self.story.title, own[0]
            )

    def machines(self) -> Iterator[Surface | None]:
        """Feeds and sitemaps."""
        scopes = [("/", [Walk(Along.PAPER, ITEMS)])]
        scopes += [
            (_path(section.url), [Walk(Along.SECTION, ITEMS, pk) for pk in beneath(section, self.sections)])
            for section in reversed(self.above)
        ]
        scopes += [(head.get_absolute_url(), [Walk(along, ITEMS, head.pk)]) for _kind, head, along in self._heads()]
        for path, walks in scopes:
            ids = self._newest(ITEMS, *walks)
            for name in FORMATS:
                yield self._shows(_("Feed"), f"{path}{name}", ids, self.story.title)
        yield from self._sitemaps()

    def _sitemaps(self) -> Iterator[Surface | None]:
        story = self.story
        if not story.published_at:
            return
        month = story.published_at.astimezone(UTC)
        listed = list(listed_stories().filter(pk=story.pk).values_list("pk", flat=True))
        changed = (story.updated_at or story.published_at).isoformat(timespec="seconds")
        yield self._shows(_("Sitemap of the month"), f"/sitemap-{month:%Y-%m}.xml", listed, changed)
        if self.gone or listed:
            fresh = [] if self.gone else list(fresh_stories().filter(pk=story.pk).values_list("pk", flat=True))
            yield self._shows(_("News sitemap"), "/news-sitemap.xml", fresh, story.title)
        if listed:
            yield Surface(_("Index of sitemaps"), "/sitemap.xml", (f"/sitemap-{month:%Y-%m}.xml",))

    def others(self) -> Iterator[Surface | None]:
        """Stories to which this one is related."""
        walks = [Walk(along, OTHERS + 1, head.pk) for _kind, head, along in self._heads() if along is Along.TOPIC]
        walks.append(Walk(Along.SECTION, OTHERS + 1, self.story.section_id or 0))
        ids = [pk for pk in self._newest(2 * OTHERS, *walks) if pk != self.story.pk][:OTHERS]
        for other in Story.objects.readable().for_reading().filter(pk__in=ids):
            related = [one.story.pk for one in related_to(other)]
            yield self._shows(
                _("Related to “%s”") % other.teaser_headline, reverse("related", args=[other.pk]), related
            )

    def search(self) -> Surface | None:
        """The search page, asked for the headline within the story's section and day."""
        story = self.story
        if not story.published_at or not any(letter.isalnum() for letter in story.title):
            return None
        day = timezone.localdate(story.published_at)
        asked = {"q": story.title[:200], "since": day.isoformat(), "until": day.isoformat()}
        return self._shows(_("Search"), f"{reverse('search')}?{urlencode(asked)}", None, patience=LATE)

    def left(self, section_id: int) -> Surface | None:
        """A section that it stood in before."""
        section = next((s for s in self.sections if s.pk == section_id and s not in self.above), None)
        if section is None:
            return None
        return Surface(_("Section %s (left)") % section.title, _path(section.url), (self.url, *self._old()), gone=True)

    def _heads(self) -> Iterator[tuple[str, Author | Topic, Along]]:
        for row in self.story.story_topics.select_related("topic"):
            yield _("Topic"), row.topic, Along.TOPIC
        for byline in self.story.bylines.select_related("author"):
            yield _("Author"), byline.author, Along.AUTHOR

    @staticmethod
    def _newest(count: int, *walks: Walk) -> list[int]:
        """Ids of the newest of several lists together."""
        found = merge(*walk(walks), reverse=True)
        return [row[1] for row in islice(dict.fromkeys(found), count)]
