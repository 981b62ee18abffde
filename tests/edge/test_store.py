"""The store is a dictionary that may forget, and nothing that happens to its files ever reaches who asks."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from broadsheet.edge.store import CHANCES, LONGEST_KEY, LMDBStore, room

BOUND = 1 << 20
PART = b"x" * 4_000


@contextmanager
def opened(folder: Path, bound: int = BOUND) -> Iterator[LMDBStore]:
    store = LMDBStore(folder / "store", bound)
    try:
        yield store
    finally:
        store.close()


def works(store: LMDBStore) -> bool:
    """Whether the store keeps what it is given."""
    store.put("works", b"yes")
    return store.get("works") == b"yes"


def data(folder: Path) -> Path:
    return folder / "store" / "data.mdb"


class Dictionary(RuleBasedStateMachine):
    """Random acts against a dictionary, with room enough for all of them."""

    keys = st.sampled_from([f"paper.example/{n}/" for n in range(8)])

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = LMDBStore(Path(self.folder.name) / "store", 64 << 20)
        self.model: dict[str, bytes] = {}

    @rule(key=keys, part=st.binary(min_size=1, max_size=9_000), number=st.integers(0, 1 << 62))
    def put(self, key: str, part: bytes, number: int) -> None:
        self.store.put(key, part, number)
        self.model.pop(key, None)
        self.model[key] = part

    @rule(key=keys)
    def drop(self, key: str) -> None:
        self.store.drop(key)
        self.model.pop(key, None)

    @rule()
    def clear(self) -> None:
        self.store.clear()
        self.model.clear()

    @rule()
    def open_anew(self) -> None:
        self.store.close()
        self.store = LMDBStore(Path(self.folder.name) / "store", 64 << 20)

    @invariant()
    def is_the_same(self) -> None:
        assert list(self.store.keys()) == list(self.model)
        assert {key: self.store.get(key) for key in self.model} == self.model
        assert self.store.sizes() == (len(self.model), sum(map(room, self.model.values())))
        assert self.store.get("never put") is None

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()


Dictionary.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
TestDictionary = Dictionary.TestCase


def test_what_was_put_longest_ago_makes_room_and_the_file_stays_near_the_bound(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        for number in range(1_000):
            store.put(f"/{number}/", PART)
            assert store.sizes()[1] <= BOUND
        kept = list(store.keys())
        assert kept == [f"/{number}/" for number in range(1_000 - len(kept), 1_000)]
        assert (store.evicted, store.remade) == (1_000 - len(kept), 0)
        assert len(kept) * len(PART) > BOUND * 0.7
        assert data(tmp_path).stat().st_blocks * 512 < BOUND * 1.3


@pytest.mark.parametrize("size", [1, 700, 1_900, 2_000, 2_100, 4_000, 4_200, 60_000])
def test_parts_of_any_size_never_fill_the_file_so_that_all_would_have_to_go(tmp_path: Path, size: int) -> None:
    with opened(tmp_path) as store:
        for number in range(max(300, 3 * BOUND // max(size, 200))):
            store.put(f"paper.example/section/a-story-with-a-title-{number}/", b"x" * size)
        assert (store.remade, works(store)) == (0, True)
        assert store.sizes()[0] > 10


def test_what_was_read_since_gets_a_second_chance(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.put("/read/", PART)
        for number in range(400):
            store.put(f"/{number}/", PART)
            assert store.get("/read/") == PART
        assert store.get("/0/") is None


def test_second_chances_are_few_at_a_time_so_that_nobody_waits_long(tmp_path: Path) -> None:
    with opened(tmp_path, 4 * BOUND) as store:
        count = 0
        while not store.evicted:
            count += 1
            store.put(f"/{count}/", PART)
            for key in (f"/{number}/" for number in range(1, count + 1)):
                store.read.add(key.encode())
        kept = list(store.keys())
        moved = [key for key in kept if int(key.strip("/")) <= CHANCES]
        assert len(moved) == CHANCES
        assert kept[-len(moved) - 1 : -1] == moved


def test_a_part_too_large_or_with_too_long_a_name_is_not_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.put("/large/", b"x" * BOUND)
        store.put("/" * (LONGEST_KEY + 1), PART)
        store.put("é" * LONGEST_KEY, PART)
        store.drop("/" * 600)
        assert (store.get("/large/"), store.get("/" * (LONGEST_KEY + 1)), store.get("é" * LONGEST_KEY)) == (None,) * 3
        assert (store.sizes(), store.remade) == ((0, 0), 0)


def test_the_newest_generation_is_known_until_all_is_forgotten(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert store.newest() == 0
        store.put("/a/", PART, 7)
        store.put("/b/", PART, 5)
    with opened(tmp_path) as store:
        assert store.newest() == 7
        store.clear()
        assert (store.newest(), store.sizes()) == (0, (0, 0))


def test_another_process_reads_what_one_has_put(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from broadsheet.edge.store import LMDBStore\n"
        "store = LMDBStore(Path(sys.argv[1]), 1 << 20); print(store.get('/a/')); store.put('/b/', b'theirs')"
    )
    with opened(tmp_path) as store:
        store.put("/a/", b"ours")
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "store")], capture_output=True, text=True, check=True
        )
        assert done.stdout == "b'ours'\n"
        assert store.get("/b/") == b"theirs"


def test_a_bound_that_was_lowered_is_kept_to_with_the_next_part(tmp_path: Path) -> None:
    with opened(tmp_path, 4 * BOUND) as store:
        for number in range(700):
            store.put(f"/{number}/", PART)
    with opened(tmp_path, BOUND) as store:
        store.put("/new/", PART)
        assert store.sizes()[1] <= BOUND
        assert store.get("/new/") == PART


@contextmanager
def damaged(folder: Path) -> Iterator[Path]:
    """The file of a store with parts in it, for the test to damage."""
    with opened(folder) as store:
        for number in range(100):
            store.put(f"/{number}/", PART)
    yield data(folder)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.9])
def test_a_file_that_was_cut_off_is_made_anew(tmp_path: Path, share: float) -> None:
    with damaged(tmp_path) as file:
        os.truncate(file, int(file.stat().st_size * share))
    with opened(tmp_path) as store:
        assert works(store)


@pytest.mark.parametrize("first", [0, 1, 5, 50])
def test_a_file_with_other_bytes_in_it_forgets(tmp_path: Path, first: int) -> None:
    with damaged(tmp_path) as file, file.open("r+b") as pages:
        pages.seek(first * 4_096)
        pages.write(os.urandom(40 * 4_096))
    with opened(tmp_path) as store:
        for number in range(100):
            store.get(f"/{number}/")
        list(store.keys())
        store.sizes()
        store.put("/x/", PART)
        store.clear()
        assert works(store)


def test_a_file_of_something_else_is_made_anew(tmp_path: Path) -> None:
    with damaged(tmp_path) as file:
        file.write_bytes(b"SQLite format 3\0" * 10_000)
    with opened(tmp_path) as store:
        assert works(store)


def test_a_folder_that_is_deleted_meanwhile_is_no_matter_and_the_next_makes_another(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.put("/a/", PART)
        shutil.rmtree(tmp_path / "store")
        assert works(store)
        store.clear()
    with opened(tmp_path) as store:
        assert (store.get("/a/"), works(store)) == (None, True)


def test_where_no_folder_can_be_made_nothing_is_kept_and_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with opened(tmp_path / "file") as store:
        store.put("/a/", PART)
        store.drop("/a/")
        store.clear()
        assert (store.get("/a/"), list(store.keys()), store.sizes(), store.newest()) == (None, [], (0, 0), 0)


def test_a_store_that_was_closed_keeps_nothing_and_fails_nobody(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.close()
        store.put("/a/", PART)
        assert (store.get("/a/"), store.sizes()) == (None, (0, 0))


def test_two_that_find_the_same_damage_make_one_new_store(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.put("/a/", PART)
        shutil.rmtree(tmp_path / "store")  # as another process does that was quicker, and opens a new one
        other = LMDBStore(tmp_path / "other" / "store", BOUND)
        other.put("/theirs/", b"theirs")
        other.close()
        (tmp_path / "other" / "store").rename(tmp_path / "store")
        store._remake()
        assert store.get("/theirs/") == b"theirs"


WRITER = """
import os, signal, sys
from pathlib import Path
from broadsheet.edge.store import LMDBStore
store = LMDBStore(Path(sys.argv[1]), 1 << 20)
store.put("/a/", b"whole")
if sys.argv[2] == "within":
    store.marker.enter()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(("where", "left"), [("outside", b"whole"), ("within", None)])
def test_what_a_process_left_that_died_at_work_is_not_trusted(tmp_path: Path, where: str, left: bytes | None) -> None:
    died = subprocess.run([sys.executable, "-c", WRITER, str(tmp_path / "store"), where], check=False)
    assert died.returncode == -signal.SIGKILL
    with opened(tmp_path) as store:
        assert (store.get("/a/"), works(store)) == (left, True)
    with opened(tmp_path) as store:
        assert works(store)
    assert not list(tmp_path.glob("at-work-*"))


@pytest.mark.skipif(os.geteuid() != 0, reason="to mount a small disk takes root")
def test_a_disk_that_is_full_keeps_less_and_fails_nobody(tmp_path: Path) -> None:
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", tmp_path], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        with opened(tmp_path, 4 * BOUND) as store:
            for number in range(400):
                store.put(f"/{number}/", PART)
                assert store.get(f"/{number}/") in (PART, None)
            store.clear()
            with suppress(OSError):
                (tmp_path / "other").write_bytes(b"x" * 600_000)
            store.put("/1/", PART)
            assert store.get("/1/") in (PART, None)
        with opened(tmp_path, 4 * BOUND) as store:
            store.put("/a/", PART)
            assert store.get("/a/") in (PART, None)
    finally:
        subprocess.run(["umount", tmp_path], check=True)
