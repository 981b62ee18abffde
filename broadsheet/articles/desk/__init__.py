"""The newsroom's own views of Wagtail's desk: first page, listings, menu, refusals."""
