"""SQLite: what was read, what came out, full text."""
