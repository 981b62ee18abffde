"""The indexes that Wagtail's table of pages needs here are there after a migration."""

import pytest
from django.db import connection

from broadsheet.articles.indexes import PAGE, make_indexes

pytestmark = pytest.mark.django_db


def test_the_page_table_has_the_indexes_however_often_they_are_made():
    make_indexes("default")
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, PAGE)
    assert constraints["broadsheet_page_edited"]["columns"] == ["latest_revision_created_at"]
    assert constraints["broadsheet_page_expiry"]["columns"] == ["expire_at"]
