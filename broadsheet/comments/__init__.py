"""Readers reply: what they write below a story, what becomes of it and why.

Its door: `posting.post` takes a reply, `Reply.become` changes what it is. Its tags are in `tags`.
"""
