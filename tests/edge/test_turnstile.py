"""The turnstile: who pushes is turned away, who waits may pass, and nobody is taken for somebody else."""

from __future__ import annotations

import pytest

from broadsheet.edge.turnstile import ALL, NETWORK, SPAN, Turnstile, network_of


class Clock:
    """A clock that stands until it is set."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_network_that_pushes_is_turned_away_until_the_span_is_over_and_others_pass() -> None:
    clock = Clock()
    turnstile = Turnstile(clock)
    passed = [turnstile.admits(f"192.0.2.{number}:5000", "") for number in range(NETWORK + 5)]
    assert passed == [True] * NETWORK + [False] * 5
    assert turnstile.admits("198.51.100.1:5000", "")
    clock.now += 2 * SPAN
    assert turnstile.admits("192.0.2.1:5000", "")


def test_a_network_that_goes_on_pushing_stays_outside_until_it_pauses_for_a_span() -> None:
    clock = Clock()
    turnstile = Turnstile(clock)
    passed = []
    for _ in range(4):
        passed.append(sum(turnstile.admits("192.0.2.1:5000", "") for _ in range(NETWORK + 1)))
        assert turnstile.admits("198.51.100.1:5000", "")
        clock.now += SPAN
    assert passed == [NETWORK, 0, 0, 0]
    assert not turnstile.admits("192.0.2.1:5000", "")
    clock.now += SPAN
    assert turnstile.admits("192.0.2.1:5000", "")


def test_all_together_may_send_so_much_and_no_more_and_are_remembered_no_longer() -> None:
    clock = Clock()
    turnstile = Turnstile(clock)
    passed = [turnstile.admits(f"{number // 250 + 20}.{number % 250}.1.1:5000", "") for number in range(ALL + 200)]
    assert sum(passed) == ALL == len(turnstile.networks)
    clock.now += 2 * SPAN
    assert turnstile.admits("192.0.2.1:5000", "")
    assert len(turnstile.networks) == 1


@pytest.mark.parametrize(
    ("peer", "forwarded", "network"),
    [
        ("8.8.8.8", "", "8.8.8"),
        ("8.8.8.8", "9.9.9.9", "8.8.8"),
        ("127.0.0.1", "9.9.9.9", "9.9.9"),
        ("10.0.0.1", "1.2.3.4, 9.9.9.9, 10.0.0.2", "9.9.9"),
        ("127.0.0.1", "rubbish, ", "127.0.0"),
        ("::ffff:8.8.8.8", "", "8.8.8"),
        ("2a00:1450:4001:1::5", "", "2a00:1450:4001"),
        ("::1", "2a00:1450:4001:2::9", "2a00:1450:4001"),
        ("", "", ""),
    ],
)
def test_a_form_is_counted_for_the_network_it_comes_from(peer: str, forwarded: str, network: str) -> None:
    assert network_of(peer, forwarded) == network
