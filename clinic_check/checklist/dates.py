"""Dates and numbers as a reader says them."""

from datetime import date

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from clinic_check.languages import ENGLISH, LOCALES


def in_words(day: str, language: str = ENGLISH) -> str:
    """Return a date (YYYY, YYYY-MM or YYYY-MM-DD) as people say it; empty stays empty.

    In English “November 29, 2026” and “November 2026”, in Spanish “29 de noviembre de 2026”.
    """
    year, month, number = (*day.split("-"), "", "")[:3]
    if not month:
        return year
    locale, named = LOCALES[language], date(int(year), int(month), int(number or 1))
    if number:
        return format_date(named, "long", locale)
    return format_skeleton("yMMMM", named, locale=locale)


def with_weekday(day: date, language: str = ENGLISH) -> str:
    """Return a day as people say it with its weekday: “Sunday, November 29, 2026”."""
    return format_date(day, "full", LOCALES[language])


def in_figures(number: int, language: str = ENGLISH) -> str:
    """Return a number as people write it: “20,000”."""
    return format_decimal(number, locale=LOCALES[language])
