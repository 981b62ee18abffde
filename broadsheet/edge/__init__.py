"""Serving, exactly: the HTTP half knows no Django; the Django half has fragments and headers."""
