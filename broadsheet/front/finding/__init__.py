"""Finding stories by words in the time that a reader waits, however many stories there are.

`questions` reads what somebody typed, `matches` asks the database's own index for the newest that match, anywhere or in
the headline, `weighing` puts these in order, `spelling` knows what may have been meant. Another search engine is asked
by Wagtail's own calls.

Its door: `stories.find`.
"""
