"""What was read and what came out: one result file a document, and one SQLite file over all."""
