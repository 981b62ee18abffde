"""What Ghost's editors put between paragraphs, as plain HTML: the same cards in Mobiledoc and Lexical."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

Card = dict[str, Any]
SILENT = {"hr", "horizontalrule", "paywall", "email", "email-cta", "signup", "toc"}
"""Rules, and what only letters and members have."""


def card_html(name: str, card: Card) -> str | None:
    """The HTML of a card; None for one that is not known."""
    name = name.removeprefix("card-")
    if name in SILENT:
        return ""
    make = _CARDS.get(name)
    return make(card) if make else None


def _text(card: Card, *names: str) -> str:
    """The first of these values that is a text, as it is."""
    return next((card[name] for name in names if isinstance(card.get(name), str) and card[name]), "")


def _plain(card: Card, *names: str) -> str:
    return escape(_text(card, *names))


def _figure(inner: str, caption: str) -> str:
    return f"<figure>{inner}{f'<figcaption>{caption}</figcaption>' if caption else ''}</figure>"


def _img(card: Card) -> str:
    return f'<img src="{_plain(card, "src")}" alt="{_plain(card, "alt")}">' if _text(card, "src") else ""


def _image(card: Card) -> str:
    return _figure(_img(card), _text(card, "caption")) if _text(card, "src") else ""


def _gallery(card: Card) -> str:
    images = [one for one in card.get("images") or [] if isinstance(one, dict) and _text(one, "src")]
    shown = "".join(_figure(_img(one), _text(one, "caption")) for one in images)
    return f'<figure class="wp-block-gallery">{shown}</figure>' if images else ""


def _embed(card: Card) -> str:
    return f'<bs-embed url="{_plain(card, "url")}"></bs-embed>' if _text(card, "url") else _text(card, "html")


def _bookmark(card: Card) -> str:
    found = card.get("metadata")
    about: Card = found if isinstance(found, dict) else {}
    url = _text(card, "url") or _text(about, "url")
    if not url:
        return ""
    title = _plain(about, "title") or _plain(card, "title") or escape(url)
    return f'<p><a href="{escape(url)}">{title}</a></p>'


def _media(card: Card) -> str:
    url = _plain(card, "src", "fileSrc")
    title = _plain(card, "title", "fileTitle", "fileName")
    return f'<audio src="{url}" title="{title}"></audio>' if url else ""


def _markdown(card: Card) -> str:
    from markdown_it import MarkdownIt  # only where an export has such a card

    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(_text(card, "markdown")))


def _code(card: Card) -> str:
    return _figure(f"<pre>{_plain(card, 'code')}</pre>", _text(card, "caption"))


def _callout(card: Card) -> str:
    emoji = _plain(card, "calloutEmoji")
    return f"<p>{emoji}{' ' if emoji else ''}{_text(card, 'calloutText')}</p>"


def _toggle(card: Card) -> str:
    return f"<h3>{_text(card, 'heading')}</h3><div>{_text(card, 'content')}</div>"


def _button(card: Card) -> str:
    url, label = _plain(card, "buttonUrl", "url"), _plain(card, "buttonText", "text")
    return f'<p><a href="{url}">{label or url}</a></p>' if url else ""


def _header(card: Card) -> str:
    return f"<h2>{_text(card, 'header', 'heading')}</h2><p>{_text(card, 'subheader')}</p>{_button(card)}"


def _product(card: Card) -> str:
    image = _img({"src": _text(card, "productImageSrc"), "alt": _text(card, "productTitle")})
    button = _button({"url": _text(card, "productUrl"), "text": _text(card, "productButton")})
    return f"{image}<h3>{_text(card, 'productTitle')}</h3><div>{_text(card, 'productDescription')}</div>{button}"


_CARDS: dict[str, Callable[[Card], str]] = {
    "image": _image,
    "gallery": _gallery,
    "embed": _embed,
    "bookmark": _bookmark,
    "html": lambda card: _text(card, "html"),
    "markdown": _markdown,
    "code": _code,
    "codeblock": _code,
    "callout": _callout,
    "toggle": _toggle,
    "button": _button,
    "call-to-action": lambda card: f"<div>{_text(card, 'textValue')}</div>{_button(card)}",
    "header": _header,
    "product": _product,
    "video": _media,
    "audio": _media,
    "file": _media,
}
