"""`broadsheet replies export|erase|check`: what is kept of a reader, and whether counts are true."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from broadsheet.comments import counting, rights


class Command(BaseCommand):
    """Parses, makes one call, answers."""

    help = "Export or erase all that is kept of a reader, or check the counts of replies."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`export EMAIL`, `erase EMAIL --yes`, `check [--mend]`."""
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("export", help="Print all that is kept of one person, as JSON.").add_argument("email")
        erasing = acts.add_parser("erase", help="Erase all that is kept of one person. It cannot be taken back.")
        erasing.add_argument("email")
        erasing.add_argument("--yes", action="store_true", help="Do it; without this only say how much it is.")
        checking = acts.add_parser("check", help="Count all replies, and say where a count is wrong.")
        checking.add_argument("--mend", action="store_true", help="Put wrong counts right.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it. Raises CommandError with 2 for what is no e-mail address, with 1 where counts are wrong."""
        if options["act"] == "check":
            self._check(options["mend"])
            return
        try:
            validate_email(options["email"])
        except ValidationError:
            raise CommandError(f"{options['email']!r} is no e-mail address.", returncode=2) from None
        told = rights.export(options["email"])
        if options["act"] == "export":
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        elif options["yes"]:
            self.stdout.write(f"Erased {rights.erase(options['email'])} replies.")
        else:
            self.stdout.write(f"{len(told['replies'])} replies would be erased for good; say --yes to do it.")

    def _check(self, mends: bool) -> None:
        found = counting.mend() if mends else list(counting.wrong())
        for one in found:
            self.stdout.write(f"story {one.story_id}: counted {one.counted}, there are {one.true} (public, held)")
        if found and not mends:
            raise CommandError("Counts are wrong; `broadsheet replies check --mend` puts them right.")
        self.stdout.write("mended" if found else "All counts are true.")
