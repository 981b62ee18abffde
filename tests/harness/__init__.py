"""What runs the tests: `python -m tests.harness` is every check; databases are copied from a template, not migrated."""
