"""Printed number, unit and period to value, unit and dates; and the intervals that rounding implies."""
