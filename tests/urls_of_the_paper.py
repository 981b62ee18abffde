"""Every kind of address that readers and machines may ask of the paper, for the tests that hold for all of them.

A new kind of public page belongs into `KINDS`; `tests/test_every_address.py` fails while it is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import timezone
from wagtail.rich_text import RichText

from broadsheet.articles.blocks import TableBlock
from broadsheet.articles.models import Correction, Front, InfoPage, Paper, Section, Story
from broadsheet.comments.models import Reply, State
from broadsheet.discovery.cards import paper_card, story_card
from broadsheet.discovery.stills import Still
from broadsheet.newsletter.models import Letter, MailingList
from tests import world
from tests.comments import replying
from tests.newsletter import mailing

PRIVATE = {
    "desk/": "the newsroom: for staff who are signed in",
    "documents/": "files of the newsroom, served one by one",
    "_util/": "Wagtail's forms for pages behind a password, which the paper does not use",
}


@dataclass(frozen=True)
class Printed:
    """A paper that has one of everything."""

    front: Front
    politics: Section
    inner: Section
    story: Story
    plain: Story
    about: InfoPage
    reply: Reply
    letter: Letter

    @property
    def author(self) -> str:
        """The slug of an author with a portrait."""
        return self.story.bylines.first().author.slug

    @property
    def topic(self) -> str:
        """The slug of a topic of the full story."""
        return self.story.story_topics.first().topic.slug

    @property
    def month(self) -> tuple[int, int]:
        """Year and month in which the full story appeared, in the newsroom's time zone."""
        day = timezone.localdate(self.story.published_at)
        return day.year, day.month


@dataclass(frozen=True)
class Kind:
    """One kind of address: how to make one, the answer's status and what its content type begins with."""

    name: str
    url: Callable[[Printed], str]
    status: int = 200
    content: str = "text/html"

    @property
    def is_page(self) -> bool:
        """Whether it is a whole HTML page for readers."""
        return self.content == "text/html" and not self.name.startswith("fragment") and self.status != 302


FEEDS = {
    "feed.xml": "application/rss+xml",
    "atom.xml": "application/atom+xml",
    "feed.json": "application/feed+json",
}
CHANNELS: dict[str, Callable[[Printed], str]] = {
    "the paper": lambda p: "/",
    "a section": lambda p: p.politics.url,
    "a section within": lambda p: p.inner.url,
    "an author": lambda p: reverse("author", args=[p.author]),
    "a topic": lambda p: reverse("topic", args=[p.topic]),
}


def _feed(name: str, content: str, channel: str) -> Kind:
    return Kind(f"{name} of {channel}", lambda p: CHANNELS[channel](p) + name, content=content)


def _share(still: Still | None) -> str:
    return urlsplit(still.url).path if still else ""


KINDS: tuple[Kind, ...] = (
    Kind("front", lambda p: "/"),
    Kind("section", lambda p: p.politics.url),
    Kind("section within a section", lambda p: p.inner.url),
    Kind("section, second page", lambda p: f"{p.politics.url}?page=2"),
    Kind("story with everything", lambda p: p.story.url),
    Kind("story of one paragraph", lambda p: p.plain.url),
    Kind("information page", lambda p: p.about.url),
    Kind("author", lambda p: reverse("author", args=[p.author])),
    Kind("topic", lambda p: reverse("topic", args=[p.topic])),
    Kind("corrections", lambda p: reverse("corrections")),
    Kind("search, empty", lambda p: reverse("search")),
    Kind("search, found", lambda p: reverse("search") + "?q=harbour"),
    Kind("search, nothing found", lambda p: reverse("search") + "?q=zzyzx"),
    Kind("archive", lambda p: reverse("archive"), status=302),
    Kind("archive of a month", lambda p: reverse("archive-month", args=p.month)),
    Kind("no such page", lambda p: "/politics/no-such-story/", status=404),
    Kind("fragment: related", lambda p: reverse("related", args=[p.story.pk])),
    Kind("fragment: more news", lambda p: reverse("more-news")),
    Kind("fragment: most read", lambda p: reverse("most-read")),
    Kind("fragment: most read of a section", lambda p: reverse("most-read", args=[p.politics.pk])),
    Kind("fragment: replies", lambda p: reverse("replies", args=[p.story.pk])),
    Kind("fragment: how many replies", lambda p: reverse("reply-count", args=[p.story.pk])),
    Kind("replies", lambda p: reverse("replies-page", args=[p.story.pk])),
    Kind("replies, the oldest first", lambda p: reverse("replies-oldest", args=[p.story.pk])),
    Kind("replies, the newest first", lambda p: reverse("replies-newest", args=[p.story.pk])),
    Kind("replies, the most liked first", lambda p: reverse("replies-top", args=[p.story.pk])),
    Kind("reply", lambda p: reverse("reply", args=[p.story.pk, p.reply.pk]), status=302),
    Kind("form to answer a reply", lambda p: reverse("reply-answer", args=[p.story.pk, p.reply.pk])),
    Kind("form to report a reply", lambda p: reverse("reply-report", args=[p.story.pk, p.reply.pk])),
    Kind("what is kept of a reply", lambda p: reverse("replies-privacy")),
    Kind("link of a mail, broken", lambda p: reverse("reply-confirm", args=["none"]), status=410),
    Kind("link to hear no more, broken", lambda p: reverse("reply-stop", args=["none"]), status=410),
    Kind("replies as JSON", lambda p: f"/replies/{p.story.pk}/replies.json", content="application/json"),
    Kind("replies as Atom", lambda p: f"/replies/{p.story.pk}/atom.xml", content="application/atom+xml"),
    Kind("all replies as Atom", lambda p: "/replies/atom.xml", content="application/atom+xml"),
    Kind("how many replies stories have", lambda p: "/replies/counts.json", content="application/json"),
    Kind("newsletter", lambda p: reverse("newsletter")),
    Kind("letters of a list", lambda p: p.letter.mailing_list.get_absolute_url()),
    Kind("letter", lambda p: p.letter.get_absolute_url()),
    Kind("link to confirm letters, broken", lambda p: reverse("newsletter-confirm", args=["none"]), status=410),
    Kind("link to one's letters, broken", lambda p: reverse("newsletter-preferences", args=["none"]), status=410),
    Kind("link to have no letters, broken", lambda p: reverse("newsletter-unsubscribe", args=["none"]), status=410),
    Kind("one's own replies", lambda p: reverse("replies-mine")),
    Kind("manifest", lambda p: "/manifest.webmanifest", content="application/manifest+json"),
    Kind("robots.txt", lambda p: "/robots.txt", content="text/plain"),
    Kind("sitemap index", lambda p: "/sitemap.xml", content="application/xml"),
    Kind("sitemap of pages", lambda p: "/sitemap-pages.xml", content="application/xml"),
    Kind("sitemap of a month", lambda p: f"/sitemap-{p.story.published_at:%Y-%m}.xml", content="application/xml"),
    Kind("news sitemap", lambda p: "/news-sitemap.xml", content="application/xml"),
    Kind("news sitemap, first part", lambda p: "/news-sitemap-1.xml", content="application/xml"),
    Kind("share picture of the paper", lambda p: _share(paper_card(Paper.objects.get())), content="image/png"),
    Kind("share picture of a story", lambda p: _share(story_card(p.plain, Paper.objects.get())), content="image/png"),
    *(_feed(name, content, channel) for name, content in FEEDS.items() for channel in CHANNELS),
)
ELSEWHERE = {
    "_f/reply-stamp/": "tests/front/replies: it differs each time",
    "_f/reply-proof/": "tests/comments/test_proofs.py: it differs each time",
    "replies/<int:story_id>/<int:reply_id>/like/": "tests/front/replies: it leads to the reply",
    "replies/mine/<int:reply_id>/": "tests/front/replies: there is none but for who sent it",
    "newsletter/opened/<int:letter_id>/": "tests/front/newsletter/test_counting.py: it counts",
    "newsletter/to/<int:letter_id>/<int:place>/": "tests/front/newsletter/test_counting.py: it counts, and leads on",
    "newsletter/returned/<slug:provider>/": "tests/front/newsletter/test_webhooks.py: it takes POST alone",
    "favicon.ico": "tests/front: it leads to a static file",
    "pictures/<str:signature>/<int:image_id>/<str:filter_spec>/<str:filename>": "tests/media: it answers with a file",
}
"""Public addresses that are no page or feed, and where they are tested."""


def pages() -> list[Kind]:
    """The kinds that are whole HTML pages."""
    return [kind for kind in KINDS if kind.is_page]


def routes() -> Iterator[str]:
    """Every route of the URL configuration that the public may ask for."""

    def walk(patterns: list[Any], above: str) -> Iterator[str]:
        for pattern in patterns:
            route = above + str(pattern.pattern)
            if route.startswith(tuple(PRIVATE)):
                continue
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern):
                yield route

    yield from walk(get_resolver().url_patterns, "")


def route_of(url: str) -> str:
    """The route that answers `url`."""
    return resolve(url.split("?")[0]).route


def print_paper(extra: int = 45) -> Printed:
    """A paper with one of everything, `extra` short stories to fill lists, and a story with every kind of block."""
    front = world.paper("Politics", "Sports", "Opinion")
    politics = world.section("Politics")
    inner = world.add_section(politics, "Town Hall", "town-hall")
    plain = world.story(world.section("Sports"), "A short one")
    for number in range(extra):
        where = politics if number % 10 else world.section("Sports")
        world.story(where, f"Council meeting {number}", topics=("Elections",), at=_ago(hours=number + 2))
    portrait = world.image(400, 400)
    lead = world.author("Ada Reporter")
    lead.portrait, lead.role, lead.bio = portrait, "Political editor", "<p>Writes on <b>harbours</b>.</p>"
    lead.save()
    full = world.story(
        politics,
        "The harbour bridge opens “at last” — for buses & bicycles",
        kicker="Transport",
        standfirst="After nine years the bridge carries its first bus. Bicycles follow on Monday.",
        dateline="NORTHPORT",
        label="analysis",
        lead_image=world.image(1800, 1200, caption="The bridge", credit="J. Doe", licence="cc-by-4.0"),
        lead_caption="The bridge at noon.",
        topics=("Elections", "Harbour"),
        authors=(lead, world.author("Ben Writer")),
        body=_every_block(plain),
        at=_ago(hours=1),
    )
    Correction.objects.create(story=full, text="An earlier version named the wrong year.")
    world.story(world.section("Opinion"), "Why bridges matter", label="opinion", lead_image=world.image(1200, 900))
    world.story(inner, "The mayor resigns", topics=("Elections",))
    reply = replying.reply(full, text="I walked there.\n\n> After nine years\n\nSee https://bridge.example/.")
    reply.become(State.APPROVED)  # a newcomer's link may be held
    replying.reply(full, parent=reply, name="Ben Writer", role="Reporter", by_author=True).become(State.APPROVED)
    about = front.add_child(instance=InfoPage(title="About us", slug="about", live=True, body=_every_block(plain)))
    return Printed(front, politics, inner, full, plain, about, reply, _letter(full, plain))


def _letter(*stories: Story) -> Letter:
    daily = MailingList.objects.get()
    mailing.readers(1, daily)
    return mailing.frozen(daily, *stories)


def _ago(**time: float) -> Any:
    return timezone.now() - timedelta(**time)


def _every_block(other: Story) -> list[tuple[str, Any]]:
    picture = {"image": world.image(), "caption": "A field", "alt": "A blue field"}
    return [
        ("paragraph", RichText(f'<p>“One.” See <a linktype="page" id="{other.pk}">there</a>.</p><ul><li>A</li></ul>')),
        ("heading", "What happened"),
        ("picture", picture),
        ("gallery", {"title": "Four views", "pictures": [picture, {**picture, "image": world.image(300, 700)}]}),
        ("pull_quote", {"text": "We waited long.", "speaker": "The mayor"}),
        ("fact_box", {"title": "The bridge", "text": RichText("<p>It is <b>long</b>.</p><ol><li>Very</li></ol>")}),
        ("read_also", {"stories": [other]}),
        ("table", _table(other)),
        ("embed", {"url": "https://video.example/1", "title": "The opening", "description": "Two minutes."}),
        ("paragraph", RichText("<p>Averyveryveryveryveryveryveryveryveryveryveryveryverylongwordstandshere.</p>")),
    ]


def _table(other: Story) -> Any:
    """A table with a column of each kind, and a link in it."""
    link = f'<p>See <a linktype="page" id="{other.pk}">there</a>.</p>'
    return TableBlock().to_python(
        {
            "table": {
                "caption": "Ferry passengers",
                "columns": [{"type": kind, "heading": kind} for kind in ("text", "number", "rich_text")],
                "rows": [{"values": ["2019", 412300.0, link]}, {"values": ["2020", 2190.5, ""]}],
            }
        }
    )
