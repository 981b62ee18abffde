"""Making the story: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.search import index

from broadsheet.articles.models import Author, Byline, Section, Story
from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.models import ImportedPage
from broadsheet.importers.page.body import body_of
from broadsheet.importers.page.found import Found
from broadsheet.importers.page.pictures import Print, keep
from broadsheet.media.models import Image

_NOBODY = frozenset(("admin", "administrator", "webmaster", "root", "user", "anonymous"))


class Outcome(Enum):
    """What became of a page."""

    MADE = "made"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DIFFERS = "differs"


@dataclass(frozen=True)
class Wishes:
    """What whoever imports asks for; `authors` are names or slugs."""

    section: str
    authors: Sequence[str] = ()
    publish: bool = False
    update: bool = False
    date: datetime | None = None
    republished: bool = False


@dataclass(frozen=True)
class Made:
    """The story, what became of it, and the names of authors that were not known before; how many pictures it got."""

    story: Story
    outcome: Outcome
    new_authors: list[str]
    pictures: int = 0


def will_write(found: Found, wishes: Wishes) -> bool:
    """Whether `make_story` would make or change a story, so that its pictures are worth fetching."""
    known = ImportedPage.objects.filter(source=_source(found)).first()
    return known is None or (wishes.update and known.fingerprint != found.fingerprint)


def make_story(found: Found, wishes: Wishes, prints: Sequence[Print] = ()) -> Made:
    """The story of `found` with the pictures `prints`, made, left as it is or updated.

    CannotImportError: nothing is written, no file of a picture either.
    """
    new: list[Image] = []
    try:
        with transaction.atomic():
            return _make(found, wishes, prints, new)
    except BaseException:
        for image in new:
            image.file.storage.delete(image.file.name)
        raise


def _make(found: Found, wishes: Wishes, prints: Sequence[Print], new_images: list[Image]) -> Made:
    section = find_section(wishes.section)
    names = check_names(wishes.authors or found.authors)
    _check(found, wishes)
    known = ImportedPage.objects.select_related("story").filter(source=_source(found)).first()
    if known and known.fingerprint == found.fingerprint:
        return Made(_published(known.story, wishes), Outcome.UNCHANGED, [])
    if known and not wishes.update:
        return Made(known.story, Outcome.DIFFERS, [])
    authors, new = _authors(names)
    story = known.story.get_latest_revision_as_object() if known else Story()
    _write(story, found, wishes, authors)
    _illustrate(story, found, prints, new_images)
    if not known:
        story.live = False
        story.first_published_at = wishes.date or found.published_at or timezone.now()
    _save(story, section, known is None, wishes.publish or (known is not None and known.story.live))
    fresh = Story.objects.get(pk=story.pk)
    ImportedPage.objects.update_or_create(
        source=_source(found), defaults={"fingerprint": found.fingerprint, "story": fresh}
    )
    index.insert_or_update_object(fresh)
    return Made(fresh, Outcome.UPDATED if known else Outcome.MADE, new, len(prints))


def find_section(wanted: str) -> Section:
    """The live section of that slug, path or title; CannotImportError names those that there are."""
    sections = list(Section.objects.live().order_by("path"))
    word = wanted.strip("/ ").casefold()
    exact = [one for one in sections if word in (one.slug.casefold(), _path(one).casefold())]
    matching = exact or [one for one in sections if one.title.casefold() == word]
    if len(matching) == 1:
        return matching[0]
    shown = ", ".join(f"{_path(one)} ({one.title})" for one in matching or sections) or "none yet: make one in the desk"
    problem = "is the name of several sections" if matching else "is no section"
    raise CannotImportError(f"“{wanted}” {problem} of this paper; there are: {shown}.")


def _path(section: Section) -> str:
    """The slugs from the front down: politics/local."""
    return "/".join(section.url_path.strip("/").split("/")[1:])


def check_names(names: Sequence[str]) -> list[str]:
    """`names`, tidy; CannotImportError where there is none or one that names nobody."""
    tidy = list(dict.fromkeys(" ".join(name.split()) for name in names))
    if not any(tidy):
        raise CannotImportError("nobody is named as the author, neither by you nor by the page: give --author NAME.")
    for name in tidy:
        if name.casefold() in _NOBODY or not name:
            raise CannotImportError(f"“{name}” names nobody; a byline must: give --author with a person's name.")
        if len(name) > 120:
            raise CannotImportError(f"“{name[:60]}…” is too long for a name (120 characters): give --author NAME.")
    return tidy


def _check(found: Found, wishes: Wishes) -> None:
    if len(found.headline) > 255:
        raise CannotImportError(f"the headline has {len(found.headline)} characters; 255 are allowed: shorten it.")
    if wishes.date and wishes.date > timezone.now():
        raise CannotImportError("the date lies in the future: import the story as a draft and schedule it in the desk.")


def _source(found: Found) -> str:
    return found.canonical_url or f"headline:{found.headline.casefold()}"


def _authors(names: Sequence[str]) -> tuple[list[Author], list[str]]:
    """The authors of these names or slugs, made where they are new, and the names of those."""
    authors, new = [], []
    for name in names:
        author = Author.objects.filter(slug=name).first() or Author.objects.filter(name__iexact=name).first()
        if author is None:
            author = Author.objects.create(name=name, slug=_free_slug(name))
            new.append(name)
        authors.append(author)
    return authors, new


def _free_slug(name: str) -> str:
    wanted = slugify(name, allow_unicode=True)[:110] or "author"
    taken = set(Author.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for n in range(len(taken) + 1) if (slug := f"{wanted}-{n + 1}" if n else wanted) not in taken)


def _write(story: Story, found: Found, wishes: Wishes, authors: list[Author]) -> None:
    story.title = found.headline
    story.standfirst = found.standfirst
    story.body = body_of(found.blocks)
    if wishes.republished:
        story.canonical_url = found.canonical_url
    if wishes.authors or not story.pk:
        story.bylines = [Byline(author=author) for author in authors]


def _illustrate(story: Story, found: Found, prints: Sequence[Print], new_images: list[Image]) -> None:
    """Gives `story` the first picture as its lead and the others where they stood; new ones go to `new_images`."""
    placed: list[tuple[int, dict[str, Any]]] = []
    for one in prints:
        image, is_new = keep(one, found.headline)
        if is_new:
            new_images.append(image)
        caption = "" if is_new else one.picture.caption
        if one is prints[0]:
            story.lead_image, story.lead_caption = image, caption
        else:
            alt = "" if is_new else one.picture.alt
            placed.append((one.picture.place, {"image": image.pk, "caption": caption, "alt": alt}))
    if placed:
        story.body = body_of(found.blocks, placed)


def _save(story: Story, section: Section, new: bool, publish: bool) -> None:
    try:
        if new:
            section.add_child(instance=story)
        revision = story.save_revision(log_action=True)
    except ValidationError as error:
        raise CannotImportError("; ".join(error.messages)) from None
    if publish:
        revision.publish()


def _published(story: Story, wishes: Wishes) -> Story:
    """`story`, made live where that is now asked for and it is not."""
    if wishes.publish and not story.live:
        (story.get_latest_revision() or story.save_revision()).publish()
        story = Story.objects.get(pk=story.pk)
        index.insert_or_update_object(story)
    return story
