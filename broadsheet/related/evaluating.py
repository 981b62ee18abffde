"""How well stories on one event find each other in a corpus whose events are known.

A corpus is a folder with `docs.jsonl` or `docs.jsonl.xz` (a JSON object a line: id, title, date, body; `lead` where
there is no body) and `clusters.tsv` with a head (doc_id, story_id, and what else there may be). Each document that has
a mate is asked for; its mates are what should be found. Ties are broken by the index, never by what should be found.
"""

from __future__ import annotations

import csv
import json
import lzma
import math
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from broadsheet.related.building import Said, build
from broadsheet.related.index import Index
from broadsheet.related.ranking import ranked
from broadsheet.related.scoring import PRESENT, UNDATED, Text, Weights


class CorpusError(Exception):
    """A folder is no corpus; the message says what is wrong with which file."""


@dataclass(frozen=True)
class Corpus:
    """Texts, and for each key that is asked for the keys that should be found."""

    texts: Sequence[Text]
    mates: Mapping[int, frozenset[int]]


def read_corpus(folder: Path, distractors: Path | None = None) -> Corpus:
    """The corpus in `folder`, among the documents of `distractors` too; raises CorpusError."""
    documents = list(_documents(folder))
    keys = {name: key for key, (name, _) in enumerate(documents)}
    if len(keys) < len(documents):
        raise CorpusError(f"{folder}: two documents have the same id. Give each an id of its own.")
    events: dict[str, set[int]] = defaultdict(set)
    for name, event in _clusters(folder / "clusters.tsv"):
        if name in keys:
            events[event].add(keys[name])
    mates = {key: frozenset(event - {key}) for event in events.values() if len(event) > 1 for key in event}
    if not mates:
        raise CorpusError(f"{folder / 'clusters.tsv'}: no two documents of {folder} share a story_id.")
    others = _documents(distractors) if distractors else ()
    texts = [_text(key, found) for key, (_, found) in enumerate([*documents, *others])]
    return Corpus(texts, mates)


def read_texts(folder: Path) -> Iterator[Text]:
    """The documents in `folder` as texts; raises CorpusError."""
    return (_text(key, found) for key, (_, found) in enumerate(_documents(folder)))


def _documents(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    path = next((path for path in (folder / "docs.jsonl", folder / "docs.jsonl.xz") if path.is_file()), None)
    if path is None:
        raise CorpusError(f"{folder}: there is neither docs.jsonl nor docs.jsonl.xz.")
    number = 0
    try:
        with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                number += 1
                if line.strip():
                    found = json.loads(line)
                    yield str(found["id"]), found
    except (ValueError, KeyError, TypeError, lzma.LZMAError, EOFError) as error:
        raise CorpusError(f"{path}, line {number}: {error!r}. Each line is a JSON object with an id.") from error


def _clusters(path: Path) -> Iterator[tuple[str, str]]:
    if not path.is_file():
        raise CorpusError(f"{path}: there is no such file.")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if not {"doc_id", "story_id"} <= set(rows.fieldnames or ()):
            raise CorpusError(f"{path}: its first line must name the columns doc_id and story_id, set apart by tabs.")
        for row in rows:
            yield row["doc_id"], row["story_id"]


def _text(key: int, found: Mapping[str, Any]) -> Text:
    body = found.get("body") or found.get("lead") or ""
    return Text(key, str(found.get("title") or ""), str(body), _day(str(found.get("date") or "")))


def _day(written: str) -> int:
    try:
        return date.fromisoformat(written[:10]).toordinal()
    except ValueError:
        return UNDATED


def evaluate(
    corpus: Corpus, weights: Weights = PRESENT, processes: int = 1, said: Said = lambda step, count: None
) -> dict[str, float]:
    """nDCG@5 and recall@10 by the texts alone and with the dates, on an index built of the corpus for this alone."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-") as folder:
        build(Path(folder), corpus.texts, processes, said, weights)
        with Index.of(Path(folder)) as index:
            alone = _mean(corpus, (_ranked(index, key, weights.without_dates()) for key in corpus.mates))
            dated = _mean(corpus, (_ranked(index, key, weights) for key in corpus.mates))
    return {"ndcg5_text_only": alone[0], "recall10_text_only": alone[1], "ndcg5": dated[0], "recall10": dated[1]}


def _ranked(index: Index, key: int, weights: Weights) -> list[int]:
    own = index.known([key])[key]
    return ranked(own, index.known(own.near.keys), weights)


def _mean(corpus: Corpus, ranked: Iterable[list[int]]) -> tuple[float, float]:
    found = [
        (ndcg(keys, mates), recall(keys, mates)) for keys, mates in zip(ranked, corpus.mates.values(), strict=True)
    ]
    return tuple(round(math.fsum(values) / len(found), 4) for values in zip(*found, strict=True))  # type: ignore[return-value]


def ndcg(keys: Sequence[int], wanted: frozenset[int], depth: int = 5) -> float:
    """How good an order is against the best there could be, each of `wanted` being worth the same."""
    gained = math.fsum(1 / math.log2(place + 2) for place, key in enumerate(keys[:depth]) if key in wanted)
    return gained / math.fsum(1 / math.log2(place + 2) for place in range(min(depth, len(wanted))))


def recall(keys: Sequence[int], wanted: frozenset[int], depth: int = 10) -> float:
    """Which part of `wanted` is among the first."""
    return len(wanted.intersection(keys[:depth])) / len(wanted)
