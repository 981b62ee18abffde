"""Measuring on corpora of known events."""

from __future__ import annotations

import json
import lzma
import os
from datetime import date
from pathlib import Path

import pytest

from broadsheet.related.evaluating import CorpusError, evaluate, ndcg, read_corpus, recall
from tests.related.archives import archive

CORPORA = Path(os.environ.get("BROADSHEET_CORPORA", Path(__file__).parents[2] / ".." / "shared" / "corpora"))


def write(folder: Path, documents: list[dict], clusters: list[tuple[str, str]] | None, *, packed: bool = False) -> Path:
    folder.mkdir()
    text = "".join(json.dumps(one) + "\n" for one in documents).encode()
    (folder / f"docs.jsonl{'.xz' * packed}").write_bytes(lzma.compress(text) if packed else text)
    if clusters is not None:
        lines = ["doc_id\tstory_id\tstory_size", *(f"{name}\t{event}\t2" for name, event in clusters)]
        (folder / "clusters.tsv").write_text("\n".join(lines) + "\n")
    return folder


def of_archive(folder: Path, *, packed: bool = False) -> Path:
    found = list(archive(own_words=8))
    documents = [
        {"id": f"d{text.key}", "title": text.title, "date": str(date.fromordinal(text.day)), "body": text.body}
        for _, text in found
    ]
    return write(folder, documents, [(f"d{text.key}", f"E{event}") for event, text in found], packed=packed)


def test_ndcg_is_one_for_the_best_order_and_falls_with_the_place() -> None:
    assert ndcg([1, 2, 9], frozenset({1, 2})) == 1
    assert ndcg([9, 1], frozenset({1})) == pytest.approx(0.63093)
    assert ndcg([9, 9, 9, 9, 9, 1], frozenset({1})) == 0
    assert recall([1, *range(20, 30), 2], frozenset({1, 2})) == 0.5


@pytest.mark.parametrize("packed", [True, False])
def test_stories_of_one_event_find_each_other(tmp_path: Path, packed: bool) -> None:
    """The recorded baseline: whatever changes the ranking must not fall below it."""
    found = evaluate(read_corpus(of_archive(tmp_path / "corpus", packed=packed)))
    assert found["ndcg5_text_only"] >= 0.86
    assert found["recall10_text_only"] >= 0.93
    assert found["ndcg5"] >= 0.97
    assert found["recall10"] >= 0.98


def test_distractors_are_searched_and_never_asked_for(tmp_path: Path) -> None:
    corpus = of_archive(tmp_path / "corpus")
    others = write(tmp_path / "others", [{"id": "d1", "title": "Elsewhere", "date": "", "body": None}], None)
    read = read_corpus(corpus, others)
    assert len(read.texts) == 121
    assert len(read.mates) == 120


def test_odd_documents_are_measured_like_others(tmp_path: Path) -> None:
    odd: list[dict] = [
        {"id": "a", "title": None, "body": "", "date": "2016-13-77"},
        {"id": "b", "title": "Twin", "body": "\x00"},
        {"id": 3, "title": "Twin", "lead": "x" * 1_000_000, "date": "2016"},
    ]
    folder = write(tmp_path / "odd", odd, [("a", "E"), ("b", "E"), ("3", "E"), ("nowhere", "E")])
    assert 0 < evaluate(read_corpus(folder))["recall10"] < 1


@pytest.mark.parametrize(
    ("documents", "clusters", "said"),
    [
        ('{"id": 1}\n{"title": "x"}', "doc_id\tstory_id\n1\tA\n", r"docs.jsonl, line 2: KeyError\('id'\)"),
        ("{", "doc_id\tstory_id\n1\tA\n", "docs.jsonl, line 1: "),
        ('{"id": 1}\n{"id": 1}', "doc_id\tstory_id\n1\tA\n", "two documents have the same id"),
        ('{"id": 1}', "doc_id\tstory_id\n1\tA\n", "no two documents"),
        ('{"id": 1}', "id,story\n", "doc_id and story_id"),
        ('{"id": 1}', None, "clusters.tsv: there is no such file"),
        (None, None, "neither docs.jsonl nor docs.jsonl.xz"),
    ],
)
def test_a_folder_that_is_no_corpus_is_refused_with_the_place(
    tmp_path: Path, documents: str | None, clusters: str | None, said: str
) -> None:
    for name, content in (("docs.jsonl", documents), ("clusters.tsv", clusters)):
        if content is not None:
            (tmp_path / name).write_text(content)
    with pytest.raises(CorpusError, match=said):
        read_corpus(tmp_path)


def test_the_real_corpus_is_ranked_as_well_as_it_was() -> None:
    folder = CORPORA / "related" / "allsides-fulltext"
    if not folder.is_dir():
        pytest.skip(f"needs {folder}; set BROADSHEET_CORPORA to the folder of the corpora")
    found = evaluate(read_corpus(folder))
    assert found["ndcg5_text_only"] >= 0.885
    assert found["recall10_text_only"] >= 0.97
    assert found["ndcg5"] >= 0.935
    assert found["recall10"] >= 0.98
