"""The commands of `broadsheet related`."""
