"""A reminder to ask the clinic again, as a file for the person's own calendar.

It names no clinic and no condition, since calendars are often shared.
"""

import datetime
import uuid

from icalendar import Alarm, Calendar, Event

TITLE = "Ask the clinic again"
WORDS = (
    "Use sheet 2, “For the call”. Write down who you spoke with, when, and what they said. "
    "The code on sheet 1 brings your answers back."
)

FURTHEST = 730
"""Days ahead that a reminder may be: two years."""

LAST_ZONE = datetime.timezone(datetime.timedelta(hours=-10))
"""Hawaii: while it is still today there, nobody in the fifty states is told that today is past."""

MORNING = datetime.timedelta(hours=9)
"""When the reminder rings, after the day's beginning where the person is."""


class DayFault(ValueError):
    """A day that can't be used. Its text is a sentence for the person who chose it."""


def read_day(typed: str, now: datetime.datetime) -> datetime.date:
    """Return the day that was typed as YYYY-MM-DD; raise DayFault for any that can't be used.

    `now` carries its time zone.
    """
    if not typed.strip():
        raise DayFault("Choose a day first.")
    try:
        day = datetime.datetime.strptime(typed.strip(), "%Y-%m-%d").date()
    except ValueError:
        raise DayFault(
            "We can’t read this day. Type the year, the month, and the day, as in 2027-03-15."
        ) from None
    today = now.astimezone(LAST_ZONE).date()
    if day < today:
        raise DayFault("This day is past. Choose today or a later day.")
    if day > today + datetime.timedelta(days=FURTHEST):
        raise DayFault("This day is too far away. Choose one in the next two years.")
    return day


def write(day: datetime.date, now: datetime.datetime) -> bytes:
    """Return the calendar file (iCalendar, RFC 5545) with one event that lasts this whole day."""
    event = Event()
    event.add("uid", str(uuid.uuid4()))
    event.add("dtstamp", now.astimezone(datetime.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + datetime.timedelta(days=1))
    event.add("summary", TITLE)
    event.add("description", WORDS)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # the day isn't shown as busy
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", TITLE)
    alarm.add("trigger", MORNING)
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Clinic Check//Reminder//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    body: bytes = calendar.to_ical()
    return body
