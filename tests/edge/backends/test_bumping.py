"""Tags are numbered as the last act of the transaction that bumps them."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from broadsheet.edge.models import Generation
from broadsheet.edge.numbers import DRAWN, place
from broadsheet.edge.tags import bump, bumped

pytestmark = pytest.mark.django_db(transaction=True)


def numbers() -> dict[str, int]:
    """Each tag and the how-many-eth commit bumped it."""
    return {row.tag: row.number >> DRAWN for row in Generation.objects.exclude(tag__startswith="@")}


def fail_after(tag: str) -> None:
    with transaction.atomic():
        bump(tag)
        raise ZeroDivisionError


def test_a_bump_outside_of_a_transaction_is_written_at_once() -> None:
    bump("story:1")
    assert numbers() == {"story:1": 1}


def test_all_tags_of_one_transaction_get_one_number_when_it_ends() -> None:
    bump("story:1")
    with transaction.atomic():
        bump("story:2")
        bump("story:1", "front")
        assert numbers() == {"story:1": 1}
        assert bumped() == {"story:1", "story:2", "front"}
    assert numbers() == {"story:1": 2, "story:2": 2, "front": 2}


def test_a_transaction_that_is_rolled_back_bumps_nothing() -> None:
    with pytest.raises(ZeroDivisionError):
        fail_after("story:1")
    assert numbers() == {}
    bump("front")
    assert numbers() == {"front": 1}


def test_a_savepoint_that_is_rolled_back_leaves_the_outer_bumps() -> None:
    with transaction.atomic():
        bump("story:1")
        with pytest.raises(ZeroDivisionError):
            fail_after("story:2")
    assert "story:1" in numbers()


def test_thousands_of_tags_are_written_in_one_transaction() -> None:
    with transaction.atomic():
        bump(*(f"story:{number}" for number in range(2_500)))
    assert len(numbers()) == 2_500
    assert set(numbers().values()) == {1}


def test_the_connection_knows_the_number_of_its_last_commit() -> None:
    with transaction.atomic():
        bump("story:1")
    assert connection.last_number == Generation.objects.get(tag="story:1").number


def test_each_commit_stays_on_record() -> None:
    bump("story:1")
    first = connection.last_number
    bump("story:1")
    assert set(Generation.objects.filter(tag__startswith="@").values_list("tag", "number")) == {
        (place(first), first),
        (place(connection.last_number), connection.last_number),
    }
