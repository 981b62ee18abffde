"""What can be wrong with a picture that is handed in."""


class UnfitPictureError(ValueError):
    """The file cannot be taken as a picture; the text says why and what to do."""
