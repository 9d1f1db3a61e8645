"""“Save for later”: the code, the file, and the reminder; and what changes for a helper."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from icalendar import Calendar

from clinic_check.saving import file as answers_file
from tests.support.codes import CATALOGUE, code_of
from tests.support.coming_back import (
    MINE,
    field,
    having,
    problem,
    shown_code,
    type_in,
)
from tests.support.visitor import Visitor

# Save for later


def test_the_code_stands_on_the_page_the_summary_and_its_first_sheet(visitor: Visitor) -> None:
    having(visitor, MINE)
    page = visitor.get("/save")
    code = shown_code(page)
    assert code == code_of({name: (answer,) for name, answer in MINE.items()})
    assert all(len(group) == 4 for group in code.split("-")[:-1])
    summary = visitor.get("/summary")
    assert shown_code(summary) == code
    assert "/save" in summary.links()
    assert "/save" in visitor.get("/answers").links()


def test_it_says_what_the_code_holds_and_what_it_does_not(visitor: Visitor) -> None:
    words = having(visitor, MINE).get("/save").text
    assert "Your 3 answers" in words
    assert "Not the name of the clinic, and not the trial record." in words
    assert "We keep no copy." in words


def test_with_nothing_answered_there_is_no_code(visitor: Visitor) -> None:
    page = visitor.get("/save")
    assert "nothing to save" in page.text
    assert not page.soup.select(".code")
    summary = visitor.get("/summary")
    assert not summary.soup.select(".code")


def test_the_file_is_a_download_that_no_browser_keeps(visitor: Visitor) -> None:
    having(visitor, MINE, who="helper")
    (button,) = visitor.get("/save").soup.select("a[download]")
    answer = visitor.client.get(str(button["href"]))
    assert "?" not in str(button["href"])
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "application/json"
    saved = answers_file.read(CATALOGUE, answer.data)
    assert saved.answers == {name: (chosen,) for name, chosen in MINE.items()}
    assert saved.helper


# The reminder


def soon() -> str:
    return (datetime.now(tz=UTC) + timedelta(days=10)).date().isoformat()


def test_the_reminder_is_a_calendar_file_that_names_nothing_private(visitor: Visitor) -> None:
    having(visitor, {"condition": ["diabetic"], "kind": "sold"}, clinic="Elm Street Pain")
    page = visitor.get("/save")
    before = visitor.session()
    answer = visitor.client.get("/save/reminder", query_string={"day": soon()})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"].endswith('filename="ask-the-clinic-again.ics"')
    assert answer.headers["Cache-Control"] == "no-store"
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == soon()
    for private in ("Elm", "neuropathy", "diabetic", "cell", *shown_code(page).split("-")):
        assert private not in answer.text
    assert visitor.session() == before, "the day is not kept"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Choose a day first."),
        ("next Tuesday", "We can’t read this day."),
        ("<b>2026</b>", "We can’t read this day."),
        ("2026-02-30", "We can’t read this day."),
        ("2001-01-01", "This day is past."),
        ("2999-01-01", "This day is too far away."),
    ],
)
def test_a_bad_day_is_refused_and_stays_in_the_field(
    visitor: Visitor, typed: str, sentence: str
) -> None:
    having(visitor, MINE)
    page = visitor.send(visitor.get("/save"), {"day": typed}, status=422)
    assert sentence in problem(page)
    assert field(page, "day") == typed
    assert f"You typed “{typed}”" in page.text or not typed
    assert shown_code(page), "the code is still there"


def test_a_file_is_never_made_of_nothing(visitor: Visitor) -> None:
    page = visitor.get("/save/file")
    assert page.address == "/save"
    assert "nothing to save" in page.text


def test_a_summary_without_answers_says_so_and_leads_to_the_code(visitor: Visitor) -> None:
    page = visitor.get("/summary")
    assert "There are no answers on this device." in page.text
    assert "/resume" in page.links()
    having(visitor, MINE)
    assert "There are no answers on this device." not in visitor.get("/summary").text


# For a helper


def test_who_it_is_for_is_kept_and_only_for_a_helper(visitor: Visitor) -> None:
    page = visitor.get("/who")
    assert "who" not in visitor.session()
    assert page.soup.select("#who-helper[checked]"), "it is what every link to this page says"
    page = visitor.send(page, {"who": "helper"})
    assert page.address == "/"
    assert visitor.session()["who"] == "helper"
    page = visitor.get("/who")
    assert page.soup.select("#who-helper[checked]")
    visitor.send(page, {"who": "me"})
    assert "who" not in visitor.session()


@pytest.mark.parametrize("address", ["/quick/kind", "/check/deposit", "/change/kind"])
def test_a_helper_is_told_whom_the_questions_mean(
    visitor: Visitor, app: Flask, address: str
) -> None:
    told = "“You” means the person who would be treated."
    having(visitor, MINE, who="helper")
    assert told in visitor.get(address).text
    assert told not in Visitor(app).get(address).text, "and nobody else is"


def test_who_it_is_for_is_in_the_code(visitor: Visitor) -> None:
    having(visitor, MINE, who="helper")
    code = shown_code(visitor.get("/save"))
    visitor.send(visitor.get("/clear"))
    type_in(visitor, code)
    assert visitor.session()["who"] == "helper"


@pytest.mark.parametrize("sent", ["", "doctor", "HELPER"])
def test_a_forged_choice_means_me(visitor: Visitor, sent: str) -> None:
    visitor.send(visitor.get("/who"), {"who": sent})
    assert "who" not in visitor.session()


def test_an_old_page_keeps_the_choice(visitor: Visitor) -> None:
    page = visitor.send(visitor.get("/who"), {"who": "helper", "csrf_token": ""}, status=422)
    assert "Press “Continue” again" in problem(page)
    assert page.soup.select("#who-helper[checked]")
