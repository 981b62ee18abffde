"""What a home gets before it is served."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Locale, Site

from broadsheet.articles.founding import move_paper, turn_to_language
from broadsheet.cli.prepare import static_state, unknown_migrations
from tests import world


@pytest.mark.django_db
def test_only_migrations_that_the_code_does_not_have_are_unknown():
    executor = MigrationExecutor(connection)
    assert unknown_migrations(executor) == []
    for app, name in [("broadsheet_articles", "9999_later"), ("an_app_that_was_removed", "0001_initial")]:
        executor.loader.applied_migrations[app, name] = Migration(name, app)
    assert unknown_migrations(executor) == ["broadsheet_articles.9999_later"]


@pytest.mark.django_db
def test_the_paper_moves_to_the_address_that_is_configured_and_stays_there():
    world.paper()
    assert move_paper("https://example.org")
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == ("example.org", 443)
    assert not move_paper("https://example.org")


@pytest.mark.django_db
def test_the_paper_turns_to_the_language_that_is_configured_and_pages_can_be_made_in_it(settings):
    front = world.paper()
    settings.LANGUAGE_CODE = "es"
    assert turn_to_language("es")
    assert Locale.get_default().language_code == "es"
    assert world.add_section(front, "Cultura", "cultura").locale == Locale.get_default()
    assert not turn_to_language("es")


def test_static_files_are_collected_anew_only_when_they_changed():
    assert static_state() == static_state()
    assert "front/static/front" in static_state()
