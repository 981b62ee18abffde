"""Bringing papers in: a saved page becomes a story (`page`); a WordPress export (`wordpress`) goes
through what every move goes through (`moving`), and its old addresses lead on (`addresses`); the demo (`sample`).

What comes from outside is sanitised here before any other room sees it.
"""
