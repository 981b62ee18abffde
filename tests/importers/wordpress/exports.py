"""Small exports that tests write for themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>The Old Paper</title>
<wp:base_site_url>https://old.example</wp:base_site_url><wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_login>ada</wp:author_login>
<wp:author_display_name>Ada Reporter</wp:author_display_name></wp:author>
<wp:author><wp:author_login>root1</wp:author_login>
<wp:author_display_name>admin</wp:author_display_name></wp:author>
<wp:category><wp:category_nicename>politics</wp:category_nicename><wp:cat_name>Politics</wp:cat_name></wp:category>
<wp:category><wp:category_nicename>town</wp:category_nicename><wp:category_parent>politics</wp:category_parent>
<wp:cat_name>Town hall</wp:cat_name></wp:category>
"""
FOOT = "</channel></rss>"


def post(number: int, title: str = "", text: str = "<p>One sentence.</p>", **more: Any) -> str:
    """An item; `more` are values by name (`status`, `type`, `link` …) and `inside`, further XML."""
    values = {"type": "post", "status": "publish", "date": "2021-03-04 05:06:07", "by": "ada", "parent": 0, **more}
    slug = values.get("slug", f"post-{number}")
    link = values.get("link", f"https://old.example/2021/03/04/{slug}/")
    tags = '<category domain="category" nicename="politics"><![CDATA[Politics]]></category>'
    return f"""<item><title><![CDATA[{title or f"Post {number}"}]]></title><link>{link}</link>
<dc:creator><![CDATA[{values["by"]}]]></dc:creator><content:encoded><![CDATA[{text}]]></content:encoded>
<excerpt:encoded><![CDATA[{values.get("excerpt", "")}]]></excerpt:encoded><wp:post_id>{number}</wp:post_id>
<wp:post_date_gmt>{values["date"]}</wp:post_date_gmt><wp:post_name>{slug}</wp:post_name>
<wp:post_parent>{values["parent"]}</wp:post_parent><wp:status>{values["status"]}</wp:status>
<wp:post_type>{values["type"]}</wp:post_type><wp:post_password>{values.get("password", "")}</wp:post_password>
{values.get("categories", tags)}{values.get("inside", "")}</item>"""


def comment(number: int, text: str = "Well said.", parent: int = 0, approved: str = "1", kind: str = "comment") -> str:
    """A comment of an item."""
    return f"""<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>Reader {number}</wp:comment_author>
<wp:comment_author_email>r{number}@example.org</wp:comment_author_email>
<wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>
<wp:comment_date_gmt>2021-03-05 00:00:{number % 60:02}</wp:comment_date_gmt>
<wp:comment_content><![CDATA[{text}]]></wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved>
<wp:comment_type>{kind}</wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"""


def export(folder: Path, *items: str, name: str = "export.xml", head: str = HEAD) -> Path:
    """A file with these items."""
    path = folder / name
    path.write_text(head + "\n".join(items) + FOOT, encoding="utf-8")
    return path
