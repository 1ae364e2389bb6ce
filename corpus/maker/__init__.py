"""What builds the papers of the corpus: the story's figures, and one writer a format."""
