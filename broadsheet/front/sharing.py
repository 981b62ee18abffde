"""Share links: plain addresses at the networks' own forms, so that no script of theirs runs on the paper's pages."""

from __future__ import annotations

from urllib.parse import quote

from django.utils.translation import gettext as _

from broadsheet.front.context import Link


def share_links(title: str, url: str) -> list[Link]:
    """Links that share the story called `title` at the absolute address `url`."""
    name, address, both = quote(title, safe=""), quote(url, safe=""), quote(f"{title}\n{url}", safe="")
    return [
        Link(_("E-mail"), f"mailto:?subject={name}&body={both}"),
        Link("Mastodon", f"https://share.joinmastodon.org/#text={both}"),
        Link("Bluesky", f"https://bsky.app/intent/compose?text={both}"),
        Link("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={address}"),
        Link("X", f"https://x.com/intent/post?text={name}&url={address}"),
        Link("WhatsApp", f"https://wa.me/?text={both}"),
    ]
