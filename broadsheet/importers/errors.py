"""What can go wrong when something is brought in."""


class CannotImportError(Exception):
    """What was handed in cannot become a story; the text says what, where and what to do."""
