"""Every check, one after another: `python -m tests.harness [sqlite|postgres]`; exit code 0 where all passed.

The last line counts everything: each check as one, and every test of the suites.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from xml.etree import ElementTree

from tests.harness import homes, postgres
from tests.harness.system import CHROMIUM, NPM, POSTGRES, VARNISH, MissingError, ensure, java

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
WORKERS = "2"
MOST_AGAIN = 8
"""So many failed tests are tried again at most: more are no chance."""


@dataclass
class Tally:
    """What the checks came to."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    notes: list[str] = field(default_factory=list)

    def check(self, title: str, *command: str | Path) -> None:
        """Run one command as one check."""
        ok = self._run(title, command) == 0
        self.passed += ok
        self.failed += not ok
        if not ok:
            self.notes.append(f"FAILED: {title}")

    def suite(self, title: str, *options: str) -> None:
        """Run pytest and count its tests.

        A few that failed beside others are tried once more by themselves: a test that needs luck is named in the
        notes, to be mended, and does not hide what else there is to see. One that fails twice has failed.
        """
        with NamedTemporaryFile(suffix=".xml") as report:
            command: list[str | Path] = [BIN / "pytest", "-q", "-n", WORKERS, f"--junitxml={report.name}", *options]
            code = self._run(title, command)
            results = Path(report.name).read_text()
        counts, again = _counts(results), _failed(results)
        failed = counts["failures"] + counts["errors"]
        if again and len(again) <= MOST_AGAIN:
            code = self._run(f"{title}: once more what failed", [BIN / "pytest", "-q", *options, *again])
            failed = failed if code else 0
            self.notes += [] if code else [f"PASSED ONLY AT THE SECOND TRY: {name}" for name in again]
        self.skipped += counts["skipped"]
        self.passed += counts["tests"] - failed - counts["skipped"]
        self.failed += failed or (code != 0)
        if code:
            self.notes.append(f"FAILED: {title} (pytest ended with {code})")

    def _run(self, title: str, command: list[str | Path] | tuple[str | Path, ...]) -> int:
        print(f"\n=== {title} ===", flush=True)
        start = time.monotonic()
        code = _wait(command)
        print(f"--- {title}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - start:.0f} s", flush=True)
        return code


def _wait(command: list[str | Path] | tuple[str | Path, ...]) -> int:
    """Runs a command; the terminal's Ctrl-C reaches it too, and it gets the time to tidy up after itself."""
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.wait()
            raise
        except SystemExit:
            process.terminate()
            raise


def _counts(report: str) -> dict[str, int]:
    names = ("tests", "failures", "errors", "skipped")
    if not report:
        return dict.fromkeys(names, 0)
    suites = list(ElementTree.fromstring(report).iter("testsuite"))
    return {name: sum(int(suite.get(name, 0)) for suite in suites) for name in names}


def _failed(report: str) -> list[str]:
    """The tests that failed, as pytest takes them on its command line."""
    cases = ElementTree.fromstring(report).iter("testcase") if report else ()
    wrong = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    return list(
        dict.fromkeys(f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}" for case in wrong)
    )


def _static_checks(tally: Tally) -> None:
    tally.check("Lint", BIN / "ruff", "check", "--quiet", ".")
    tally.check("Format", BIN / "ruff", "format", "--check", "--quiet", ".")
    tally.check("Types", BIN / "mypy", "--no-error-summary")
    tally.check("Import contract", BIN / "lint-imports")


def _html_checker(tally: Tally) -> None:
    if java() is None:
        tally.notes.append("NOT CHECKED: validity of HTML, for want of Java (apt-get install default-jre-headless)")
        return
    ensure([NPM])
    installed = ROOT / "node_modules" / ".package-lock.json"
    if not installed.is_file() or installed.stat().st_mtime < (ROOT / "package-lock.json").stat().st_mtime:
        tally.check("HTML checker", "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def _suites(tally: Tally, database: str) -> None:
    tally.suite(f"Unit and integration tests on {database}", "-m", "not browser")
    tally.suite(f"Browser tests on {database}", "-m", "browser")


def _on_sqlite(tally: Tally) -> None:
    _suites(tally, "SQLite")


def _on_postgres(tally: Tally) -> None:
    with postgres.server() as url:
        os.environ["BROADSHEET_TEST_DATABASE_URL"] = url
        _suites(tally, "PostgreSQL")


DATABASES: dict[str, Callable[[Tally], None]] = {"sqlite": _on_sqlite, "postgres": _on_postgres}


def run(database: str) -> int:
    """All checks; the exit code."""
    tally = Tally()
    try:
        ensure([CHROMIUM, VARNISH, *([POSTGRES] if database == "postgres" else [])])
        _html_checker(tally)
        _static_checks(tally)
        DATABASES[database](tally)
    except MissingError as missing:
        print(missing, file=sys.stderr, flush=True)
        tally.failed += 1
    print("", *tally.notes, sep="\n")
    skipped = f", {tally.skipped} skipped" if tally.skipped else ""
    print(f"{tally.passed} passed, {tally.failed} failed{skipped}", flush=True)
    return 1 if tally.failed else 0


def main() -> int:
    """Parse the command line and run."""
    database = sys.argv[1] if len(sys.argv) > 1 else "sqlite"
    if database not in DATABASES:
        print(f"DB={re.sub(r'[^ -~]', '?', database)}: must be one of {', '.join(DATABASES)}", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        return run(database)
    except KeyboardInterrupt:
        print("\nStopped: not everything was checked.", file=sys.stderr)
        return 130
    finally:
        homes.sweep()


if __name__ == "__main__":
    sys.exit(main())
