"""By which names the paper may be asked, and under which of them its pages are kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.http.request import split_domain_port, validate_host
from hypothesis import HealthCheck, example, given
from hypothesis import settings as how
from hypothesis import strategies as st

from broadsheet.edge.hosts import named

ALLOWED = ["paper.example", "www.paper.example", ".wild.example", "[::1]"]
NEARLY = st.text("paerxmlwi.:-[]10PA@/ \n\x00éK", max_size=24)
HEADERS = st.one_of(
    st.text(max_size=40),
    NEARLY,
    st.builds("{}{}{}{}".format, NEARLY, st.sampled_from([".", ""]), st.sampled_from(ALLOWED), NEARLY),
)


@pytest.fixture(autouse=True)
def _hosts(settings: Any) -> None:
    settings.PUBLIC_URL = "https://paper.example"
    settings.ALLOWED_HOSTS = ALLOWED


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("paper.example", "paper.example"),
        ("PAPER.example:8000", "paper.example"),
        ("paper.example.", "paper.example"),
        ("www.paper.example", "www.paper.example"),
        ("[::1]:8000", "[::1]"),
        ("a.wild.example", "paper.example"),
        ("b.c.wild.example:81", "paper.example"),
    ],
)
def test_names_of_the_paper(header: str, name: str) -> None:
    assert named(header) == name


@pytest.mark.parametrize(
    "header",
    ["", ".", ":80", "other.example", "user@paper.example", "paper.example/", "paper.example:x", "a b", "[::1", "é"],
)
def test_no_names_of_the_paper(header: str) -> None:
    assert named(header) is None


@how(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HEADERS)
@example("PAPER.example:8000")
@example("paper.example\n")
@example("paper.example..")
@example("paper.example:")
@example("wild.example:1")
@example("\u212aaper.example")
@example("paper.example:\u0661")
def test_whoever_django_would_answer_is_answered_and_nobody_else(header: str) -> None:
    name, _ = split_domain_port(header)
    assert (named(header) is not None) == bool(name and validate_host(name, ALLOWED))


def test_a_paper_that_allows_any_name_answers_to_all_that_are_names(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert named("other.example:81") == "paper.example"
    assert named("") is None
    assert named("a b") is None
