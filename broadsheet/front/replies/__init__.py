"""Readers' replies as readers meet them: threads, forms, and the answers to forms. Behind them stands `comments`."""
