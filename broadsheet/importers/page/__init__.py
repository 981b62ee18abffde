"""A saved page becomes a story.

`sources` gets the bytes and `decoding` makes text of them; `plain_text` and `markup` find the story in the text, which
`found` describes; `reading` ties these together; `furniture` knows what is none of it; `making` writes the story.
"""
