"""Observations to series: vintages, revisions, breaks."""
