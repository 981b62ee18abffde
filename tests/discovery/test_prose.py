"""A story's HTML outside the paper's pages."""

from __future__ import annotations

import pytest

from broadsheet.discovery.prose import for_elsewhere

PAGE = "https://paper.example/politics/story/"


@pytest.mark.parametrize(
    ("inside", "outside"),
    [
        ('<a href="/about/" class="x">A</a>', '<a href="https://paper.example/about/">A</a>'),
        ('<a href="#note">A</a>', f'<a href="{PAGE}#note">A</a>'),
        ('<a href="//cdn.example/x">A</a>', '<a href="https://cdn.example/x">A</a>'),
        ('<a href="mailto:a@example.org">A</a>', '<a href="mailto:a@example.org">A</a>'),
        ('<a href="javascript:alert(1)">A</a>', "<a>A</a>"),
        ('<a href="http://[broken">A</a>', "<a>A</a>"),
        (
            '<picture><source srcset="/a.avif"><img src="/a.webp" srcset="/b.webp 2x" alt="B"></picture>',
            '<img src="https://paper.example/a.webp" alt="B">',
        ),
        ('<aside class="box"><h2>Facts</h2><p style="color:red">One</p></aside>', "<h2>Facts</h2><p>One</p>"),
        ("<p>A<script>alert(1)</script><svg><path/></svg><button>Copy</button>B</p>", "<p>AB</p>"),
        ("<p>“Café” &amp; co.</p>", "<p>“Café” &amp; co.</p>"),
    ],
)
def test_only_plain_elements_and_whole_addresses_leave_the_paper(inside: str, outside: str) -> None:
    assert for_elsewhere(inside, PAGE) == outside
