"""The last day to cancel, to dispute a charge, and to get one's records, from the day typed.

Nothing here knows a person: a day comes in, a day goes out. Sources of the periods: 16 CFR 429.0
and the FTC's text (three business days), 15 U.S.C. 1666 (60 days), 45 CFR 164.524 (30 days).
"""

import datetime
from datetime import date
from typing import Literal

from dateutil.relativedelta import MO, TH, relativedelta

from clinic_check.checklist.dates import LAST_ZONE, as_typed

EARLIEST = date(2000, 1, 1)
"""No contract that is older is of use to anybody here; such a year is a slip of the finger."""

FIRST_ZONE = datetime.timezone(datetime.timedelta(hours=10))
"""Guam, where a day begins first of all US places: a day that has begun there isn't to come."""

JUNETEENTH = relativedelta(month=6, day=19)
JUNETEENTH_SINCE = 2021

FEDERAL_HOLIDAYS = (
    relativedelta(month=1, day=1),  # New Year's Day
    relativedelta(month=1, day=1, weekday=MO(3)),  # Birthday of Martin Luther King, Jr.
    relativedelta(month=2, day=1, weekday=MO(3)),  # Washington's Birthday
    relativedelta(month=5, day=31, weekday=MO(-1)),  # Memorial Day
    JUNETEENTH,
    relativedelta(month=7, day=4),  # Independence Day
    relativedelta(month=9, day=1, weekday=MO(1)),  # Labor Day
    relativedelta(month=10, day=1, weekday=MO(2)),  # Columbus Day
    relativedelta(month=11, day=11),  # Veterans Day
    relativedelta(month=11, day=1, weekday=TH(4)),  # Thanksgiving Day
    relativedelta(month=12, day=25),  # Christmas Day
)
"""Each leads from any day to the holiday of its year (5 U.S.C. 6103(a))."""

CANCEL_DAYS = 3
DISPUTE_DAYS = 60
RECORDS_DAYS = 30


class DayFault(ValueError):
    """A day that can't be used. `kind` says why; the content has the sentence for each."""

    def __init__(self, kind: Literal["unreadable", "future", "too-old"]) -> None:
        super().__init__(kind)
        self.kind = kind


def read_day(typed: str, now: datetime.datetime) -> date:
    """Return the day typed as YYYY-MM-DD; raise DayFault for any other form and impossible days.

    `now` carries its time zone.
    """
    try:
        day = as_typed(typed)
    except ValueError:
        raise DayFault("unreadable") from None
    if day > now.astimezone(FIRST_ZONE).date():
        raise DayFault("future")
    if day < EARLIEST:
        raise DayFault("too-old")
    return day


def is_over(day: date, now: datetime.datetime) -> bool:
    """Tell whether a day has ended in all fifty states."""
    return day < now.astimezone(LAST_ZONE).date()


def last_day(deadline: str, typed: date) -> date:
    """Return the last day: to "cancel" from the day of signing, to "dispute" from the date of the
    bill, and for "records" from the day on which they were asked for.
    """
    if deadline == "cancel":
        return business_days_after(typed, CANCEL_DAYS)
    return typed + datetime.timedelta(
        days={"dispute": DISPUTE_DAYS, "records": RECORDS_DAYS}[deadline]
    )


def business_days_after(day: date, count: int, *, holidays_count: bool = False) -> date:
    """Return the business day that is so many after a day, by the federal Cooling-Off Rule.

    Saturdays count; Sundays and federal holidays don't. A holiday that is observed on a Friday or
    a Monday is a holiday on its own day alone: that is how the like rule on loans is read (12 CFR
    1026.2(a)(6)), and it is the earlier day, which costs nobody a right. With `holidays_count` only
    Sundays are left out.
    """
    while count:
        day += datetime.timedelta(days=1)
        if day.weekday() != 6 and (holidays_count or not is_federal_holiday(day)):
            count -= 1
    return day


def state_day(days: int, counts: Literal["", "business", "hours"], typed: date) -> date:
    """Return the last day by a state's rule, on the early side where we don't know how it counts.

    Hours end on the day so many days later, at the hour at which they began.
    """
    if counts == "business":
        return business_days_after(typed, days, holidays_count=True)
    return typed + datetime.timedelta(days=days)


def is_federal_holiday(day: date) -> bool:
    """Tell whether a day is a federal holiday itself; a day on which one is observed isn't."""
    return any(
        day + holiday == day
        for holiday in FEDERAL_HOLIDAYS
        if holiday is not JUNETEENTH or day.year >= JUNETEENTH_SINCE
    )
