"""The table of right and wrong over samples of returned mail, whose true kinds are those that sisimai found.

`python -m tests.newsletter.bounces.table` prints it, and the samples that are judged otherwise.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from email import message_from_bytes
from pathlib import Path

from broadsheet.newsletter.bounces.kinds import Kind, kind_of

_DEFAULT = Path(__file__).parents[3] / ".." / "shared" / "corpora"
FOLDER = Path(os.environ.get("BROADSHEET_CORPORA", _DEFAULT)) / "email" / "sisimai-bounces"
SOFT = {"mailboxfull", "expired", "networkerror", "onhold", "suspend", "systemerror", "systemfull", "undefined"}
SOFT |= {"filtered", "exceedlimit", "mailererror", "notaccept", "syntaxerror", "userunknown", "hostunknown", "hasmoved"}
NOTHING = {"vacation", "delivered"}


def true_kind(row: dict[str, str]) -> Kind:
    """What a sample is; all that is neither of the address nor for a while is a refusal of the letter or its server."""
    if row["reason"] == "feedback":
        return Kind.COMPLAINT if row["feedbacktype"] in ("abuse", "opt-out") else Kind.NOTHING
    if row["hardbounce"] == "true":
        return Kind.HARD
    if row["reason"] in NOTHING:
        return Kind.NOTHING
    return Kind.SOFT if row["reason"] in SOFT else Kind.REFUSED


def samples() -> list[tuple[str, dict[str, str], Kind]]:
    """(file, what is known of it, our verdict) of each sample, in order."""
    found: dict[str, dict[str, str]] = {}
    with (FOLDER / "expected.tsv").open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened, delimiter="\t"):
            found.setdefault(row["file"], row)
    paths = {name: FOLDER / "bounce" / name for name in found}
    return [
        (name, row, kind_of(message_from_bytes(paths[name].read_bytes())))
        for name, row in sorted(found.items())
        if paths[name].is_file()
    ]


def main() -> None:
    """Print the table."""
    table: Counter[tuple[Kind, Kind]] = Counter()
    for name, row, verdict in samples():
        table[true_kind(row), verdict] += 1
        if true_kind(row) != verdict:
            print(f"{name:40} {row['reason']:18} {row['dsn']:9} is {true_kind(row)}, judged {verdict}")
    print("\n| is \\ judged |", " | ".join(Kind), "|\n|---" + "|---:" * len(Kind) + "|")
    for true in Kind:
        print(f"| {true} |", " | ".join(str(table[true, verdict]) for verdict in Kind), "|")
    print(f"\nright: {sum(n for (a, b), n in table.items() if a == b)} of {sum(table.values())}")


if __name__ == "__main__":
    main()
