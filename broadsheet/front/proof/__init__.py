"""The proof that readers see what was published: each place where a story should show is read as a reader reads it.

`surfaces` says which places there are and what should stand there, `reading` fetches them through the running server,
`proving` compares and keeps the result, `after` does so after each publication, `desk` shows it.
"""
