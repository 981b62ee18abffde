"""`broadsheet related evaluate`: how well stories on one event find each other, on a corpus of known events."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from broadsheet.cli.errors import WrongUse
from broadsheet.cli.related.progress import bar


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--distractors", type=click.Path(path_type=Path), help="Folder of documents to be found among, without clusters."
)
def command(folder: Path, distractors: Path | None) -> None:
    """Measure nDCG@5 and recall@10 on FOLDER: docs.jsonl or docs.jsonl.xz, and clusters.tsv.

    Prints one JSON object: ndcg5_text_only and recall10_text_only by the texts alone, ndcg5 and recall10 with the
    dates. Needs no paper and touches none.
    """
    from broadsheet.related.evaluating import CorpusError, evaluate, read_corpus

    try:
        corpus = read_corpus(folder, distractors)
    except CorpusError as error:
        raise WrongUse(str(error)) from None
    with bar(len(corpus.texts)) as said:
        found = evaluate(corpus, processes=len(os.sched_getaffinity(0)), said=said)
    click.echo(json.dumps(found))
