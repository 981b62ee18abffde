"""`{% fragment "name" argument … %}`: the fragment at the URL of that name."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from broadsheet.edge.fragments import include

register = template.Library()


@register.simple_tag(takes_context=True)
def fragment(context: template.Context, name: str, *args: Any) -> SafeString:
    """The fragment whose URL is named `name`; nothing for what is previewed before it was ever saved (no key)."""
    if None in args:
        return SafeString("")
    return include(context["request"], reverse(name, args=args))
