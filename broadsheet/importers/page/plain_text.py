"""The story in the plain text that a browser shows, as a reader copies it from a page.

The heuristic, line by line (a browser puts every paragraph on one line):

1. The text begins with the first long line that reads as prose. What stands before it is the head.
2. The headline is the line of the head that stands there twice (title bar and page), if need be with the paper's name
   behind it; else the last line of three words or more that is no label, byline or date. A longer line between it and
   the text, or a sentence that a byline or a date follows, is the standfirst.
3. The text ends at the first line that a page puts after a story (“Related Articles”, “Leave a Reply”, …: see
   `furniture`), or with its last paragraph: lines after it that are no sentences (the author's name, tags) are dropped.
4. Within the text a short line that is no sentence and stands alone is a heading; several in a row are labels, and are
   dropped. Lines that begin with a bullet or a number are a list.
"""

from __future__ import annotations

from html import escape
from itertools import groupby

from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.page.found import Block, Dropped, Found
from broadsheet.importers.page.furniture import ends_the_story, is_furniture, is_notice
from broadsheet.importers.page.lines import byline, is_long, is_prose, is_sentence, is_stamp, item, stamped_date

_SEPARATORS = (" - ", " | ", " – ", " — ", " · ", " : ", " « ", " » ")
_STANDFIRST = 400
"""Characters that a standfirst may have."""


def read_text(text: str) -> Found:
    """The story in `text`. CannotImportError where there is none."""
    lines = [line for line in (line.strip("\ufeff\u200b \t\r\n\f\u00a0") for line in text.splitlines()) if line]
    title = _title(lines)
    found = Found(headline=lines[title])
    found.dropped += [Dropped(line, "before the story") for line in lines[:title] if line != found.headline]
    start = _head(lines, title + 1, found)
    _body(lines[start:], found)
    return found


def _title(lines: list[str]) -> int:
    """Where the headline stands (for the last time, if twice)."""
    first = next((n for n, line in enumerate(lines) if is_prose(line) and is_long(line) and not is_notice(line)), None)
    if first is None:
        raise CannotImportError("no story was found: not one paragraph of text that reads as prose.")
    near = lines[: first + 4]
    doubled = [n for n, line in enumerate(near) if n and _may_be_title(line) and _stands_in(line, near[:n])]
    if doubled:
        return doubled[-1]
    candidates = [n for n in range(first) if _may_be_title(lines[n], words=3)]
    if not candidates:
        raise CannotImportError("no story was found: no headline stands before its first paragraph.")
    last = candidates[-1]
    return last - 1 if last - 1 in candidates and _reads_on(lines[last - 1], lines[last]) else last


def _reads_on(headline: str, line: str) -> bool:
    """Whether `line` is rather the standfirst beneath `headline` than a headline itself."""
    return line.endswith((".", "。", "।", ".”")) or (is_long(line) and len(line) > 1.3 * len(headline))


def _may_be_title(line: str, words: int = 2) -> bool:
    enough = len(line.split()) >= words or (not line.isascii() and len(line) >= 2 * words)
    return enough and not (is_furniture(line) or ends_the_story(line) or byline(line) or is_stamp(line) or item(line))


def _stands_in(line: str, earlier: list[str]) -> bool:
    return any(other == line or other.startswith(tuple(line + mark for mark in _SEPARATORS)) for other in earlier)


def _head(lines: list[str], at: int, found: Found) -> int:
    """Read what stands between headline and text into `found`; where the text begins."""
    for n in range(at, len(lines)):
        line, following = lines[n], lines[n + 1] if n + 1 < len(lines) else ""
        if names := byline(line):
            found.authors += names
        elif is_stamp(line):
            found.published_at = found.published_at or stamped_date(line)
        elif is_furniture(line) or line == found.headline:
            found.dropped.append(Dropped(line, "a label"))
        elif _may_be_standfirst(line, following, found):
            found.standfirst = line
        elif is_prose(line):
            return n
        else:
            found.dropped.append(Dropped(line, "between headline and text"))
    raise CannotImportError("no story was found: nothing stands beneath the headline.")


def _may_be_standfirst(line: str, following: str, found: Found) -> bool:
    if found.standfirst or len(line) > _STANDFIRST:
        return False
    if is_prose(line):
        return bool(byline(following)) or is_stamp(following)
    return len(line.split()) >= 5 and not found.authors


def _body(lines: list[str], found: Found) -> None:
    end = next((n for n, line in enumerate(lines) if ends_the_story(line)), len(lines))
    last = _last(lines[:end])
    if not any(is_long(line) for line in lines[: last + 1]):
        raise CannotImportError("no story was found: its text is too short.")
    for kind, group in groupby(lines[: last + 1], _kind):
        _add(kind, list(group), found)
    found.dropped += [Dropped(line, "a line after the last paragraph") for line in lines[last + 1 : end]]
    found.dropped += [Dropped(line, f"after “{lines[end]}”, which ends a story") for line in lines[end:]]


def _last(lines: list[str]) -> int:
    """Where the last sentence stands, or the last of the items that its colon announces; -1 where there is none."""
    last = max((n for n, line in enumerate(lines) if is_sentence(line)), default=-1)
    if last >= 0 and lines[last].endswith((":", "：")):
        while last + 1 < len(lines) and item(lines[last + 1]):
            last += 1
    return last


def _kind(line: str) -> str:
    if is_furniture(line) or is_stamp(line) or byline(line):
        return "furniture"
    if listed := item(line):
        return listed[0]
    return "paragraph" if is_sentence(line) or is_prose(line) else "heading"


def _add(kind: str, lines: list[str], found: Found) -> None:
    if kind == "paragraph":
        found.blocks += [Block(kind, escape(line, quote=False)) for line in lines]
    elif kind == "heading" and len(lines) == 1 and len(lines[0]) <= 120:
        found.blocks.append(Block(kind, lines[0]))
    elif kind in ("list", "numbers") and len(lines) > 1:
        items = "".join(f"<li>{escape(listed[1], quote=False)}</li>" for line in lines if (listed := item(line)))
        found.blocks.append(Block(kind, items))
    elif kind in ("list", "numbers"):
        found.blocks.append(Block("paragraph", escape(lines[0], quote=False)))
    else:
        found.dropped += [Dropped(line, "a label") for line in lines]
