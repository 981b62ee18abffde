"""A letter's words: HTML by MJML, and plain text. The same for everybody, but for two links that have marks here."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from broadsheet.articles.models import Paper, Story
from broadsheet.newsletter.mails import the_paper
from broadsheet.newsletter.models import Letter

UNSUBSCRIBE = "https://unsubscribe.link.invalid/"
PREFERENCES = "https://preferences.link.invalid/"
"""Stand in the words where each reader's own links come."""
READER = "#letter"
"""Ends links to stories: browsers keep it to themselves, and the page invites nobody who came by one to the letters."""


@dataclass(frozen=True)
class Words:
    """A letter as everybody gets it, with the marks."""

    html: str
    text: str


class RenderingError(Exception):
    """The letter cannot be made into a mail; the text says why."""


def stories_of(letter: Letter) -> list[Story]:
    """The stories of a letter that readers may see, in the letter's order, by 2 queries."""
    numbers = [row.story_id for row in letter.letter_stories.all()]
    found = Story.objects.readable().select_related("section").in_bulk(numbers)
    return [found[number] for number in dict.fromkeys(numbers) if number in found]


def render(letter: Letter) -> Words:
    """The words of `letter` as they are now. Raises RenderingError."""
    with override(settings.LANGUAGE_CODE):
        context = _context(letter, the_paper())
        text = render_to_string("newsletter/letter.txt", context)
        mjml = render_to_string("newsletter/letter.mjml", context)
    return Words(_to_html(mjml), _tidy(text))


def _context(letter: Letter, paper: Paper) -> dict[str, object]:
    language = settings.LANGUAGE_CODE
    stories = [(story, _whole(story.full_url or "") + READER) for story in stories_of(letter)]
    return {
        "paper": paper,
        "letter": letter,
        "home": settings.PUBLIC_URL,
        "stories": stories,
        "language": language,
        "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "unsubscribe": UNSUBSCRIBE,
        "preferences": PREFERENCES,
        "paragraphs": letter.paragraphs,
        "on_the_site": settings.PUBLIC_URL + letter.get_absolute_url() if letter.mailing_list.is_archived else "",
        "in_the_browser": _("Open in the browser"),
        "counted": letter.mailing_list.counts
        and _("We count how often these letters are opened and their links followed, never by whom."),
    }


def _whole(address: str) -> str:
    return address if "://" in address else settings.PUBLIC_URL + address


def _to_html(mjml: str) -> str:
    import mrml  # some MB that only who makes a letter needs

    try:
        return str(mrml.to_html(mjml, None, mrml.RenderOptions(fonts={})).content)
    except OSError as error:
        raise RenderingError(f"The letter's template is no MJML: {error}") from None


def _tidy(text: str) -> str:
    """Not more than one empty line after another."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept) + "\n"
