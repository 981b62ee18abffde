"""What comes back: undeliverable letters and complaints, fetched, understood and counted."""
