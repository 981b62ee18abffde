"""One story in several languages: which of them readers may see."""

from __future__ import annotations

from django.db.models import Q

from broadsheet.articles import tags
from broadsheet.articles.models import Story
from broadsheet.articles.prepared import Prepared, numbers
from broadsheet.edge.tags import depend

_ORIGINAL, _SAME = numbers(2)
_SHOWN = ("title", "language", "url_path", "published_at", "translation_of", "section_id")
_GROUP: Prepared[Story] = Prepared(
    lambda: Story.objects.readable().filter(Q(pk=_ORIGINAL) | Q(translation_of=_SAME)).only(*_SHOWN).order_by("pk"),
    (_ORIGINAL, _SAME),
)


def in_all_languages(story: Story) -> list[Story]:
    """The readable stories that are one with `story`, itself among them; [] where it is alone. By one query."""
    original = story.translation_of_id or story.pk
    depend(tags.translations(original), tags.PRIVACY, tags.TREE)
    found = _GROUP.fetch(original, original)
    return found if len(found) > 1 else []
