"""Numbers in tables."""

import pytest
from django.utils import translation

from broadsheet.front.templatetags.tables import figure


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (None, ""),
        (0, "0"),
        (2019.0, "2019"),
        (9999, "9999"),
        (10000, "10,000"),
        (-412300.0, "-412,300"),
        (3.14, "3.14"),
    ],
)
def test_thousands_are_grouped_from_five_digits_on(number: float | None, printed: str) -> None:
    assert figure(number) == printed


def test_the_language_of_the_paper_sets_the_signs() -> None:
    with translation.override("de"):
        assert figure(38400.5) == "38.400,5"
