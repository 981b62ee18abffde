"""A paper that is asked through the entrance."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exactly.asking import PaperInProcess


@pytest.fixture
def paper(transactional_db: None, tmp_path: Path) -> Iterator[PaperInProcess]:
    found = PaperInProcess(tmp_path / "edge")
    yield found
    found.close()
