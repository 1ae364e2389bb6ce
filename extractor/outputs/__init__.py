"""What people open: CSV with metadata, Parquet, workbook, report."""
