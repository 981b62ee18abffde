"""The loop of the worker: tasks in the main thread, the scheduler in a second one, a heartbeat for `/healthz`."""

from __future__ import annotations

import fcntl
import logging
import os
import socket
import threading
import time
from pathlib import Path
from typing import TextIO

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from broadsheet.articles.scheduling import publish_due
from broadsheet.cli.calm import Calm
from broadsheet.cli.letters import collect_what_came_back, send_what_is_under_way
from broadsheet.comments import hooks
from broadsheet.comments.alerts import send_due
from broadsheet.comments.retention import sweep_hourly
from broadsheet.edge.health import beat
from broadsheet.front.proof import after as proofs
from broadsheet.newsletter.asking import sweep as sweep_sign_ups
from broadsheet.newsletter.digests import make_due
from broadsheet.related import rebuilding
from broadsheet.related.most_read import refresh_each_minute

log = logging.getLogger("broadsheet.work")

TASK_SECONDS = 1.0
"""How long a new task waits at most while the worker is idle, whatever is overlooked."""
LOOK_SECONDS = {"sqlite": 0.02}
"""How often an idle worker looks whether there may be a task, by kind of database: what is published is to be found by
search at once. On SQLite that costs a few microseconds and takes no lock."""
USUAL_LOOK_SECONDS = 0.1
SCHEDULE_SECONDS = 5.0
MOST_ATTEMPTS = 3
"""A task that took its worker down with it this often is given up."""


def run(home: Path) -> bool:
    """Works until a signal asks to stop; the task and the publication in hand are finished.

    True, without a signal, where the worker should begin anew (see `calm`).
    """
    with (home / "worker.lock").open("w") as held:
        _take_back(held)
        proofs.begin()
        stop, resting = threading.Event(), threading.Event()
        scheduler = threading.Thread(target=_schedule, args=(home, stop, resting), name="scheduler")
        scheduler.start()
        try:
            worker = _worker()
            worker.configure_signals()
            _work(worker, resting)
        finally:
            stop.set()
            scheduler.join()
        return bool(worker.running)


def _work(worker: Worker, resting: threading.Event) -> None:
    """Does tasks until the worker is asked to stop or should begin anew."""
    calm = Calm(time.monotonic())
    while worker.running:
        before = changes()  # read first: what is committed while the last task runs is looked for after it
        if DBTaskResult.objects.ready().exists():
            worker.run()
            calm.has_worked(time.monotonic())
        close_old_connections()
        if calm.is_due(time.monotonic()) and resting.is_set() and not rebuilding.is_under_way():
            return
        _wait(before)


def _worker() -> Worker:
    return Worker(
        queue_names=["*"],
        interval=TASK_SECONDS,
        batch=True,  # `run` returns once no task is ready, and it is for us to wait
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}-{os.urandom(4).hex()}",
        excluded_queue_names=[],
    )


def changes() -> object:
    """Differs from what it was before where somebody else may have committed a task; None where nobody can tell."""
    try:
        if connection.vendor != "sqlite":
            return DBTaskResult.objects.ready().exists()
        with connection.cursor() as cursor:
            return cursor.execute("PRAGMA data_version").fetchone()[0]
    except DatabaseError:
        return None


def _wait(before: object) -> None:
    """Until there may be a task, or until it is time to look in any case."""
    pause = LOOK_SECONDS.get(connection.vendor, USUAL_LOOK_SECONDS)
    end = time.monotonic() + TASK_SECONDS
    while time.monotonic() < end and changes() in (before, None):
        time.sleep(pause)


def _take_back(held: TextIO) -> None:
    """Puts tasks back that a worker left behind; only a worker that is alone on this home may know that it did.

    Every worker holds the lock shared for its life, so whoever gets it exclusively is alone.
    """
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        pass
    else:
        take_back_left_tasks()
    fcntl.flock(held, fcntl.LOCK_SH)


def take_back_left_tasks() -> None:
    """Makes every task that is marked as running ready again, or failed after `MOST_ATTEMPTS`; each is logged."""
    for task in DBTaskResult.objects.filter(status="RUNNING"):
        if len(task.worker_ids) >= MOST_ATTEMPTS:
            log.error("task %s (%s) ended its worker %d times: given up", task.id, task.task_path, MOST_ATTEMPTS)
            task.set_failed(RuntimeError(f"Its worker was killed {MOST_ATTEMPTS} times while it ran."))
        else:
            log.warning("task %s (%s) was left by a killed worker: it runs again", task.id, task.task_path)
            task.status, task.started_at = "READY", None
            task.save(update_fields=["status", "started_at"])


def _schedule(home: Path, stop: threading.Event, resting: threading.Event) -> None:
    """Publishes what is due and tells moderators what waits, every few seconds, until `stop`; between is `resting`.

    An error is logged, and the next round tries again.
    """
    while not stop.is_set():
        resting.clear()
        try:
            beat(home)
            close_old_connections()
            publish_due(timezone.now())
            sweep_hourly(timezone.now())
            sweep_sign_ups(timezone.now())
        except Exception:
            log.exception("the scheduler could not publish what is due; it tries again")
        try:
            send_due(timezone.now())
            hooks.send_due(timezone.now())
        except Exception:
            log.exception("moderators could not be told that replies wait; it is tried again")
        try:
            refresh_each_minute(timezone.now())
        except Exception:
            log.exception("the most read stories could not be told; it is tried again")
        try:
            make_due(timezone.now())
            send_what_is_under_way(home)
            collect_what_came_back(home)
        except Exception:
            log.exception("letters could not be sent; it is tried again")
        resting.set()
        stop.wait(SCHEDULE_SECONDS)
    close_old_connections()
