"""Pictures with alt text, credit and licence, and the sizes in which pages show them.

Its door: `pictures.picture` (the HTML of a picture in a shape) and `pictures.prefetch_renditions`.
"""
