"""The report: one HTML file, no network, readable without script."""

from extractor.outputs.report.page import report_page, write_report

__all__ = ["report_page", "write_report"]
