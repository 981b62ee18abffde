"""How machines find us: feeds, sitemaps, metadata, robots.txt."""
