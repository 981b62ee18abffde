"""The methods: each is given the texts, and asked for the nearest to one of them."""

from __future__ import annotations

import math
import re
import sqlite3
import tempfile
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from broadsheet.related.building import build
from broadsheet.related.evaluating import _ranked
from broadsheet.related.index import Index
from broadsheet.related.scoring import PRESENT, Text

HEAVIEST = 50
"""Terms of a story by which search engines are asked."""


class Engine(ABC):
    """A way to find what is near."""

    title: ClassVar[str]

    @abstractmethod
    def __init__(self, texts: Sequence[Text]) -> None: ...

    @abstractmethod
    def nearest(self, key: int, count: int) -> Sequence[int]:
        """The keys of the texts that are nearest to that with `key`, the nearest first; itself may be among them."""


def words(text: str) -> list[str]:
    """Words of two letters and more, in small letters."""
    return re.findall(r"\w\w+", text.lower())


class _Heavy(Engine):
    """Knows the heaviest words of each text, by tf·idf."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self.texts = texts
        self.counts = [Counter(words(f"{text.title} {text.body}")) for text in texts]
        self.known = Counter(word for counts in self.counts for word in counts)

    def heaviest(self, key: int) -> list[str]:
        """Those of one text."""
        weights = {
            word: (1 + math.log(n)) * math.log(len(self.texts) / self.known[word])
            for word, n in self.counts[key].items()
        }
        return sorted(weights, key=lambda word: (-weights[word], word))[:HEAVIEST]


class FTS5(_Heavy):
    """SQLite's full-text search, asked for any of the heaviest words."""

    title = "SQLite FTS5, BM25 of the 50 heaviest words"

    def __init__(self, texts: Sequence[Text]) -> None:
        super().__init__(texts)
        self.database = sqlite3.connect(":memory:")
        self.database.execute("CREATE VIRTUAL TABLE stories USING fts5(title, body)")
        rows = ((text.key, text.title, text.body) for text in texts)
        self.database.executemany("INSERT INTO stories (rowid, title, body) VALUES (?, ?, ?)", rows)

    def nearest(self, key: int, count: int) -> list[int]:
        asked = " OR ".join(f'"{word}"' for word in self.heaviest(key))
        sql = "SELECT rowid FROM stories WHERE stories MATCH ? ORDER BY bm25(stories, 3.0, 1.0) LIMIT ?"
        return [row for (row,) in self.database.execute(sql, [asked, count])]


class Postgres(_Heavy):
    """PostgreSQL's, by a server that is started for this alone."""

    title = "PostgreSQL, ts_rank of the 50 heaviest words"

    def __init__(self, texts: Sequence[Text]) -> None:
        import psycopg

        from tests.harness import postgres

        super().__init__(texts)
        self.server = postgres.server()
        self.database = psycopg.connect(self.server.__enter__(), autocommit=True)
        self.database.execute("CREATE TEMPORARY TABLE stories (key int, found tsvector)")
        with self.database.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO stories VALUES (%s, "
                "setweight(to_tsvector('simple', %s), 'A') || to_tsvector('simple', %s))",
                [(text.key, text.title, text.body[:200_000]) for text in texts],
            )
        self.database.execute("CREATE INDEX ON stories USING gin (found)")

    def nearest(self, key: int, count: int) -> list[int]:
        asked = " | ".join(f"'{word}'" for word in self.heaviest(key))
        found = "SELECT key FROM stories, to_tsquery('simple', %s) AS q WHERE found @@ q"
        sql = f"{found} ORDER BY ts_rank(found, q, 1) DESC LIMIT %s"
        return [row for (row,) in self.database.execute(sql, [asked, count])]


class Tantivy(_Heavy):
    """A search engine written in Rust."""

    title = "tantivy, BM25 of the 50 heaviest words"

    def __init__(self, texts: Sequence[Text]) -> None:
        import tantivy

        super().__init__(texts)
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("key", stored=True)
        for name in ("title", "body"):
            builder.add_text_field(name)
        self.index = tantivy.Index(builder.build())
        writer = self.index.writer()
        for text in texts:
            writer.add_document(tantivy.Document(key=text.key, title=text.title, body=text.body))
        writer.commit()
        self.index.reload()
        self.searcher = self.index.searcher()

    def nearest(self, key: int, count: int) -> list[int]:
        asked = " ".join(f'"{word}"' for word in self.heaviest(key))
        query = self.index.parse_query(asked, ["title", "body"], field_boosts={"title": 3.0})
        hits = self.searcher.search(query, count).hits
        return [self.searcher.doc(address)["key"][0] for _, address in hits]


class BM25S(Engine):
    """BM25 of whole texts as a sparse matrix."""

    title = "bm25s, whole text"

    def __init__(self, texts: Sequence[Text]) -> None:
        import bm25s

        self.words = [words(f"{text.title} {text.body}") for text in texts]
        self.engine: Any = bm25s.BM25()
        self.engine.index(self.words, show_progress=False)

    def nearest(self, key: int, count: int) -> list[int]:
        found, _ = self.engine.retrieve([self.words[key]], k=count, show_progress=False)
        return [int(one) for one in found[0]]


class TFIDF(Engine):
    """Cosines of all with all."""

    title = "TF-IDF matrix of words and pairs, headline three times"

    def __init__(self, texts: Sequence[Text]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectorizer: Any = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2)
        self.matrix = vectorizer.fit_transform(f"{f'{text.title} ' * 3}{text.body}" for text in texts)

    def nearest(self, key: int, count: int) -> list[int]:
        likenesses = (self.matrix @ self.matrix[key].T).toarray().ravel()
        return [int(one) for one in (-likenesses).argsort(kind="stable")[:count]]


class Ours(Engine):
    """What Broadsheet does, without dates."""

    title = "Broadsheet"

    def __init__(self, texts: Sequence[Text]) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="broadsheet-bench-")
        build(Path(self.folder.name), texts, 1)
        self.index = Index.of(Path(self.folder.name))
        self.index.__enter__()

    def nearest(self, key: int, count: int) -> list[int]:
        return _ranked(self.index, key, PRESENT.without_dates())[:count]


ENGINES: dict[str, type[Engine]] = {
    "fts5": FTS5,
    "postgres": Postgres,
    "tantivy": Tantivy,
    "bm25s": BM25S,
    "tfidf": TFIDF,
    "ours": Ours,
}
