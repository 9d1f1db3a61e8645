"""Dates as a reader says them."""

from datetime import date


def in_words(day: str) -> str:
    """Return a date (YYYY, YYYY-MM or YYYY-MM-DD) as Americans read it; empty stays empty."""
    year, month, number = (*day.split("-"), "", "")[:3]
    if not month:
        return year
    name = date(int(year), int(month), 1).strftime("%B")
    return f"{name} {int(number)}, {year}" if number else f"{name} {year}"
