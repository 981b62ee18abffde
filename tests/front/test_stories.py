"""What the story page needs beyond plain fields."""

import pytest
from django.utils.safestring import SafeString

from broadsheet.front.templatetags.stories import host, run_in


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>It rained.</p>", '<p><span class="dateline">Cork &amp; Kerry</span> — It rained.</p>'),
        (
            '<p data-x="1">It.</p><p></p>',
            '<p data-x="1"><span class="dateline">Cork &amp; Kerry</span> — It.</p><p></p>',
        ),
        ("<ul><li>A</li></ul>", '<p><span class="dateline">Cork &amp; Kerry</span></p><ul><li>A</li></ul>'),
    ],
)
def test_the_dateline_runs_into_the_first_paragraph_or_stands_before_a_list(html: str, wanted: str) -> None:
    assert run_in(SafeString(html), "Cork & Kerry") == wanted


def test_without_a_dateline_the_text_stays_as_it_is() -> None:
    assert run_in(SafeString("<p>It rained.</p>"), "") == "<p>It rained.</p>"


@pytest.mark.parametrize(
    ("url", "name"), [("https://www.first.example/a", "first.example"), ("http://[::1]:8/x", "::1"), ("", "")]
)
def test_a_host_is_named_as_readers_know_it(url: str, name: str) -> None:
    assert host(url) == name
