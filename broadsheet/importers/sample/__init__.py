"""The sample edition: an invented city's paper, for a demonstration home. Door: `loading.load_sample_edition`.

`edition/` holds the texts, which anybody may edit; `reading` reads them, `bodies` turns Markdown into blocks,
the `pictures` modules draw the illustrations, `drawing` makes files of them, `loading` puts all of it into a paper.
"""
