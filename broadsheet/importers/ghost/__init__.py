"""What Ghost exports: one JSON file with posts in Lexical, Mobiledoc or HTML, tags, authors, members."""
