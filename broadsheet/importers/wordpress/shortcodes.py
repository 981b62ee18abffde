"""Shortcodes, by the grammar of WordPress (`get_shortcode_regex` in wp-includes/shortcodes.php).

Those that print pictures, sounds, films and captions become elements that `markup` reads; the frames of page builders
go and leave their text; any other stays in the text as WordPress leaves what it does not know, and is noted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

_TAG = re.compile(
    r"\[(?P<open>\[?)(?P<close>/?)(?P<name>[A-Za-z][\w-]*)(?P<atts>(?![\w-])[^\]/\[]*(?:/(?!\])[^\]/\[]*)*?)/?\](?P<end>\]?)"
)
_CAPTION = re.compile(r"\[(wp_)?caption(?![\w-])([^\]]*)\](.*?)\[/\1?caption\]", re.DOTALL)
_EMBED = re.compile(r"\[embed(?![\w-])[^\]]*\]\s*(https?://[^\s\[]+?)\s*\[/embed\]")
_HIDDEN = re.compile(r"\[(vc_raw_html|vc_raw_js|et_pb_code)(?![\w-])[^\]]*\].*?\[/\1\]", re.DOTALL)
_ATTS = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s'"\]]+))|"([^"]*)"|(\S+)""")
_BARE = re.compile(r"^[ \t]*(https?://[^\s<>\"]+)[ \t]*$", re.MULTILINE)
_IMAGE_FIRST = re.compile(r"\s*((?:<a [^>]*>)?\s*<img [^>]*>\s*(?:</a>)?)(.*)", re.DOTALL | re.IGNORECASE)
BUILDERS = ("vc_", "et_pb_", "fusion_", "av_", "mk_", "themify_", "fl_", "kc_", "tatsu_", "nectar_", "ux_", "cs_")
"""How the shortcodes of page builders begin: WPBakery, Divi, Avada, Enfold, Jupiter and their like."""
_PLAIN = frozenset(("row", "column", "col", "section", "one_half", "one_third", "two_third", "divider", "spacer"))
_KNOWN_SHAPE = re.compile(r"=\s*[\"']|^\s*$")


def embeds(text: str) -> str:
    """`text` with addresses that stand alone on a line made embeds, as WordPress does (WP_Embed::autoembed)."""
    return _BARE.sub(lambda match: _element("embed", url=match[1]), text) if "http" in text else text


def expanded(text: str, note: Callable[[str], None]) -> str:
    """`text` with its shortcodes made elements; `note` hears of those that were taken out or left as they are."""
    if "[" not in text:
        return text
    text = _CAPTION.sub(_caption, _EMBED.sub(lambda match: _element("embed", url=match[1]), text))
    if hidden := _HIDDEN.search(text):
        note(f"code of a page builder ([{hidden[1]}]) left out")
        text = _HIDDEN.sub("", text)
    return _TAG.sub(lambda match: _replaced(match, note), text)


def attributes(text: str) -> dict[str, str]:
    """The values of a shortcode by name; those without a name by their number."""
    found: dict[str, str] = {}
    for match in _ATTS.finditer(text):
        name = match[1].lower() if match[1] else str(len(found))
        found[name] = unescape(next((value for value in match.groups()[1:] if value is not None), ""))
    return found


def _replaced(match: re.Match[str], note: Callable[[str], None]) -> str:
    if match["open"] and match["end"]:  # [[name]] is how a text shows [name]
        return match[0][1:-1]
    name = match["name"].lower()
    if not match["close"] and (made := _made(name, attributes(match["atts"]))) is not None:
        return match["open"] + made + match["end"]
    if name in _CLOSING or name.startswith(BUILDERS) or name in _PLAIN:
        return match["open"] + "\n\n" + match["end"]
    if match["close"] or _KNOWN_SHAPE.search(match["atts"]):
        note(f"shortcode [{name}] is not known: left as text")
    return match[0]


_CLOSING = frozenset(("gallery", "audio", "video", "playlist", "embed", "caption", "wp_caption"))


def _made(name: str, atts: dict[str, str]) -> str | None:
    """The element for a shortcode that shows something; None where it shows nothing of its own."""
    if name in ("gallery", "vc_gallery", "et_pb_gallery", "vc_images_carousel"):
        ids = atts.get("ids") or atts.get("include") or atts.get("images") or atts.get("gallery_ids") or ""
        return _element("gallery", ids=ids)
    if name == "playlist":
        return _element("playlist", ids=atts.get("ids", ""), kind=atts.get("type", "audio"))
    if name in ("audio", "video", "et_pb_video", "vc_video", "et_pb_audio", "youtube", "vimeo"):
        return _element("embed", url=_film(atts), kind="audio" if "audio" in name else "video")
    if name in ("vc_single_image", "et_pb_image", "fusion_imageframe", "ux_image"):
        return _element(
            "picture", ids=atts.get("image") or atts.get("id", ""), src=atts.get("src", ""), alt=atts.get("alt", "")
        )
    if name in ("vc_custom_heading", "et_pb_heading") and (text := atts.get("text") or atts.get("title")):
        return f"\n\n<h2>{escape(text)}</h2>\n\n"
    return None


def _film(atts: dict[str, str]) -> str:
    names = ("src", "mp4", "webm", "ogv", "m4v", "mp3", "m4a", "ogg", "wav", "flac", "link", "url", "0")
    return next((atts[name] for name in names if atts.get(name, "").startswith("http")), "")


def _caption(match: re.Match[str]) -> str:
    """A caption as its shortcode has it: in the attribute, or after the picture."""
    found = _IMAGE_FIRST.match(match[3])
    if not found:
        return match[3]
    words = attributes(match[2]).get("caption") or found[2].strip()
    return f"\n\n<figure>{found[1]}<figcaption>{words}</figcaption></figure>\n\n"


def _element(name: str, **values: str) -> str:
    inner = " ".join(f'{key}="{escape(value)}"' for key, value in values.items())
    return f"\n\n<bs-{name} {inner}></bs-{name}>\n\n"
