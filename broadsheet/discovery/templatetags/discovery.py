"""`{% head_metadata %}`: what machines should know of the page, for its head."""

from django import template
from django.utils.safestring import SafeString

from broadsheet.discovery.pages import head_of

register = template.Library()


@register.simple_tag(takes_context=True)
def head_metadata(context: template.Context) -> SafeString:
    """Canonical and feed links, description, Open Graph, JSON-LD; nothing outside a request."""
    if not context.get("request") or not context.get("paper"):
        return SafeString("")
    return head_of({str(name): value for name, value in context.flatten().items()}).html()
