"""What goes wrong is told in the paper's dress; what may be the database's fault is told without it."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from broadsheet import urls
from broadsheet.articles.models import Paper
from broadsheet.front import errors, theme
from tests import world


def fail(request):
    raise RuntimeError("boom")


def refuse(request):
    raise PermissionDenied


def puzzle(request):
    raise BadRequest


urlpatterns = [path("fail/", fail), path("refuse/", refuse), path("puzzle/", puzzle), path("", include(urls))]
handler400, handler403, handler500 = urls.handler400, urls.handler403, urls.handler500


@pytest.mark.django_db
def test_a_missing_page_wears_the_papers_dress_and_offers_a_search():
    world.paper("Politics")
    response = Client().get("/no-such-page/")
    html = response.content.decode()
    assert response.status_code == 404
    assert "The Test" in html
    assert 'href="/politics/"' in html
    assert 'action="/search/"' in html
    assert 'content="noindex"' in html


def test_a_server_error_is_told_without_the_database(monkeypatch):
    monkeypatch.setattr(theme, "_worn", None)
    html = errors.server_error(RequestFactory().get("/")).content.decode()
    assert "Stop press" in html
    assert "paper.css" in html


def test_a_server_error_wears_what_the_last_page_wore(monkeypatch):
    monkeypatch.setattr(theme, "_worn", None)
    theme.wear(Paper(name="The Test", accent="#102060"))
    html = errors.server_error(RequestFactory().get("/")).content.decode()
    assert "The Test" in html
    assert "--accent:#102060" in html


@pytest.mark.parametrize(("address", "status"), [("/fail/", 500), ("/refuse/", 403), ("/puzzle/", 400)])
@override_settings(ROOT_URLCONF=__name__)
def test_each_error_has_a_page_that_no_cache_keeps(address, status):
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code == status
    assert response["Cache-Control"] == "no-store"
    assert b"<h1>" in response.content
