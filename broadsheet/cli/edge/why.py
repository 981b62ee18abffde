"""`broadsheet edge why`: whether a page would be served from the store, and if not, exactly why."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from broadsheet.cli.edge.finding import address_of, open_home, open_store
from broadsheet.edge import keys
from broadsheet.edge.asking import Look, look, moment
from broadsheet.edge.numbers import count
from broadsheet.edge.origin import Address
from broadsheet.edge.parts import Part, Text

if TYPE_CHECKING:
    from broadsheet.edge.pages import Page


@click.command()
@click.argument("url")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(url: str, as_json: bool) -> None:
    """Say whether the page at URL would be served from the store, and if not, exactly why.

    URL is an address of the paper, or a path. What is not in the store is rendered once to see what it would depend on,
    and whether it may be kept at all; nothing is stored.
    """
    open_home()
    address = address_of(url)
    found = _explain(address)
    click.echo(json.dumps(found, indent=2) if as_json else _in_words(found))


def _explain(address: Address) -> dict[str, Any]:
    """All that is known of the address."""
    key = keys.key(address.host, address.path, address.query)
    if keys.is_passed(address.path):
        why = f"nothing below {_passed(address.path)} is ever kept: requests go straight to who answers"
        return {"key": key, "hit": False, "why": why, "newest": None, "parts": []}
    with open_store() as store:
        looks = list(look(address, store.get, _numbers, newest := _newest(), time.time()))
    faults = [one for one in looks if one.fault]
    found = {"key": key, "hit": not faults, "why": "", "newest": newest, "parts": [_part(one) for one in looks]}
    if faults:
        where = "" if faults[0].depth == 0 else f"the fragment {faults[0].key}: "
        found["why"] = where + faults[0].fault
    if looks[0].part is None:
        found["trial"] = trial = _trial(address)
        found["why"] = f"it may not be kept: {trial['unkept']}" if trial["unkept"] else found["why"]
    elif all(one.part for one in looks):
        found["sizes"] = _sizes([one.part for one in looks if one.part])
    return found


def _passed(path: str) -> str:
    return next((start for start in keys.PASSED if path.startswith(start)), path)


def _numbers(tags: Iterable[str]) -> Mapping[str, int]:
    from broadsheet.edge.models import Generation

    return dict(Generation.objects.filter(tag__in=list(tags)).values_list("tag", "number"))


def _newest() -> int:
    from django.db.models import Max

    from broadsheet.edge.models import Generation

    return Generation.objects.aggregate(newest=Max("number"))["newest"] or 0


def _part(one: Look) -> dict[str, Any]:
    found: dict[str, Any] = {"key": one.key, "depth": one.depth, "holds": not one.fault, "fault": one.fault}
    part = one.part
    if part is None:
        return found
    texts = [piece for piece in part.pieces if isinstance(piece, Text)]
    return {
        **found,
        "status": part.status,
        "type": part.header("content-type"),
        "bytes": sum(len(text.plain) for text in texts),
        "deflated": sum(len(text.deflated) for text in texts),
        "number": part.number,
        "pressed": part.pressed,
        "age": max(time.time() - part.pressed, 0),
        "expires": part.expires,
        "tags": {tag: one.numbers.get(tag, 0) for tag in part.tags},
    }


def _sizes(parts: Sequence[Part]) -> dict[str, int]:
    """Bytes of the page put together, in each encoding."""
    from broadsheet.edge.pages import Page

    texts = [piece for part in parts for piece in part.pieces if isinstance(piece, Text)]
    page: Page = Page(parts[0], texts, parts, parts[0].number, False)
    if page.is_packed:
        page.press_brotli()
    return {"identity": len(page.body("")), **{name: len(body) for name, body in page.bodies.items() if name}}


def _trial(address: Address) -> dict[str, Any]:
    """What rendering it now answers, and why that may not be kept."""
    from broadsheet.edge.rendering import Renderer

    answer = Renderer()(address)
    pressing = answer.pressing
    return {
        "status": answer.status,
        "type": dict(answer.headers).get("content-type", ""),
        "unkept": pressing.unkept or ("" if pressing.storable else "rendering it failed; the log says why"),
        "tags": {tag: _numbers([tag]).get(tag, 0) for tag in sorted(pressing.tags)},
    }


def _in_words(found: Mapping[str, Any]) -> str:
    lines = [found["key"]]
    if sizes := found.get("sizes"):
        lines.append("  put together: " + ", ".join(f"{name} {size:,} bytes" for name, size in sizes.items()))
    for part in found["parts"]:
        lines += [f"{'  ' * part['depth']}{line}" for line in _part_in_words(part)]
    if trial := found.get("trial"):
        lines.append(f"  rendered now for a trial: {trial['status']} {trial['type']}")
        lines.append(
            f"  it may not be kept: {trial['unkept']}" if trial["unkept"] else "  it may be kept, and depends on"
        )
        lines += (
            [f"    {tag} at {count(number)}" for tag, number in trial["tags"].items()] if not trial["unkept"] else []
        )
    if found["newest"] is not None:
        lines.append(f"The newest change of all is {count(found['newest'])}.")
    lines.append("HIT: it is served as it is." if found["hit"] else f"NO HIT: {found['why']}.")
    return "\n".join(lines)


def _part_in_words(part: Mapping[str, Any]) -> list[str]:
    name = [f"  fragment {part['key']}"] if part["depth"] else []
    if "status" not in part:
        return [*name, f"  {part['fault']}"]
    ends = f", true until {moment(part['expires'])}" if part["expires"] is not None else ""
    lines = [
        f"  {part['status']} {part['type']}, {part['bytes']:,} bytes, deflated {part['deflated']:,}",
        f"  pressed at {count(part['number'])}, {moment(part['pressed'])}, {part['age']:.0f} s ago{ends}",
    ]
    lines += [
        f"    {tag} at {count(number)}{'   CHANGED since' if number > part['number'] else ''}"
        for tag, number in sorted(part["tags"].items(), key=lambda row: -row[1])
    ]
    return [*name, *lines]
