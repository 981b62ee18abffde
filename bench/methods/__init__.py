"""Methods of finding related stories beside each other, on a corpus whose events are known.

`python -m bench.methods [FOLDER]` runs each in a process of its own and prints the table of `docs/related.md`. It needs
`requirements/bench.txt`.
"""
