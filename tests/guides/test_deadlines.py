"""The last days are right on a table worked out by hand, holidays and weekends included."""

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_check.guides.deadlines import (
    EARLIEST,
    DayFault,
    business_days_after,
    is_federal_holiday,
    is_over,
    last_day,
    read_day,
    state_day,
)

NOW = datetime(2026, 11, 29, 18, 0, tzinfo=UTC)

# The day of signing, the last day to cancel, and what lies between.
CANCEL = [
    ("2026-11-02", "2026-11-05", "Monday: nothing between"),
    ("2026-11-04", "2026-11-07", "the third day is a Saturday, which counts"),
    ("2026-11-05", "2026-11-09", "a Sunday between"),
    ("2026-11-06", "2026-11-10", "Friday: Saturday counts, Sunday doesn't"),
    ("2026-11-07", "2026-11-12", "a Sunday and Veterans Day between"),
    ("2026-11-08", "2026-11-12", "signed on a Sunday, Veterans Day as the third day"),
    ("2026-11-24", "2026-11-28", "Thanksgiving between"),
    ("2026-12-23", "2026-12-28", "Christmas and a Sunday between"),
    ("2026-12-31", "2027-01-05", "New Year's Day and a Sunday, over the year's end"),
    ("2026-06-17", "2026-06-22", "Juneteenth and a Sunday"),
    ("2019-06-18", "2019-06-21", "June 19 before it was a holiday"),
    ("2026-07-01", "2026-07-06", "July 4 on a Saturday: the Friday off counts, the day doesn't"),
    ("2027-07-02", "2027-07-06", "July 4 on a Sunday: the Monday off counts"),
    ("2028-02-26", "2028-03-01", "over the end of February in a leap year"),
    ("2026-09-04", "2026-09-09", "Labor Day as the day after a Sunday"),
    ("2026-10-09", "2026-10-14", "Columbus Day"),
    ("2000-01-01", "2000-01-05", "the earliest day that is taken"),
]


@pytest.mark.parametrize(("signed", "last", "why"), CANCEL)
def test_the_last_day_to_cancel_is_the_third_business_day(signed: str, last: str, why: str) -> None:
    assert last_day("cancel", date.fromisoformat(signed)) == date.fromisoformat(last), why


def test_the_federal_holidays_are_those_that_a_library_knows_for_a_century() -> None:
    known = holidays.country_holidays("US", years=range(2000, 2101), observed=False)
    day, ours = EARLIEST, set()
    while day.year <= 2100:
        if is_federal_holiday(day):
            ours.add(day)
        day += timedelta(days=1)
    assert ours == set(known)
    assert len(ours) == 21 * 10 + 80 * 11, "Juneteenth since 2021"


def test_a_dispute_has_sixty_days_and_records_thirty() -> None:
    assert last_day("dispute", date(2026, 11, 3)) == date(2027, 1, 2)
    assert last_day("records", date(2026, 11, 3)) == date(2026, 12, 3)
    assert last_day("records", date(2028, 1, 31)) == date(2028, 3, 1)


def test_a_state_that_counts_in_its_own_way_gets_the_earlier_day() -> None:
    # Five days over Veterans Day: we have not read if California counts it, so it counts.
    assert state_day(5, "business", date(2026, 11, 5)) == date(2026, 11, 11)
    assert business_days_after(date(2026, 11, 5), 5) == date(2026, 11, 12)
    assert state_day(3, "hours", date(2026, 11, 6)) == date(2026, 11, 9)


@given(st.dates(EARLIEST, date(2100, 1, 1)), st.integers(1, 10))
def test_no_last_day_is_a_sunday_and_the_early_side_is_never_later(signed: date, days: int) -> None:
    last = business_days_after(signed, days)
    assert last.weekday() != 6
    assert signed + timedelta(days=days) <= last
    assert state_day(days, "business", signed) <= last


@pytest.mark.parametrize("typed", ["2026-11-03", " 2026-11-03 ", "2026-11-3"])
def test_a_day_is_read_as_it_is_typed(typed: str) -> None:
    assert read_day(typed, NOW) == date(2026, 11, 3)


@pytest.mark.parametrize(
    "typed",
    [
        *("11/3/26", "11/03/2026", "Nov 3 2026", "3.11.2026", "yesterday", "2026-13-01"),
        *("2026-02-30", "20261103", "2026", "", "2026-11-03T10:00", "٢٠٢٦-١١-٠٣x"),
    ],
)
def test_other_forms_are_refused_and_never_guessed_at(typed: str) -> None:
    with pytest.raises(DayFault) as fault:
        read_day(typed, NOW)
    assert fault.value.kind == "unreadable"


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("2026-12-01", "future"), ("9999-12-31", "future"), ("1999-12-31", "too-old")],
)
def test_a_day_to_come_and_one_long_past_are_refused(typed: str, kind: str) -> None:
    with pytest.raises(DayFault) as fault:
        read_day(typed, NOW)
    assert fault.value.kind == kind


def test_today_is_taken_from_where_it_begins_first_and_ends_where_it_ends_last() -> None:
    begun_in_guam = datetime(2026, 11, 29, 14, 0, tzinfo=UTC)
    assert read_day("2026-11-30", begun_in_guam) == date(2026, 11, 30)
    with pytest.raises(DayFault):
        read_day("2026-11-30", begun_in_guam - timedelta(minutes=1))
    ends_in_hawaii = datetime(2026, 11, 30, 9, 59, tzinfo=UTC)
    assert not is_over(date(2026, 11, 29), ends_in_hawaii)
    assert is_over(date(2026, 11, 29), ends_in_hawaii + timedelta(minutes=1))
