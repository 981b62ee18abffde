"""`python -m broadsheet` is the `broadsheet` command."""

from broadsheet.cli import main

main()
