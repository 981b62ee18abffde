"""The command line: `broadsheet init|serve|…`; any other word goes to Django's management commands."""

import os
import sys


def main() -> None:
    """Run the command named in `sys.argv`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["broadsheet", *sys.argv[1:]])
