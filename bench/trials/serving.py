"""The paper of a trial: a home of its own, served by `broadsheet serve` as anybody would."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from bench.trials.editor import POINTS
from bench.trials.ledger import Ledger, State

ROOT = Path(__file__).parents[2]
SECONDS = 300
"""How long starting may take on a machine with much else to do."""


class TrialError(Exception):
    """The trial itself broke, not the paper."""


class Paper:
    """A paper in `home` on `port`; the ledger fills while `edit` runs. `through`: words before the server's command."""

    def __init__(self, home: Path, port: int, workers: int = 2, through: Sequence[str] = ()) -> None:
        self.through = through
        self.home = home
        self.port = port
        own = {name: value for name, value in os.environ.items() if not name.startswith(("BROADSHEET_", "DJANGO_"))}
        self.environ = {
            **own,
            "PYTHONPATH": str(ROOT),
            "BROADSHEET_HOME": str(home),
            "BROADSHEET_PORT": str(port),
            "BROADSHEET_URL": f"http://127.0.0.1:{port}",
            "BROADSHEET_WEB_WORKERS": str(workers),
        }
        self.ledger = Ledger()
        self.server: subprocess.Popen[bytes] | None = None
        self.editor: subprocess.Popen[bytes] | None = None
        self.listener: threading.Thread | None = None
        self.settled = threading.Event()
        self.commits = 0

    def init(self) -> None:
        """Makes the home."""
        words = ["init", "--no-input", "--name", "The Trial", "--admin-email", "chief@example.org"]
        done = subprocess.run(
            [sys.executable, "-m", "broadsheet", *words], env=self.environ, capture_output=True, check=False
        )
        if done.returncode:
            raise TrialError(done.stderr.decode())

    # --- The server ---------------------------------------------------------------------------------------------------

    def serve(self) -> None:
        """Starts the tree of processes."""
        log = (self.home / "serve.log").open("ab")
        self.server = subprocess.Popen(
            [*self.through, sys.executable, "-m", "broadsheet", "serve"],
            env=self.environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        log.close()

    def wait(self) -> float:
        """Waits until the front answers; the seconds that it took."""
        started = time.monotonic()
        while time.monotonic() - started < SECONDS:
            if self.answers("/") == 200:
                return time.monotonic() - started
            time.sleep(0.05)
        raise TrialError(f"no answer within {SECONDS} s; see {self.home / 'serve.log'}")

    def answers(self, path: str) -> int:
        """The status at `path`, 0 where nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def processes(self) -> dict[int, str]:
        """The processes of the tree by id, and what each is: root, worker, web (the leader), web process or index."""
        assert self.server is not None
        tree = _tree(self.server.pid)
        return {pid: _role(pid, self.server.pid) for pid in tree}

    def kill(self, what: str) -> int:
        """SIGKILL to what is called so in `processes`, or to the whole `tree`; how many it met."""
        found = [pid for pid, role in self.processes().items() if what in ("tree", role)]
        if what == "web process":
            found = found[-1:]
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if what == "tree" and self.server is not None:
            self.server.wait()
        return len(found)

    def stop(self) -> None:
        """Ends editor and server."""
        self.stop_editing()
        if self.server is not None and self.server.poll() is None:
            self.server.terminate()
            try:
                self.server.wait(40)
            except subprocess.TimeoutExpired:
                self.kill("tree")

    # --- The newsroom -------------------------------------------------------------------------------------------------

    def edit(self, seed: int, pause: float, point: str = "") -> None:
        """Starts the editor; returns when the ledger has what the database holds."""
        assert not point or point in POINTS
        self.settled.clear()
        words = [str(seed), str(pause), *([point] if point else [])]
        log = (self.home / "editor.log").open("ab")
        self.editor = subprocess.Popen(
            [sys.executable, "-m", "bench.trials.editor", *words],
            env=self.environ, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        log.close()
        self.listener = threading.Thread(target=self._listen, args=(self.editor,), daemon=True)
        self.listener.start()
        if not self.settled.wait(SECONDS):
            raise TrialError(f"the editor does not begin; see {self.home / 'editor.log'}")

    def _listen(self, editor: subprocess.Popen[bytes]) -> None:
        assert editor.stdout is not None
        for line in editor.stdout:
            try:
                told = json.loads(line)
            except ValueError:
                continue  # it was killed while it spoke
            state = State(told["section"], told["edit"])
            if told["what"] == "begin":
                self.settled.set()
                self.ledger.begin(told["story"], state, told["at"])
            else:
                self.commits += told["what"] == "commit"
                self.ledger.commit(told["story"], state, told["at"])
        self.settled.set()

    def stop_editing(self) -> int | None:
        """Kills the editor, wherever it is; its exit code. The ledger then has all that it told."""
        if self.editor is None:
            return None
        self.editor.kill()
        return self.await_editor()

    def await_editor(self) -> int:
        """Waits for the editor to end."""
        assert self.editor is not None
        assert self.listener is not None
        code = self.editor.wait(SECONDS)
        self.listener.join(SECONDS)
        assert self.editor.stdout is not None
        self.editor.stdout.close()
        return code

    # --- Memory -------------------------------------------------------------------------------------------------------

    def memory(self) -> dict[str, float]:
        """Megabytes by process: its own and its share of what it has in common with others."""
        found: dict[str, float] = {}
        for pid, role in self.processes().items():
            try:
                text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:
                continue
            kilobytes = sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
            found[f"{role} {pid}"] = round(kilobytes / 1024, 1)
        return found


def _tree(root: int) -> list[int]:
    """`root` and all below it."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop(0)
        found.append(pid)
        waiting += sorted(parents.get(pid, []))
    return found


def _role(pid: int, root: int) -> str:
    if pid == root:
        return "root"
    try:
        words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return "gone"
    if "broadsheet.related.rebuilding" in words:
        return "index"
    if "work" in words:
        return "worker"
    return "web" if parent == root else "web process"
