"""Languages of stories, and what makes stories one story in several of them.

A paper has one language, and so has its furniture. A story may be in another, and it may be the translation of a story:
all translations point at the original, so that each is found from any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from gettext import find
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import to_locale

if TYPE_CHECKING:
    from broadsheet.articles.models import Story

_SHAPE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z]{4})?(-([a-zA-Z]{2}|[0-9]{3}))?")
"""Language, script and region of BCP 47 (RFC 5646, 2.1): what papers need of it, and what search engines understand."""
LEFTWARD_SCRIPTS = {"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"}
LEFTWARD = {"ar", "arc", "azb", "bal", "ckb", "dv", "fa", "he", "iw", "nqo", "ps", "rhg", "sd", "syr", "ug", "ur", "yi"}
"""By the scripts that CLDR has as likeliest (likelySubtags.xml)."""
NO_LANGUAGE = _("“%(given)s” is no language: write its short name, such as es, ht, zh-Hant or pt-BR.")
SELF = _("A story cannot be the translation of itself.")
HAS_TRANSLATIONS = _("Other stories are translations of this one: it is the original.")
TAKEN = _("“%(headline)s” is the same story in the same language (%(language)s).")


def paper_language() -> str:
    """The paper's language as a BCP 47 tag, as in en-GB."""
    return language_tag(settings.PAPER_LANGUAGE)


def has_furniture(code: str) -> bool:
    """Whether there are words for the furniture of pages in the language of `code`, or in that of its region's."""
    locale = to_locale(code.lower())
    return locale.split("_")[0] == "en" or bool(find("django", settings.LOCALE_PATHS[0], [locale]))


def runs_leftwards(tag: str) -> bool:
    """Whether the language of `tag` is written from right to left: by its script, else by its usual one."""
    first, *rest = tag.lower().split("-")
    script = next((part for part in rest if len(part) == 4), "")
    return script in LEFTWARD_SCRIPTS if script else first in LEFTWARD


def language_tag(code: str) -> str:
    """`code` as a BCP 47 tag in the usual letter case, as in pt-BR or zh-Hans."""
    first, *rest = code.split("-")
    return "-".join([first.lower(), *(_subtag(part) for part in rest)])


def _subtag(part: str) -> str:
    return part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower()


def check_language(code: str) -> None:
    """Raises ValidationError where `code` is no language's tag."""
    if not _SHAPE.fullmatch(code):
        raise ValidationError(NO_LANGUAGE, params={"given": code})


def own_language(story: Story) -> str:
    """The language of `story`: its own, else the paper's."""
    return story.language or paper_language()


def keep_language(story: Story) -> None:
    """Brings language and original of `story` into one form; raises ValidationError for what cannot be.

    The translation of a translation is one of the original; a group has one story in each language.
    """
    story.language = language_tag(story.language)
    if story.language == paper_language():
        story.language = ""
    if story.translation_of:
        story.translation_of = story.translation_of.translation_of or story.translation_of
        if story.translation_of_id == story.pk:
            raise ValidationError({"translation_of": SELF})
        if story.pk and story.translations.exists():
            raise ValidationError({"translation_of": HAS_TRANSLATIONS})
    for other in _others(story):
        if own_language(other) == own_language(story):
            taken = {"headline": other.title, "language": own_language(story)}
            raise ValidationError({"language": TAKEN % taken})


def _others(story: Story) -> Iterable[Story]:
    """The stories that are one with `story`, published or not."""
    original = story.translation_of_id or story.pk
    if original is None:
        return ()
    stories = type(story)._default_manager.filter(Q(pk=original) | Q(translation_of=original))
    return stories.exclude(pk=story.pk).only("title", "language")
