"""Letters that the newsroom sends by itself: who wants which list, and how they said so.

Its doors: `asking.ask` takes a sign-up, `subscribing` changes what a reader wants. Its tag is in `tags`.
"""
