"""Who may moderate, and who may set the rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from broadsheet.accounts.models import User

View = Callable[..., HttpResponse]
MODERATE = "broadsheet_comments.change_reply"
BAN = "broadsheet_comments.change_ban"
RULE = "broadsheet_comments.change_repliessettings"


def for_those_who_may(right: str) -> Callable[[View], View]:
    """A decorator: nobody else sees the view, and nothing of it is kept anywhere. (The desk itself asks to sign in.)"""

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(right):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def may(user: User | AnonymousUser, right: str) -> bool:
    """Whether `user` has the right."""
    return user.has_perm(right)
