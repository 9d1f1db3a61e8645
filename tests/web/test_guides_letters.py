"""A letter is made of what was typed for it, as a page, a text and a PDF, and nothing is kept."""

import logging

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
        "We can’t read this day. Choose it from the calendar, or type the year, the month, "
        "and the day, as in 2026-11-03.",
        "Use 120 signs or fewer here.",
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
