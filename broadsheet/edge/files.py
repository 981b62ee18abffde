"""Static files and media over HTTP: exact types, validators, ranges, and no guessing by browsers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from os import PathLike

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_HASHED = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")
"""How a name ends that carries its content's hash, as in front.1a2b3c4d5e6f.css."""


class Files(StaticFiles):
    """The files below a folder, each answer with `headers` and a lifetime in caches.

    A file whose name carries its hash never changes: it may be kept for a year without asking.
    """

    def __init__(self, directory: str | PathLike[str], max_age: int, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(directory=directory, check_dir=False)
        self.max_age = max_age
        self.extra = {"X-Content-Type-Options": "nosniff", **(headers or {})}

    async def check_config(self) -> None:
        """A folder that does not exist yet has no files: 404, not an error."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file at `path`, else 304, 404 or 405; nothing outside the folder is ever found."""
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            status = 404 if error.status_code == 401 else error.status_code
            return PlainTextResponse(error.detail, status, {**(error.headers or {}), **self.extra})
        age = "max-age=31536000, immutable" if _HASHED.search(path) else f"max-age={self.max_age}"
        response.headers.update({"Cache-Control": f"public, {age}", **self.extra})
        return response
