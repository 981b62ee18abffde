"""Benchmarks, and the generator of large papers that they and the tests of query counts share."""
