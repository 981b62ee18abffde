"""410 Gone (RFC 9110, 15.5.11) for what was public once and was taken down."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Page

from broadsheet.articles.models import Front, GonePage, InfoPage, Paper, Section, Story


@receiver(post_delete, sender=Story)
@receiver(post_delete, sender=Section)
@receiver(post_delete, sender=InfoPage)
@receiver(post_delete, sender=Front)
def remember(sender: type[Page], instance: Page, **kwargs: object) -> None:
    """Keep the path of a deleted page that had been public, in the transaction that deletes it."""
    if instance.first_published_at:
        GonePage.objects.get_or_create(url_path=instance.url_path)


def is_gone(request: HttpRequest) -> bool:
    """Whether a page was public at the request's path and is not any more."""
    slugs = [part for part in request.path.split("/") if part]
    if not slugs or "\0" in request.path:
        return False
    url_path = f"{Paper.for_request(request).site.root_page.url_path}{'/'.join(slugs)}/"
    unpublished = Page.objects.filter(slug=slugs[-1], url_path=url_path, live=False, first_published_at__isnull=False)
    return unpublished.exists() or GonePage.objects.filter(url_path=url_path).exists()


class GoneMiddleware:
    """Turns 404 into 410 where a page was taken down; stands outside of redirects, which come first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and is_gone(request):
            return render(request, "410.html", status=410)
        return response
