import pytest

from broadsheet.importers.errors import CannotImportError
from broadsheet.importers.page import sources


def test_a_file_is_read(tmp_path):
    (tmp_path / "page.txt").write_text("Words")
    source = sources.read(str(tmp_path / "page.txt"))
    assert (source.text, source.url) == ("Words", "")


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(CannotImportError, match="No such file"):
        sources.read(str(tmp_path / "none.txt"))
    with pytest.raises(CannotImportError, match="directory"):
        sources.read(str(tmp_path))


def test_a_file_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "LARGEST", 3)
    (tmp_path / "page.txt").write_text("Words")
    with pytest.raises(CannotImportError, match="MB"):
        sources.read(str(tmp_path / "page.txt"))
