"""Serving a size of a picture that was not made beforehand."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from wagtail.images.utils import verify_signature
from wagtail.images.views.serve import ServeView

from broadsheet.media.models import Image, Rendition
from broadsheet.media.pictures import address, picture_name

_SPEC = re.compile(r"(?:fill-(\d{1,4})x(\d{1,4})|width-(\d{1,4}))\|format-(?:avif|webp|jpeg|png)")
_LARGEST = 2400
_TYPES = {
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".png": "image/png",
}
_YEAR = "public, max-age=31536000, immutable"


class PictureView(ServeView):
    """A size of a picture at its signed address.

    The address names the file and its focal point, so what is found there never changes; where either has changed, it
    leads on to the address of today. 403 for a wrong signature, 404 for a size that no page uses.
    """

    def get(self, request: HttpRequest, signature: str, image_id: int, filter_spec: str, filename: str) -> Any:
        if not _used_by_pages(filter_spec):
            return HttpResponse("No page uses this size.", content_type="text/plain", status=404)
        if not verify_signature(signature.encode(), image_id, filter_spec):
            raise PermissionDenied
        image = get_object_or_404(Image, pk=image_id)
        if filename != picture_name(image, filter_spec):
            moved = HttpResponseRedirect(address(image, filter_spec))
            moved["Cache-Control"] = "public, max-age=60"
            return moved
        response = super().get(request, signature, image_id, filter_spec, filename)
        if response.status_code == 200:
            response["Cache-Control"] = _YEAR
        return response

    def serve(self, rendition: Rendition) -> HttpResponse:
        """The file whole: it is small, and a synchronous stream would be read in one piece under ASGI anyway."""
        with rendition.file.open("rb") as file:
            response = HttpResponse(file.read(), content_type=_TYPES[PurePath(rendition.file.name).suffix])
        response["Content-Security-Policy"] = "default-src 'none'"
        response["X-Content-Type-Options"] = "nosniff"
        return response


def _used_by_pages(spec: str) -> bool:
    match = _SPEC.fullmatch(spec)
    return match is not None and all(0 < int(side) <= _LARGEST for side in match.groups() if side)
