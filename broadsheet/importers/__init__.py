"""Bringing papers in: a saved page becomes a story."""
