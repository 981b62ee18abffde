"""How staff sign in: nobody signs up, passwords are throttled, a second factor can be made compulsory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

OPEN_PREFIXES = ("2fa/", "login/", "logout/", "reauthenticate/", "jsi18n/", "sprite/")
"""Paths below the desk that somebody without a second factor may see where one is compulsory."""


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are made by the publisher at the desk."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The desk."""
        return reverse("wagtailadmin_home")


def name_of(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The e-mail address that somebody tries to sign in with, in lower case: failures are counted by it."""
    return str((credentials or {}).get("email") or request.POST.get("login", "")).lower()


def locked_out(request: HttpRequest, credentials: dict[str, Any] | None = None, *args: Any) -> HttpResponse:
    """The answer to a sign-in after too many wrong passwords (429, RFC 6585)."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    response = render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response


class SecondFactorMiddleware:
    """Where a second factor is compulsory, leads staff without one to the page on which they set it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_2FA and self._must_set_up(request):
            messages.warning(request, _("This newsroom asks for a second factor: set one up to go on."))
            return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        desk = reverse("wagtailadmin_home")
        if not request.path.startswith(desk) or request.path.removeprefix(desk).startswith(OPEN_PREFIXES):
            return False
        return request.user.is_authenticated and not is_mfa_enabled(request.user)
