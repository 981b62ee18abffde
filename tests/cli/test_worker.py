"""Tasks that a killed worker left behind."""

from __future__ import annotations

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

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
