"""What crawlers may fetch (RFC 9309) and where the sitemaps are."""

from broadsheet.articles import tags
from broadsheet.discovery.addresses import absolute
from broadsheet.edge.tags import depend

CLOSED = ("/desk/", "/_f/", "/search/")
"""The newsroom, fragments of pages, and endless lists of results."""


def robots_txt() -> str:
    """The text of /robots.txt."""
    depend(tags.PAPER)
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    lines += [f"Sitemap: {absolute(name)}" for name in ("/sitemap.xml", "/news-sitemap.xml")]
    return "\n".join(lines) + "\n"
