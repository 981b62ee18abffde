"""Answers to machines: typed, cacheable, without a cookie, and short where nothing has changed."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

MINUTE = 60


def answer(request: HttpRequest, content: str, content_type: str, *, minutes: int) -> HttpResponseBase:
    """`content` with an ETag, fresh for `minutes`; 304 without a body where the client has it already."""
    data = content.encode()
    etag = f'"{sha256(data).hexdigest()[:32]}"'
    response = HttpResponse(data, content_type=content_type)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={minutes * MINUTE}"
    return get_conditional_response(request, etag=etag, response=response) or response
