"""What providers tell of letters, by a POST to an address of ours."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
@never_cache
def take(request: HttpRequest, provider: str) -> HttpResponse:
    """Hands the report to the provider's own reader, which asks for the secret; raises Http404 where there is none."""
    from broadsheet.newsletter import providers  # with all that reads what came back, which few papers need here

    view = providers.webhook(provider)
    if view is None:
        raise Http404
    try:
        return view(request)
    except (ValueError, LookupError, TypeError, AttributeError):  # past the secret, but not what the provider sends
        return HttpResponseBadRequest("This report cannot be read.\n", content_type="text/plain")
