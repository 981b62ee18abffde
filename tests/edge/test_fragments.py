"""Fragments put in place."""

import pytest
from django.test import RequestFactory

from broadsheet.edge.fragments import include

pytestmark = pytest.mark.django_db


def test_a_surrogate_gets_an_include() -> None:
    request = RequestFactory().get("/", headers={"Surrogate-Capability": 'edge="ESI/1.0"'})
    assert include(request, "/_f/more-news/") == '<esi:include src="/_f/more-news/" onerror="continue"/>'


def test_a_fragment_that_does_not_exist_is_left_out() -> None:
    assert include(RequestFactory().get("/"), "/_f/related/1/") == ""
