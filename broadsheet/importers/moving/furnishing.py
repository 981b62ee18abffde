"""What stands around the stories: menu, footer, and the stories that the source keeps on top.

Each is set only where nobody here has set it: the ledger keeps a hash of what was set, and what differs from that, or
was emptied since, is somebody's work and stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from wagtail.models import Page

from broadsheet.articles.models import Front, Paper, Story, Topic
from broadsheet.importers.addresses import leads_to, standing
from broadsheet.importers.models import Move, Moved
from broadsheet.importers.moving.ledger import digest
from broadsheet.importers.moving.places import Places
from broadsheet.importers.moving.report import Line

KIND = "furniture"
HEAD = 4
"""Stories that a front's head has room for: the lead and three beside it."""
OURS = "this paper has its own, which was kept"
NO_ROOM = "the head of the front has room for four"
HIDDEN = "leads to nothing that readers may see here"
NOWHERE = "leads nowhere"
Blocks = list[dict[str, Any]]
Targets = Callable[[str, str], int | None]


@dataclass(frozen=True)
class Entry:
    """An entry of a menu: what it leads to, as (kind, key) or by its address; one of our own begins with “/”."""

    label: str
    kind: str = ""
    key: str = ""
    url: str = ""


@dataclass
class Furniture:
    """What a source has: main menu, columns of the footer by title, keys of the stories on top, the newest first."""

    menu: list[Entry] = field(default_factory=list)
    footer: dict[str, list[Entry]] = field(default_factory=dict)
    top: list[str] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    """Entries that have no place here, by the reason."""


def furnish(move: Move, places: Places, targets: Targets, found: Furniture) -> list[Line]:
    """Set what nobody has set; the lines of the report. To be called once all old addresses are written down."""
    paper = Paper.objects.get(site__is_default_site=True)
    lines = []
    if found.menu or found.footer or found.left:
        lines.append(_menus(move, paper, places, targets, found))
    if found.top:
        lines.append(_on_top(move, places.front.pk, targets, found.top))
    return lines


def _menus(move: Move, paper: Paper, places: Places, targets: Targets, found: Furniture) -> Line:
    lost = Counter(found.left)
    count = len(found.menu) + sum(map(len, found.footer.values())) + found.left.total()
    menu = _entries(move, found.menu, places, targets, lost)
    columns = {title[:40]: _entries(move, some, places, targets, lost) for title, some in found.footer.items()}
    footer = [_block(move, "column", {"title": title, "links": links}) for title, links in columns.items() if links]
    changed = False
    for name, blocks, size in (("menu", menu, len(menu)), ("footer", footer, sum(map(len, columns.values())))):
        if not blocks:
            continue
        if _may_set(move, name, list(getattr(paper, name).raw_data), blocks):
            setattr(paper, name, getattr(paper, name).stream_block.to_python(blocks))
            changed = True
        elif not _is_ours(move, name, list(getattr(paper, name).raw_data)):
            lost[OURS] += size
    if changed:
        paper.save()
    return Line("menu entries", count, count - lost.total(), dict(lost))


def _entries(move: Move, entries: Sequence[Entry], places: Places, targets: Targets, lost: Counter[str]) -> Blocks:
    found = []
    for entry in entries:
        block, why = _entry(move, entry, places, targets)
        if block is None:
            lost[why] += 1
        else:
            found.append(block)
    return found


def _entry(move: Move, entry: Entry, places: Places, targets: Targets) -> tuple[dict[str, Any] | None, str]:
    """The block of an entry, or why it has none."""
    pk, url = None, entry.url
    if entry.kind == "term" and entry.key in places.sections:
        pk = places.sections[entry.key].pk
    elif entry.kind == "term" and entry.key in places.topics:
        url = Topic.objects.get(pk=places.topics[entry.key]).get_absolute_url()
    elif entry.kind in ("story", "page"):
        target = targets(entry.kind, entry.key)
        pk = target if target and standing([(entry.kind, target)]) else None
    elif entry.url.startswith("/") and entry.url != "/":
        url = leads_to(entry.url) or ""
        if not url:
            return None, HIDDEN
    if pk is not None:
        page = Page.objects.get(pk=pk)
        if entry.label.casefold() in ("", page.title.casefold()):
            return _block(move, "page", pk), ""
        url = page.url or ""
    if not url or (not entry.label and not pk):
        return None, HIDDEN if entry.kind else NOWHERE
    return _block(move, "link", {"label": entry.label[:40], "url": url[:400]}), ""


def _block(move: Move, kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(UUID(digest(move.source, kind, value)))}


def _on_top(move: Move, front_pk: int, targets: Targets, keys: Sequence[str]) -> Line:
    """Let sticky stories lead the front."""
    numbers = [pk for key in keys if (pk := targets("story", key))]
    seen = set(Story.objects.readable().filter(pk__in=numbers).values_list("pk", flat=True))
    shown = [pk for pk in numbers if pk in seen]
    hidden, over = len(keys) - len(shown), max(len(shown) - HEAD, 0)
    lost = {reason: count for reason, count in ((HIDDEN, hidden), (NO_ROOM, over)) if count}
    shown = shown[:HEAD]
    line = Line("stories on top", len(keys), len(shown), lost)
    if not shown:
        return line
    blocks = [_block(move, "lead", {"story": shown[0]})]
    if shown[1:]:
        blocks.append(_block(move, "secondary", {"stories": [_block(move, "item", pk) for pk in shown[1:]]}))
    front = Front.objects.get(pk=front_pk)
    stands = list(front.layout.raw_data)
    if front.has_unpublished_changes or not _may_set(move, "top", stands, blocks):
        if front.has_unpublished_changes or not _is_ours(move, "top", stands):
            line.here, line.reasons[OURS] = 0, len(shown)
        return line
    front.layout = front.layout.stream_block.to_python(blocks)
    if front.latest_revision_id:
        front.save_revision(clean=False).publish()
    else:
        front.save()
    return line


# --- Whose it is ------------------------------------------------------------------------------------------------------


def _may_set(move: Move, name: str, stands: Blocks, wanted: Blocks) -> bool:
    """Whether `wanted` is to be written over what `stands` there; the ledger is told if so."""
    row = Moved.objects.filter(move=move, kind=KIND, key=name).first() or Moved(move=move, kind=KIND, key=name)
    if _digest(stands) != row.written if row.written else bool(stands):
        return False
    if row.written == _digest(wanted):
        return False
    row.written = _digest(wanted)
    row.save()
    return True


def _is_ours(move: Move, name: str, stands: Blocks) -> bool:
    """Whether what stands there is what was set."""
    return Moved.objects.filter(move=move, kind=KIND, key=name, written=_digest(stands)).exists()


def _digest(blocks: Blocks) -> str:
    """Of what blocks show; ids change when the desk saves a form."""
    return digest([_bare(block) for block in blocks])


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _bare(one) for name, one in value.items() if name != "id"}
    return [_bare(one) for one in value] if isinstance(value, list) else value
