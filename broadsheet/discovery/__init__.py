"""How machines find us: feeds, sitemaps, metadata, share pictures, robots.txt.

Its doors: the addresses in `urls`, and `{% head_metadata %}` for the head of every page.
"""
