"""Who sends a form: from a page of ours or from elsewhere, and from which internet address."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.http import HttpRequest

from broadsheet.edge.addresses import plain


def is_ours(request: HttpRequest) -> bool:
    """Whether a form comes from a page of this paper, by what browsers say of it and pages cannot forge.

    Sec-Fetch-Site (W3C Fetch Metadata) or, where a browser is older, Origin (RFC 6454). A client that sends neither is
    no browser that could be made use of, and is told apart by `is_browser`.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


def is_browser(request: HttpRequest) -> bool:
    """Whether the request says where it comes from; only then a session's cookie in it is believed."""
    return "Sec-Fetch-Site" in request.headers or "Origin" in request.headers


def address(request: HttpRequest) -> str:
    """The internet address of whoever sent `request`; "" where it is unknown.

    Behind a proxy of our own, which is on this machine or in its network, it is what that proxy has noted last in
    X-Forwarded-For. Somebody who asks us directly from afar is not believed such a header.
    """
    peer = plain(request.META.get("REMOTE_ADDR", ""))
    if peer and not ip_address(peer).is_global:
        for noted in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
            found = plain(noted)
            if found and ip_address(found).is_global:
                return found
    return peer
