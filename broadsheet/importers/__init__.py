"""Bringing papers in: a saved page becomes a story (`page`); the sample edition of the demo (`sample`).

What comes from outside is sanitised here before any other room sees it.
"""
