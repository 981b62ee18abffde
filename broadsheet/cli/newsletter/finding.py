"""The letter that a command is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.cli.edge.finding import open_home
from broadsheet.cli.errors import WrongUse

if TYPE_CHECKING:
    from broadsheet.newsletter.models import Letter


def letter_of(number: int) -> Letter:
    """The letter with this number, the home opened. Raises WrongUse where there is none."""
    open_home()
    from broadsheet.newsletter.models import Letter

    found = Letter.objects.select_related("mailing_list").filter(pk=number).first()
    if found is None:
        raise WrongUse(f"There is no letter {number}; `broadsheet newsletter list` lists all there are.")
    return found
