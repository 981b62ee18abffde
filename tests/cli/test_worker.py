"""Tasks that a killed worker left behind, and how soon a new one is noticed."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from broadsheet.cli import worker
from broadsheet.cli.worker import MOST_ATTEMPTS, take_back_left_tasks


def task(status: str, *workers: str) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=status,
        worker_ids=list(workers),
        started_at=timezone.now(),
        args_kwargs={"args": [], "kwargs": {}},
        task_path="tests.nothing",
        backend_name="default",
        run_after=timezone.now(),
        exception_class_path="",
        traceback="",
    )


@pytest.mark.django_db
def test_a_task_that_was_running_is_ready_again():
    left = task("RUNNING", "one")
    take_back_left_tasks()
    left.refresh_from_db()
    assert (left.status, left.started_at) == ("READY", None)


@pytest.mark.django_db
def test_a_task_that_ended_its_worker_too_often_is_given_up():
    left = task("RUNNING", *(str(number) for number in range(MOST_ATTEMPTS)))
    take_back_left_tasks()
    left.refresh_from_db()
    assert left.status == "FAILED"
    assert "killed" in left.traceback


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["READY", "SUCCESSFUL", "FAILED"])
def test_a_task_that_was_not_running_stays_as_it_is(status):
    other = task(status)
    take_back_left_tasks()
    other.refresh_from_db()
    assert other.status == status


def elsewhere(act: Callable[[], object]) -> None:
    """Does it as another process would, with a connection of its own."""

    def run() -> None:
        act()
        connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_a_task_that_somebody_commits_is_noticed():
    before = worker.changes()
    assert worker.changes() == before
    elsewhere(lambda: task("READY"))
    assert worker.changes() != before


@pytest.mark.django_db(transaction=True)
def test_an_idle_worker_wakes_for_a_task_long_before_its_time(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(worker, "TASK_SECONDS", 1000.0)
    looks = []

    def sleep(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 3:
            elsewhere(lambda: task("READY"))

    monkeypatch.setattr(worker.time, "sleep", sleep)
    worker._wait(worker.changes())
    assert len(looks) == 3


def test_a_worker_whose_database_does_not_answer_waits(monkeypatch: pytest.MonkeyPatch):
    def fail() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(worker.connection, "cursor", fail)
    monkeypatch.setattr(worker.connection, "ensure_connection", fail)
    assert worker.changes() is None
