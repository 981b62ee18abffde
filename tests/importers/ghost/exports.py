"""Exports of Ghost for tests: as few tables as a case needs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

LEXICAL = {
    "root": {
        "type": "root",
        "children": [
            {
                "type": "paragraph",
                "children": [
                    {"type": "extended-text", "text": "Bold & ", "format": 1},
                    {"type": "text", "text": "both", "format": 3},
                    {"type": "linebreak"},
                    {
                        "type": "link",
                        "url": "__GHOST_URL__/second/",
                        "children": [{"type": "text", "text": "the other"}],
                    },
                ],
            },
            {"type": "extended-heading", "tag": "h2", "children": [{"type": "text", "text": "A heading"}]},
            {
                "type": "list",
                "listType": "number",
                "children": [{"type": "listitem", "children": [{"type": "text", "text": "First"}]}],
            },
            {
                "type": "image",
                "src": "__GHOST_URL__/content/images/2024/bridge.png",
                "alt": "A bridge",
                "caption": "It",
            },
            {"type": "embed", "url": "https://video.example/watch", "html": "<iframe></iframe>"},
            {"type": "callout", "calloutEmoji": "!", "calloutText": "Mind this"},
            {"type": "paywall"},
            {"type": "horoscope"},
        ],
    }
}
MOBILEDOC = {
    "version": "0.3.1",
    "atoms": [["soft-return", "", {}]],
    "cards": [["markdown", {"markdown": "# Title\n\nText *here*."}], ["bookmark", {"url": "https://b.example/x"}]],
    "markups": [["strong"], ["a", ["href", "https://a.example/"]]],
    "sections": [
        [1, "p", [[0, [0], 1, "Strong"], [0, [], 0, " and "], [0, [1], 1, "linked"], [1, [], 0, 0], [0, [], 0, "<b>"]]],
        [3, "ul", [[[0, [], 0, "One"]], [[0, [], 0, "Two"]]]],
        [10, 0],
        [10, 1],
        [10, 99],
    ],
}


def row(number: int, title: str, **more: Any) -> dict[str, Any]:
    """A post."""
    return {
        "id": f"p{number}",
        "title": title,
        "slug": title.lower().replace(" ", "-"),
        "html": "<p>Printed.</p>",
        "status": "published",
        "visibility": "public",
        "type": "post",
        "published_at": "2024-03-04T05:06:07.000Z",
        "created_at": "2024-03-01T00:00:00.000Z",
    } | more


def export(folder: Path, *posts: dict[str, Any], **tables: Any) -> Path:
    """A file with these posts; `tables` are further ones, or others in the place of the usual."""
    joined = [{"post_id": post["id"], "author_id": "1", "sort_order": 0} for post in posts]
    tags = [{"id": "t1", "name": "Politics", "slug": "politics"}, {"id": "t2", "name": "Bridges", "slug": "bridges"}]
    tags += [{"id": "t3", "name": "#hidden", "slug": "hash-hidden", "visibility": "internal"}]
    data = {
        "posts": list(posts),
        "users": [{"id": "1", "name": "Ada Reporter", "slug": "ada", "email": "ada@old.example"}],
        "posts_authors": joined,
        "tags": tags,
        "posts_tags": [
            {"post_id": post["id"], "tag_id": tag, "sort_order": place}
            for post in posts
            for place, tag in enumerate(("t1", "t2", "t3"))
        ],
        "settings": [{"key": "title", "value": "The Old Paper"}],
    } | tables
    path = folder / "ghost.json"
    path.write_text(json.dumps({"db": [{"meta": {"version": "5.80.0"}, "data": data}]}), encoding="utf-8")
    return path
