"""What caches in front are told of a page's tags."""

from __future__ import annotations

from broadsheet.edge.pages import LONGEST_KEYS, MANY, surrogate_key
from tests import world
from tests.exactly.asking import PaperInProcess


def test_all_tags_stand_in_one_header() -> None:
    assert surrogate_key(["story:2", "paper", "story:1"]) == "paper story:1 story:2"


def test_more_tags_than_a_header_holds_are_one_that_goes_each_time() -> None:
    assert surrogate_key(f"story:{number}" for number in range(LONGEST_KEYS)) == MANY


def test_only_a_cache_that_announces_itself_is_told(paper: PaperInProcess) -> None:
    world.paper("Politics")
    assert paper.ask("/politics/").header("surrogate-key") == ""
    told = paper.ask("/politics/", surrogate_capability="varnish=ESI/1.0").header("surrogate-key")
    assert "paper" in told.split()
