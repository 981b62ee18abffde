"""The right next story: which stories go with a story, the editor's word on it, and which are read most.

`terms`, `scoring`, `ranking` decide (pure), `index` and `building` keep what they need in the home, `linking` writes
what came of it as rows when a story is published (`changes`, `tasks`), `stories` reads it. `audience` keeps what the
edge counts, `most_read` makes lists of it. Owns the tags `related:ID` and `read:ID`.

Its doors: `stories.related_to`, `most_read.most_read`.
"""
