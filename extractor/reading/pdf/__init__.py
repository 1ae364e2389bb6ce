"""PDFs: pages by pdfium, tables by our own finders, and a second reader where the first is unsure."""

from extractor.reading.pdf.reader import read_pdf

__all__ = ["read_pdf"]
