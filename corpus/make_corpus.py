"""Builds what the tests and benchmarks of the project read."""
