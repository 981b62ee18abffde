"""What all tests share: a database copied from a template, and caches that remember nothing of the last test."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from tests.harness import databases, homes


def pytest_configure(config: pytest.Config) -> None:
    """The process that leads the run makes its home and removes it in the end; workers use it."""
    if not hasattr(config, "workerinput"):
        home = homes.name()
        config.add_cleanup(partial(homes.remove, home, homes.make(home)))


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """This process's database; after a test with real transactions it is put back as it was."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        database = databases.make(worker)
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: database.restore())
        yield
        database.remove()


@pytest.fixture(autouse=True)
def _forgetful_caches() -> None:
    """No test sees what another one cached."""
    cache.clear()


@pytest.fixture(autouse=True)
def _no_pictures_beforehand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishing makes no sizes of pictures: encoding takes seconds that nearly all tests have no use for."""
    monkeypatch.setattr("broadsheet.media.tasks.make_renditions", lambda image, shapes: None)
