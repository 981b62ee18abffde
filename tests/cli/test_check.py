"""`broadsheet check`: what it finds and what it advises."""

from __future__ import annotations

import pytest

from broadsheet import env
from broadsheet.cli import check
from broadsheet.cli.home import KEY_FILE
from broadsheet.comments.models import ReplyCount
from tests.cli.conftest import run
from tests.comments.replying import a_story, reply


@pytest.fixture
def home(tmp_path):
    tmp_path.chmod(0o700)
    (tmp_path / KEY_FILE).write_text("key")
    (tmp_path / KEY_FILE).chmod(0o600)
    return tmp_path


def test_a_private_home_is_fine(home):
    assert [finding.state for finding in check.check_home(home)] == ["ok", "ok", "ok"]


def test_a_home_that_others_may_read_is_told_with_the_remedy(home):
    home.chmod(0o755)
    (home / KEY_FILE).chmod(0o644)
    texts = [finding.text for finding in check.check_home(home) if finding.state == "fail"]
    assert texts[0].endswith(f"chmod 700 {home}")
    assert texts[1].endswith(f"chmod 600 {home / KEY_FILE}")


@pytest.mark.parametrize(("mebibytes", "state"), [(100, "fail"), (500, "warn"), (5000, "ok")])
def test_a_disk_that_fills_up_is_told_in_time(mebibytes, state):
    assert check.check_disk(mebibytes * 2**20).state == state


def test_debug_is_told_with_the_place_where_it_was_switched_on(home):
    found = check.check_debug(env.read({"BROADSHEET_HOME": str(home), "BROADSHEET_DEBUG": "on"}))
    assert (found.state, "from environment" in found.text) == ("warn", True)
    assert check.check_debug(env.read({"BROADSHEET_HOME": str(home)})).state == "ok"


@pytest.mark.parametrize(("seconds", "state"), [(None, "warn"), (3600, "warn"), (2, "ok")])
def test_a_silent_worker_is_told(seconds, state):
    assert check.check_worker(seconds).state == state


@pytest.mark.django_db
def test_counts_of_replies_that_are_wrong_are_told_with_the_remedy():
    reply(a_story())
    assert [finding.state for finding in check.check_replies()] == ["ok"]
    ReplyCount.objects.update(approved=7)
    (found,) = check.check_replies()
    assert (found.state, "1 stories" in found.text, "replies check --mend" in found.text) == ("fail", True, True)


def test_a_mail_server_that_does_not_answer_is_told():
    def refuse():
        raise ConnectionRefusedError("refused")

    assert check.check_mail(False, refuse).state == "fail"
    assert check.check_mail(False, lambda: None).state == "ok"
    assert check.check_mail(True, refuse).state == "warn"


def test_a_folder_that_is_no_home_fails(tmp_path):
    done = run("check", home=tmp_path)
    assert done.returncode == 1
    assert "is not the home of a paper" in done.stdout


def test_the_command_reports_on_a_new_home_and_succeeds(new_home):
    done = run("check", home=new_home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ok    migrations: all applied" in done.stdout
    assert "warn  worker" in done.stdout
