"""Wiring only: the ASGI application that a server runs, and `inside`, what of it needs Django."""

import gc
import os
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.core.asgi import get_asgi_application
from django.core.files.storage import storages
from django.urls import get_resolver
from starlette.routing import Route, Router

from broadsheet.edge.database import ask
from broadsheet.edge.health import Health
from broadsheet.outside import around

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.settings")
pages: Any = get_asgi_application()
health = Health(settings.HOME, ask)
default: Any = ASGIStaticFilesHandler(pages) if settings.DEBUG else pages
inside: Any = Router(
    [Route("/healthz", health)],
    redirect_slashes=False,
    default=default,
)
application = around(inside)


def warm_up() -> None:
    """Imports what the first request would, and leaves what is loaded out of every later garbage collection.

    A page makes many small objects and drops them; going through all of Django's each time cost a fifth of it.
    """
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def read_manifest() -> None:
    """Reads the names of the collected static files anew: they may have been collected while we were loading."""
    storage: Any = storages["staticfiles"]
    if hasattr(storage, "load_manifest"):
        storage.hashed_files, storage.manifest_hash = storage.load_manifest()
