"""A reminder to ask the clinic again, as a file for the person's own calendar.

It names no clinic and no condition, since calendars are often shared. Its words stand in
`content/reminder.toml`.
"""

import datetime
import uuid
from dataclasses import dataclass, fields
from pathlib import Path

from icalendar import Alarm, Calendar, Event

from clinic_check.checklist.catalogue import CatalogueFault
from clinic_check.checklist.dates import LAST_ZONE, as_typed
from clinic_check.checklist.load import read
from clinic_check.checklist.messages import InputFault
from clinic_check.checklist.texts import word_problems
from clinic_check.languages import ENGLISH

FILE = "reminder.toml"

QUESTIONS = 3
"""Questions to ask oneself again: more are not read in a calendar."""

FURTHEST = 730
"""Days ahead that a reminder may be: two years."""

MORNING = datetime.timedelta(hours=9)
"""When the reminder rings, after the day's beginning where the person is."""


@dataclass(frozen=True)
class ReminderWords:
    """What the calendar entry says. `questions` are for oneself, beside the call to the clinic."""

    title: str
    text: str
    intro: str
    questions: tuple[str, ...]

    @property
    def description(self) -> str:
        """The entry's text: what to do, then the questions, a line each."""
        return "\n".join(
            [self.text, "", self.intro, *(f"- {question}" for question in self.questions)]
        )


class DayFault(InputFault):
    """A day that can't be used; a message says why to the person who chose it."""


def load_reminder(content: Path, language: str = ENGLISH) -> ReminderWords:
    """Read the words from a folder of content; raise CatalogueFault with every fault in them."""
    words = read(content / FILE, ReminderWords, language=language)
    if language != ENGLISH:
        return words  # the proofreader of translations reads them
    faults = [
        f"{FILE}: `{each.name}` {problem}."
        for each in fields(words)
        for text in _texts(getattr(words, each.name))
        for problem in word_problems(text)
    ]
    if len(words.questions) != QUESTIONS:
        faults.append(f"{FILE}: `questions` has to have {QUESTIONS} of them.")
    if faults:
        raise CatalogueFault(faults)
    return words


def _texts(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def read_day(typed: str, now: datetime.datetime) -> datetime.date:
    """Return the day that was typed as YYYY-MM-DD; raise DayFault for any that can't be used.

    `now` carries its time zone.
    """
    if not typed.strip():
        raise DayFault("day.none")
    try:
        day = as_typed(typed)
    except ValueError:
        raise DayFault("day.unreadable") from None
    today = now.astimezone(LAST_ZONE).date()
    if day < today:
        raise DayFault("day.past")
    if day > today + datetime.timedelta(days=FURTHEST):
        raise DayFault("day.far")
    return day


def write(words: ReminderWords, day: datetime.date, now: datetime.datetime) -> bytes:
    """Return the calendar file (iCalendar, RFC 5545) with one event that lasts this whole day."""
    event = Event()
    event.add("uid", str(uuid.uuid4()))
    event.add("dtstamp", now.astimezone(datetime.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + datetime.timedelta(days=1))
    event.add("summary", words.title)
    event.add("description", words.description)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # the day isn't shown as busy
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words.title)
    alarm.add("trigger", MORNING)
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Clinic Check//Reminder//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    body: bytes = calendar.to_ical()
    return body
