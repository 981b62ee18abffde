"""The tags of this room: what pages depend on and changes bump (docs/developers.md has the table)."""

from __future__ import annotations

REPLIES = "replies"
"""`replies`: which replies are public in the whole paper, and how each of them looks."""
REPLY_RULES = "replies:rules"
"""`replies:rules`: the paper's settings for replies."""


def replies(story_id: int) -> str:
    """`replies:ID`: the public replies to a story: which there are, and how each of them looks."""
    return f"replies:{story_id}"
