"""Serving, exactly.

The HTTP half knows no Django: `files`, `compression`, `health`. The Django half: `fragments` (ESI or in place),
`headers` (Content-Security-Policy), `guard` (addresses that no page can answer).
"""
