"""WordPress exports of any size, written by a generator: real shapes of posts, threads of comments, terms, authors."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.words import NAMES, TOPICS, Writer, words

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>The Bench</title><link>https://bench.example</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://bench.example</wp:base_site_url><wp:base_blog_url>https://bench.example</wp:base_blog_url>
"""
START = datetime(2012, 1, 1, 6, tzinfo=UTC)
SECTIONS = ("politics", "sports", "national", "community", "business", "culture", "science", "opinion")


def write_export(path: Path, posts: int, comments: int = 3, seed: int = 7) -> None:
    """An export of `posts` posts with `comments` comments each, half of the posts by either editor."""
    chance = random.Random(seed)
    writer = Writer()
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for name in words(NAMES):
            login = name.lower().replace(" ", "-")
            file.write(f"<wp:author><wp:author_login>{login}</wp:author_login>")
            file.write(f"<wp:author_display_name><![CDATA[{name}]]></wp:author_display_name></wp:author>\n")
        for slug in SECTIONS:
            file.write(f"<wp:category><wp:category_nicename>{slug}</wp:category_nicename>")
            file.write(f"<wp:cat_name><![CDATA[{slug.title()}]]></wp:cat_name></wp:category>\n")
        for number in range(1, posts + 1):
            file.writelines(_post(number, writer, chance, comments))
        file.write("</channel></rss>\n")


def _post(number: int, writer: Writer, chance: random.Random, comments: int) -> Iterator[str]:
    at = START + timedelta(minutes=37 * number)
    slug, section = f"story-{number}", chance.choice(SECTIONS)
    author = chance.choice(words(NAMES)).lower().replace(" ", "-")
    yield f"<item><title><![CDATA[{writer.headline()}]]></title>"
    yield f"<link>https://bench.example/{at:%Y/%m/%d}/{slug}/</link><pubDate>{at:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
    yield f"<dc:creator><![CDATA[{author}]]></dc:creator>"
    yield f'<guid isPermaLink="false">https://bench.example/?p={number}</guid><description></description>'
    yield f"<content:encoded><![CDATA[{_text(number, writer.text())}]]></content:encoded>"
    yield f"<excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>{number}</wp:post_id>"
    yield f"<wp:post_date>{at:%Y-%m-%d %H:%M:%S}</wp:post_date>"
    yield f"<wp:post_date_gmt>{at:%Y-%m-%d %H:%M:%S}</wp:post_date_gmt><wp:comment_status>open</wp:comment_status>"
    yield f"<wp:post_name>{slug}</wp:post_name><wp:status>publish</wp:status>"
    yield "<wp:post_parent>0</wp:post_parent><wp:post_type>post</wp:post_type><wp:post_password></wp:post_password>"
    yield f'<category domain="category" nicename="{section}"><![CDATA[{section.title()}]]></category>'
    for topic in chance.sample(words(TOPICS), 2):
        tag = topic.lower().replace(" ", "-")
        yield f'<category domain="post_tag" nicename="{tag}"><![CDATA[{topic}]]></category>'
    yield "<wp:postmeta><wp:meta_key>_edit_last</wp:meta_key><wp:meta_value><![CDATA[1]]></wp:meta_value></wp:postmeta>"
    for index in range(comments):
        yield _comment(number * 10 + index, number * 10 if index == 1 else 0, at, writer)
    yield "</item>\n"


def _text(number: int, paragraphs: list[str]) -> str:
    link = f'See <a href="https://bench.example/?p={max(number - 5, 1)}">what came before</a>.'
    if number % 2:
        return "\n\n".join([*paragraphs, link])
    made = [f"<!-- wp:paragraph -->\n<p>{text}</p>\n<!-- /wp:paragraph -->" for text in [*paragraphs, link]]
    return "\n\n".join(made)


def _comment(number: int, parent: int, at: datetime, writer: Writer) -> str:
    when = at + timedelta(minutes=number % 97)
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id>"
        f"<wp:comment_author>Reader {number % 977}</wp:comment_author>"
        f"<wp:comment_author_email>r{number % 977}@example.org</wp:comment_author_email>"
        f"<wp:comment_date_gmt>{when:%Y-%m-%d %H:%M:%S}</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{writer.random.choice(writer.sentences)}]]></wp:comment_content>"
        f"<wp:comment_approved>1</wp:comment_approved><wp:comment_type>comment</wp:comment_type>"
        f"<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
    )
