"""Tests of `broadsheet backup`."""
