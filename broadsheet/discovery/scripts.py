"""Data blocks: JSON inside HTML that no text in it can break out of."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString

_ESCAPES = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}
"""As Django's `json_script`; besides, the line ends that older JavaScript does not allow in strings."""


def json_ld(data: dict[str, Any]) -> SafeString:
    """`data` as a JSON-LD script element. Such a block is data, not code: no Content-Security-Policy stops it."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, separators=(",", ":"))
    return SafeString(f'<script type="application/ld+json">{text.translate(_ESCAPES)}</script>')
