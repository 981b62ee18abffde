"""The right next story: which stories go with a story.

Its door: `stories.related_to`.
"""
