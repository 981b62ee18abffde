"""What a newsroom makes: front page, sections, stories, authors, topics, corrections; and the desk that it works at.

Its doors: `Story.objects.readable()` (what is public), `edition.assemble` (what a front shows), `body.prepare` (a text
ready to print), `lists` (the newest of many sections), `scheduling.publish_due`, `founding.found_paper`.
"""
