"""Numbers of commits grow, and no two histories have the same."""

from __future__ import annotations

from broadsheet.edge.numbers import DRAWN, ON_RECORD, following, place


def test_numbers_grow_by_one_in_their_upper_half() -> None:
    numbers = [0]
    for _ in range(100):
        numbers.append(following(numbers[-1]))
    assert numbers == sorted(set(numbers))
    assert [number >> DRAWN for number in numbers] == list(range(101))


def test_two_histories_of_one_database_do_not_share_a_number() -> None:
    begun = following(0)
    assert len({following(begun) for _ in range(50)}) > 45


def test_the_largest_number_fits_into_a_bigint() -> None:
    assert following(((1 << 32) - 2) << DRAWN) < 1 << 63


def test_a_place_is_used_again_only_after_as_many_commits_as_are_on_record() -> None:
    counts = range(7, 7 + ON_RECORD)
    assert len({place(count << DRAWN) for count in counts}) == ON_RECORD
    assert place((7 + ON_RECORD) << DRAWN) == place(7 << DRAWN)
