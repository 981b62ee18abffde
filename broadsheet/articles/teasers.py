"""What a list says of a story: whole phrases only, whatever room there is.

The rule:

1. The headline of a teaser is the editor's short headline where there is one, else the headline: whole, never cut.
2. The text of a teaser is the standfirst where there is one: whole, never cut.
3. Without a standfirst it is as many whole sentences of the story's first paragraph as there is room for.
4. Where not even the first sentence fits, it stands whole if it is no longer than half as much again as the room;
   else there is no text. A headline alone never ends in mid-phrase.
5. Nothing is added: no “…”, no “read on”. What ends in a colon, in an ellipsis or in no mark at all is no sentence.
6. An extract, as search results show it, begins with the sentence that has the words looked for; the sentences after it
   and then those before it stand with it, whole, as long as there is room. One sentence longer than half as much again
   as the room gives way to the next that has the words; where none is left there is no extract.

A sentence too long does less harm than one cut in the middle, so a full stop that may belong to an abbreviation is not
taken for an end.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from django.conf import settings
from wagtail.blocks import StreamValue

from broadsheet.articles.plain import paragraphs

ROOM = 220
"""Characters that a summary may take."""
STRETCH = 1.5
"""How much longer than the room a first sentence may be."""

_CLOSERS = "\"'”’“»«›」』）)\\]】〉》〕\u00a0\u202f"
_END = re.compile(rf"(?<![.…])[.!?。．｡！？؟۔।॥։።፧။។៕‼⁇⁈⁉][{_CLOSERS}]*(?:\[\d{{1,3}}\])*$")
"""A mark that ends a sentence (one full stop, not an ellipsis), then closing quotes and brackets and note numbers."""
_DOUBTFUL = re.compile(
    r"""(?:^|[\s(\[“„"'‘«])(?:
        (?:\w\.[\s\u00a0]?)*\w      # initials, U.S., p.m., “z. B.”, the French “M.”
        |[IVXLC]+                   # ordinals of kings and chapters
        |Mme|Mlle|Mmes|MM|Me|Mgr    # titles and the like that the splitter does not know
        |Fa|Hr|Fr|Frl|Ing|Bhf
        |Atty|Hdq|Hon|Messrs|Msgr|Ald|Cmsr|Comdr|Supt|Insp|Dept|Det|Cpl|Pfc|Spc|Treas
        |Sra|Srta|Dª|Lic|Dott|Avv|Sig|Sigg|dhr|mevr
    )\.$""",
    re.VERBOSE,
)
"""A full stop that may be an abbreviation's, so that the sentence may go on."""
_NUMBER = re.compile(r"\W*(?:\d{1,3}|[a-z]|[ivxlc]{1,5})[.)]", re.IGNORECASE)
"""The number of a list's item, which the splitter takes for a sentence."""

_KEY = re.compile(r' data-block-key="[^"]*"')
"""The editor's own name of a paragraph."""


def has_text(body: StreamValue) -> bool:
    """Whether a body holds anything but paragraphs without words."""
    return any(block.block_type != "paragraph" or bool(paragraphs(block.value.source)) for block in body)


def without_ids(value: Any) -> Any:
    """A body's stored value without the ids of blocks and paragraphs: two bodies with the same words are equal."""
    if isinstance(value, dict):
        return {key: without_ids(item) for key, item in value.items() if key != "id"}
    if isinstance(value, list):
        return [without_ids(item) for item in value]
    return _KEY.sub("", value) if isinstance(value, str) else value


def first_text(body: StreamValue) -> str:
    """The plain text of the first paragraph of a body, "" where there is none."""
    for block in body:
        if block.block_type == "paragraph" and (found := paragraphs(block.value.source)):
            return found[0]
    return ""


def summarise(standfirst: str, text: str, room: int = ROOM, language: str = "") -> str:
    """The standfirst, else whole sentences of `text` up to `room` characters, else "": see the rule above.

    `language` is a BCP 47 tag, the paper's own by default.
    """
    if standfirst := standfirst.strip():
        return standfirst
    text = re.split(r"\n\s*\n", text.strip(), maxsplit=1)[0].rstrip()
    ends = sentence_ends(text, language or settings.PAPER_LANGUAGE)
    fitting = [end for end in ends if end <= room] or [end for end in ends[:1] if end <= room * STRETCH]
    return text[: fitting[-1]] if fitting else ""


def extract(text: str, wanted: re.Pattern[str], room: int = ROOM, language: str = "") -> str:
    """Whole sentences of `text` around the first in which `wanted` is found, up to `room` characters, else "".

    `language` is a BCP 47 tag, the paper's own by default.
    """
    if not wanted.search(text):
        return ""
    ends = [0, *sentence_ends(text, language or settings.PAPER_LANGUAGE)]
    sentences = [(end - len(text[start:end].lstrip()), end) for start, end in pairwise(ends)]
    for number, (start, end) in enumerate(sentences):
        if end - start <= room * STRETCH and wanted.search(text, start, end):
            start, end = _widened(sentences, number, room)
            return text[start:end]
    return ""


def _widened(sentences: list[tuple[int, int]], number: int, room: int) -> tuple[int, int]:
    """Start and end of the sentence of that number with as many after it, then before it, as there is room for."""
    start, end = sentences[number]
    end = max([end, *(later for _, later in sentences[number + 1 :] if later - start <= room)])
    start = min([start, *(earlier for earlier, _ in sentences[:number] if end - earlier <= room)])
    return start, end


def sentence_ends(text: str, language: str) -> list[int]:
    """Where in `text` whole sentences end, for certain, in the language of that tag."""
    from sentencex import segment  # 4 MB that only saving and searching stories needs

    ends, start, position = [], 0, 0
    for piece in segment(language.split("-")[0].lower(), text):
        position += len(piece)
        end = len(text[:position].rstrip())
        if _ends(text[start:end], text[position:].lstrip()):
            ends.append(end)
            start = position
    return ends


def _ends(sentence: str, rest: str) -> bool:
    if not _END.search(sentence) or _NUMBER.fullmatch(sentence.strip()):
        return False
    return not rest or not (_DOUBTFUL.search(sentence) or _goes_on(sentence, rest))


def _goes_on(sentence: str, rest: str) -> bool:
    """Whether what follows can only be the same sentence: a small letter, or Japanese “…, said”."""
    return rest[0].islower() or (sentence.endswith(("」", "』")) and rest.startswith(("と", "って")))
