"""A letter is made of what was typed for it, as a page, a text and a PDF, and nothing is kept."""

import logging
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic_check.guides.pages import DEADLINES
from clinic_check.settings import CONTENT
from clinic_check.sheets.form_letters import load_letters
from tests.support import pdfs
from tests.support.coming_back import having
from tests.support.guides_pages import LETTERS, work_out
from tests.support.visitor import Page, Visitor, check, text


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_can_be_had_with_nothing_typed(visitor: Visitor, name: str) -> None:
    page = visitor.get(f"/signed/letters/{name}")
    again = visitor.send(page)
    for shown in (page, again):
        (copied,) = shown.soup.select("textarea#letter")
        (printed,) = shown.soup.select("pre.letter")
        assert copied.text.strip() == printed.text.strip()
        assert "My name: ____" in printed.text
        assert "{" not in printed.text


def test_a_letter_says_what_was_typed_and_keeps_it_to_be_changed(visitor: Visitor) -> None:
    typed = {
        "name": "Ann Poe",
        "day": "2026-11-03",
        "amount": "$5,000",
        "clinic": "A <b>Clinic</b>",
    }
    page = visitor.send(visitor.get("/signed/letters/cancel"), typed)
    (printed,) = page.soup.select("pre.letter")
    assert "On November 3, 2026 I signed a contract" in printed.text
    assert "To: A <b>Clinic</b>" in printed.text
    assert not printed.select("b"), "markup is shown as it was typed"
    assert str(page.soup.select("#name")[0]["value"]) == "Ann Poe"
    assert page.soup.select("#name[autocomplete=name]")


def test_the_clinics_name_is_there_already_if_it_was_typed_before(visitor: Visitor) -> None:
    having(visitor, {"kind": "sold"}, clinic="Example Clinic")
    page = visitor.get("/signed/letters/records")
    assert page.soup.select("#clinic[value='Example Clinic']")


def test_what_does_not_fit_a_letter_is_told_and_nothing_is_lost(visitor: Visitor) -> None:
    typed = {"name": "x" * 200, "day": "3.11.26", "clinic": "Example"}
    page = visitor.send(visitor.get("/signed/letters/cancel"), typed, status=422)
    told = [text(problem) for problem in page.soup.select(".problems a")]
    assert told == [
        "“Day that you signed”: We can’t read this day. Choose it from the calendar, or type the "
        "year, the month, and the day, as in 2026-11-03.",
        "“Your name”: Use 120 signs or fewer here.",
    ]
    assert str(page.soup.select("#name")[0]["value"]) == "x" * 200
    assert "To: Example" in page.soup.select("pre.letter")[0].text


@given(
    st.fixed_dictionaries(
        {}, optional={n: st.text(max_size=60) for n in ("clinic", "day", "name", "facts", "who")}
    )
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_typed_makes_a_page_in_order(app: Flask, typed: dict[str, str]) -> None:
    visitor = Visitor(app)
    page = visitor.get("/signed/letters/complaint")
    (drawn,) = page.soup.find_all("form")
    response = visitor.client.post(page.address, data={**page.fields(drawn), **typed})
    assert response.status_code in (200, 422)
    check(
        Page(page.address, 200, response.text, BeautifulSoup(response.text, "html5lib"), response)
    )


def button(page: Page, words: str) -> Tag:
    return next(b for b in page.soup.select("main button") if text(b).startswith(words))


def follow(visitor: Visitor, page: Page, words: str, **typed: str | list[str]) -> Page:
    """Press a button of the page's form that leads elsewhere, with some more typed before."""
    pressed = button(page, words)
    (drawn,) = page.soup.select(f"form#{pressed['form']}")
    sent: dict[str, Any] = {**page.fields(drawn), **typed}
    if "name" in pressed.attrs:
        sent[str(pressed["name"])] = str(pressed["value"])
    response = visitor.client.post(str(pressed["formaction"]), data=sent)
    soup = BeautifulSoup(response.text, "html5lib")
    again = Page(response.request.path, response.status_code, response.text, soup, response)
    check(again)
    return again


BACK = "Back to “I have signed, paid, or had it”"


def test_nothing_typed_is_lost_between_that_page_and_its_letters(visitor: Visitor) -> None:
    typed = {"cancel": "2026-11-03", "records": "soon", "state": "ca"}
    page = work_out(visitor, 422, where=["away", "card"], **typed)
    page = follow(visitor, page, "Letter to cancel")
    assert page.status == 200
    assert page.value("#day") == "2026-11-03", "the day of signing is there already"
    page = follow(visitor, page, BACK, name="Ann <b>Poe", place="At home")
    assert page.address == "/signed"
    assert [str(box["value"]) for box in page.soup.select("[name=where][checked]")] == [
        *("away", "card")
    ]
    assert [page.value(f"#{name}") for name in ("cancel", "records")] == ["2026-11-03", "soon"]
    assert page.soup.select("option[value=ca][selected]")
    page = follow(visitor, page, "Letter to dispute")
    assert not page.value("#day"), "the date of the charge is another day"
    page = visitor.send(page, {"reason": "One\nTwo"})  # “Make the letter”
    page = follow(visitor, page, BACK)
    page = follow(visitor, visitor.send(page, status=422), "Letter to cancel")
    assert (page.value("#name"), page.value("#place")) == ("Ann <b>Poe", "At home")
    page = follow(visitor, follow(visitor, page, BACK), "Letter to dispute")
    assert page.soup.select("#reason")[0].text.split() == ["One", "Two"]


def test_a_wrong_day_from_that_page_is_told_on_the_letter(visitor: Visitor) -> None:
    page = follow(visitor, work_out(visitor, 422, cancel="soon"), "Letter to cancel")
    assert "We can’t read this day" in text(page.soup.select(".problems")[0])
    assert "soon" not in page.soup.select("pre.letter")[0].text


def test_a_letter_that_was_come_to_by_its_address_leads_back_to_what_was_answered(
    visitor: Visitor,
) -> None:
    having(visitor, {"stage": "had-it", "state": "nv"})
    page = follow(visitor, visitor.get("/signed/letters/records"), BACK)
    assert [str(box["value"]) for box in page.soup.select("[name=where][checked]")] == ["had"]
    assert page.soup.select("option[value=nv][selected]")


def test_nothing_is_handed_on_after_the_answers_were_cleared(visitor: Visitor) -> None:
    having(visitor, {"stage": "paid"})
    page = work_out(visitor, cancel="2026-11-03")
    letter = follow(visitor, page, "Letter to cancel", **{"records.name": "Ann Poe"})
    assert "Ann Poe" in letter.html
    visitor.send(visitor.get("/clear"))
    for old, words in ((page, "Letter to cancel"), (letter, BACK)):
        shown = follow(visitor, old, words, name="Ann Poe", **{"records.name": "Ann Poe"})
        assert "Ann Poe" not in shown.html
        assert '2026-11-03"' not in shown.html


def test_a_letter_as_a_pdf_leaves_its_page_where_it_is(visitor: Visitor) -> None:
    page = visitor.get("/signed/letters/cancel")
    assert button(page, "As a PDF")["formtarget"] == "_blank"


def test_the_names_of_what_is_handed_on_are_all_different() -> None:
    letters = load_letters(CONTENT).letters
    own = {field.id for letter in letters for field in letter.fields}
    assert own.isdisjoint({"where", "state", *DEADLINES, "open", "letter", "pdf", "csrf_token"})


def test_a_letter_that_there_is_not(visitor: Visitor) -> None:
    visitor.get("/signed/letters/love", 404)


def test_nothing_that_is_typed_is_kept_or_logged(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    having(visitor, {"stage": "paid"})
    visitor.get("/signed")
    before = visitor.session()
    with caplog.at_level(logging.DEBUG):
        work_out(visitor, cancel="2026-11-03", where=["away", "had"], state="nv")
        typed = {"name": "Zebulon Quux", "facts": "A long story", "day": "2026-11-03"}
        page = visitor.send(visitor.get("/signed/letters/complaint"), typed)
        visitor.send(visitor.get("/other-ways"), {"state": "nv"})
    assert "Zebulon Quux" in page.html
    assert visitor.session() == before
    assert "Quux" not in caplog.text
    assert page.response.headers["Cache-Control"] == "no-store"
    assert visitor.get("/signed").soup.select("input[name=where][checked]") == []


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_can_be_had_as_a_pdf_of_what_is_typed(visitor: Visitor, kind: str) -> None:
    page = visitor.get(f"/signed/letters/{kind}")
    fields = page.fields(page.soup.select("main form")[0])
    named = next(name for name in ("clinic", "name") if name in fields)
    typed = {**fields, named: '*Elm* #eval("1")', "pdf": "yes"}
    answer = visitor.client.post(f"/signed/letters/{kind}", data=typed)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert '*Elm*#eval("1")' in pdfs.unspaced(pdfs.text(answer.data)).replace("“", '"').replace(
        "”", '"'
    )
