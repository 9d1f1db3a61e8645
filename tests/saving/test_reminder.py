"""A reminder opens in a calendar, names nobody, and takes only days that are still to come."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from clinic_check.checklist.catalogue import CatalogueFault
from clinic_check.checklist.messages import load_messages
from clinic_check.saving.reminder import FILE, DayFault, load_reminder, read_day, write
from clinic_check.settings import CONTENT

NOW = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)
DAY = date(2026, 12, 1)
WORDS = load_reminder(CONTENT)
MESSAGES = load_messages(CONTENT)


def refused(typed: str, now: datetime = NOW) -> str:
    with pytest.raises(DayFault) as fault:
        read_day(typed, now)
    return fault.value.say(MESSAGES)


def test_a_calendar_reads_the_day_and_the_words() -> None:
    (event,) = Calendar.from_ical(write(WORDS, DAY, NOW)).walk("VEVENT")
    assert str(event["summary"]) == "Ask the clinic again"
    assert event.decoded("dtstart") == DAY
    assert event.decoded("dtend") == DAY + timedelta(days=1)
    assert event.decoded("dtstamp") == NOW
    assert event["class"] == "PRIVATE"
    assert event["transp"] == "TRANSPARENT"


def test_it_asks_three_short_questions_of_oneself_beside_the_call() -> None:
    (event,) = Calendar.from_ical(write(WORDS, DAY, NOW)).walk("VEVENT")
    told = str(event["description"])
    assert told.startswith(WORDS.text)
    assert told.splitlines()[-3:] == [f"- {question}" for question in WORDS.questions]
    assert all(len(question.split()) <= 20 for question in WORDS.questions)


def test_faulty_words_are_refused_by_name(tmp_path: Path) -> None:
    shipped = (CONTENT / FILE).read_text()
    (tmp_path / FILE).write_text(shipped.replace("Has a doctor", "You should ask if a doctor"))
    with pytest.raises(CatalogueFault, match="`questions` says “you should”"):
        load_reminder(tmp_path)
    (tmp_path / FILE).write_text(shipped.replace("questions = [", 'questions = ["And a fourth?",'))
    with pytest.raises(CatalogueFault, match="`questions` has to have 3 of them"):
        load_reminder(tmp_path)


def test_it_rings_in_the_morning_wherever_the_person_is() -> None:
    (alarm,) = Calendar.from_ical(write(WORDS, DAY, NOW)).walk("VALARM")
    assert alarm["action"] == "DISPLAY"
    assert alarm.decoded("trigger") == timedelta(hours=9)
    assert b"TZID" not in write(WORDS, DAY, NOW)


def test_it_is_what_the_standard_asks_for() -> None:
    raw = write(WORDS, DAY, NOW)
    assert raw.startswith(b"BEGIN:VCALENDAR\r\n")
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    calendar = Calendar.from_ical(raw)
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    assert not [part for part in calendar.walk() if part.errors]


def test_two_reminders_are_two_events() -> None:
    one, two = (Calendar.from_ical(write(WORDS, DAY, NOW)).walk("VEVENT")[0]["uid"] for _ in "12")
    assert one != two


@pytest.mark.parametrize("typed", ["2026-12-01", " 2026-12-01 ", "2026-12-1"])
def test_a_day_is_read_as_it_is_typed(typed: str) -> None:
    assert read_day(typed, NOW) == DAY


@pytest.mark.parametrize(
    "typed", ["12/01/2026", "tomorrow", "2026-13-01", "2026-02-30", "20261201", "2026-12-01T10:00"]
)
def test_what_is_no_day_is_refused_with_an_example(typed: str) -> None:
    assert refused(typed).startswith("We can’t read this day.")


def test_no_day_at_all_is_asked_for() -> None:
    assert refused("  ") == "Choose a day first."


@pytest.mark.parametrize("typed", ["2026-11-19", "0001-01-01"])
def test_a_day_that_is_past_is_refused(typed: str) -> None:
    assert refused(typed).startswith("This day is past.")


def test_today_is_good_and_lasts_until_it_ends_in_hawaii() -> None:
    evening = datetime(2026, 11, 21, 9, 59, tzinfo=UTC)
    assert read_day("2026-11-20", NOW) == read_day("2026-11-20", evening)
    assert refused("2026-11-20", evening + timedelta(minutes=1)).startswith("This day is past.")


def test_a_day_years_away_is_refused() -> None:
    assert read_day("2028-11-19", NOW)
    assert refused("2028-11-20").startswith("This day is too far away.")
    assert refused("9999-12-31").startswith("This day is too far away.")
