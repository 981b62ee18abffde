"""What the commands of `edge` are asked about: the home, an address, a story."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urlsplit

from broadsheet import env
from broadsheet.cli import home as homes
from broadsheet.cli.errors import Failed, WrongUse
from broadsheet.edge import keys
from broadsheet.edge.origin import Address
from broadsheet.edge.peeking import NoStoreError, Peek

if TYPE_CHECKING:
    from broadsheet.articles.models import Story

_SAFE = "!#$%&'()*+,/:;=?@[]~"
"""What a path may hold as it is, an encoded character among it (RFC 3986)."""


def open_home() -> None:
    """Loads Django for the home; raises WrongUse where there is none."""
    home = env.home_folder()
    env.read()
    homes.require(home)
    import django

    django.setup()


def open_store() -> Peek:
    """The store of the home's edge; raises Failed where there is none yet."""
    from django.conf import settings

    try:
        return Peek(settings.EDGE_FOLDER)
    except NoStoreError:
        raise Failed(
            f"There is no store in {settings.EDGE_FOLDER} yet: nothing was ever served from this home. "
            "Start it with `broadsheet serve`."
        ) from None


def address_of(url: str) -> Address:
    """The address by which the edge would ask for `url` (a URL of the paper or a path); WrongUse where it refuses."""
    from django.conf import settings

    parts = _split(url)
    from broadsheet.edge.hosts import named

    public = urlsplit(settings.PUBLIC_URL)
    host = _host(parts) if parts.netloc else public.netloc
    path, query = quote(parts.path, safe=_SAFE) or "/", quote(parts.query, safe=_SAFE)
    wrong = keys.fault(path, query)
    if wrong is not None:
        raise WrongUse(f"{url}: {wrong[1]} The server answers {wrong[0]}.")
    name = named(host)
    if name is None:
        raise WrongUse(
            f"{url}: this paper is not published under the name {host}; the server answers 400. "
            f"Its address is {settings.PUBLIC_URL}; BROADSHEET_HOSTS adds others."
        )
    return Address(public.scheme, name, keys.spelt(path), keys.counted(query))


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url if "://" in url or url.startswith("/") else f"/{url}")
        _ = parts.port
    except ValueError as error:
        raise WrongUse(
            f"{url} is no address: {error}. Give a URL of the paper, or a path that begins with /."
        ) from None
    if parts.scheme not in ("", "http", "https"):
        raise WrongUse(f"{url} is no web address. Give a URL of the paper, or a path that begins with /.")
    return parts


def _host(parts: SplitResult) -> str:
    """The Host header that a browser sends: without the port that is its scheme's own."""
    own = {"http": 80, "https": 443}[parts.scheme or "http"]
    return parts.netloc.rpartition(":")[0] if parts.port == own else parts.netloc


def story_of(text: str) -> Story:
    """The story with that number, path, URL or slug, published or not; WrongUse where there is none."""
    from broadsheet.articles.models import Paper, Story

    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 19:
        found = list(Story.objects.filter(id=int(text)))
    else:
        path = _split(text).path.strip("/")
        root = Paper.objects.get().site.root_page.url_path
        found = list(Story.objects.filter(url_path=f"{root}{path}/"))
        if not found and "/" not in path:
            found = list(Story.objects.filter(slug=path)[:2])
    if len(found) > 1:
        raise WrongUse(f"Several stories have the slug {text}. Name one by its path, as in /section/slug/.")
    if not found:
        raise WrongUse(f"There is no story {text}. Give its number (as in the desk's address), its path or its URL.")
    return found[0]
