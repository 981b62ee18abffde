"""Papers that fit into memory (Ghost, feeds): one source for all of them, and how it moves in."""
