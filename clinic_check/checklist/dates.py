"""Dates and numbers as a reader says them, and dates as a person types them."""

from datetime import date, datetime, timedelta, timezone

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from clinic_check.languages import ENGLISH, LOCALES

LAST_ZONE = timezone(timedelta(hours=-10))
"""Hawaii, where a day ends last of all the states: until then it is over for nobody there."""


def as_typed(day: str) -> date:
    """Return the day that was typed as YYYY-MM-DD; raise ValueError for anything else.

    "11/3/26" is a day in March to some people and in November to others, so it isn't guessed at.
    """
    return datetime.strptime(day.strip(), "%Y-%m-%d").date()


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
