"""What a newsroom makes: front page, sections, stories, authors, topics, corrections."""
