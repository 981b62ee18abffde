"""The right next story: which stories go with a story, and the editor's word on it.

`terms`, `scoring`, `ranking` decide (pure), `index` and `building` keep what they need in the home, `linking` writes
what came of it as rows when a story is published (`changes`, `tasks`), `stories` reads it. Owns the tag `related:ID`.

Its door: `stories.related_to`.
"""
