"""Papers that have nothing but a feed: RSS, Atom or JSON Feed."""
