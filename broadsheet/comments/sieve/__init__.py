"""The sieve: what this newsroom called spam before, by its words; off until it has proved itself."""
