"""Who may write letters, and who may send them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponse]
SEND = "broadsheet_newsletter.change_letter"


def for_those_who_send(view: View) -> View:
    """Nobody else sees the view, and nothing of it is kept anywhere. (The desk itself asks to sign in.)"""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(SEND):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
