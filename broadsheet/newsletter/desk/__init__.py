"""The newsroom's desk for letters."""
