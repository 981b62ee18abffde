"""What one process counts."""

from __future__ import annotations

from broadsheet.edge.stats import BUCKETS, Histogram, Stats, quantile


def test_an_act_is_counted_in_the_first_bucket_that_holds_it():
    histogram = Histogram()
    for seconds in (0.0, BUCKETS[0], 0.003, 99.0):
        histogram.add(seconds)
    assert histogram.counts[0] == 2
    assert histogram.counts[BUCKETS.index(0.005)] == 1
    assert histogram.counts[-1] == 1
    assert histogram.micros == 99_003_100


def test_a_page_that_was_put_together_anew_is_no_miss(monkeypatch):
    monkeypatch.setattr(Stats, "clock", staticmethod(lambda: 10.0))
    stats = Stats()
    stats.obtained("fwd=stale; stored", 9.8)
    stats.obtained("fwd=miss", 9.8)
    stats.obtained("hit; detail=reassembled", 9.999)
    stats.rendered(9.9)
    assert (stats.misses, stats.reassembled) == (2, 1)
    assert (sum(stats.obtains.counts), sum(stats.renders.counts)) == (3, 1)
    assert stats.obtains.counts[BUCKETS.index(0.25)] == 2


def test_quantiles_lie_within_their_bucket_and_never_above_the_last_bound():
    histogram = Histogram()
    assert quantile(histogram.counts, 0.5) is None
    for _ in range(98):
        histogram.add(0.002)
    histogram.add(0.3)
    histogram.add(60)
    assert 0.001 < (quantile(histogram.counts, 0.5) or 0) < 0.0025
    assert 0.25 < (quantile(histogram.counts, 0.99) or 0) <= 0.5
    assert quantile(histogram.counts, 1.0) == BUCKETS[-1]
