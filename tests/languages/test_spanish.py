"""What is in Spanish already, as a reader meets it."""

import datetime

import pytest
from flask import Flask

from clinic_check.checklist.dates import in_figures, in_words, with_weekday
from tests.support.visitor import Visitor, text


def test_the_start_page_a_question_and_the_foot_are_in_spanish(visitor: Visitor) -> None:
    page = visitor.get("/es/")
    assert page.heading == "Revise la clínica antes de pagar"
    assert text(page.soup.title).startswith("Revise la clínica")
    assert "Quick check" not in page.text
    assert "Revisión rápida: 6 preguntas" in page.text
    assert "Privacidad" in text(page.soup.select_one("footer"))
    page = visitor.get("/es/quick/place")
    assert page.heading == "¿Dónde le harían el tratamiento?"
    assert "Pregunta 1 de 6" in page.text
    assert [text(label) for label in page.soup.select(".choices label")][:2] == [
        "En Estados Unidos",
        "En otro país",
    ]
    assert not page.soup.select("h1 [lang=en]"), "what is in Spanish isn't marked as English"


def test_an_error_and_a_page_that_is_not_there_are_in_spanish(visitor: Visitor) -> None:
    page = visitor.get("/es/nowhere", status=404)
    assert page.heading == "Esa página no existe"
    page = visitor.press(visitor.get("/es/quick/source"), ["own-fat", "not-asked"], status=422)
    assert "no pueden ser verdad a la vez" in page.text


def test_what_is_still_in_english_is_marked_so_and_only_outside_of_attributes(
    visitor: Visitor,
) -> None:
    page = visitor.holding({"place": "us", "kind": "sold", "source": ["exosomes"]}).get(
        "/es/summary"
    )
    marked = {text(tag) for tag in page.soup.select("main [lang=en]")}
    assert marked, "when all is translated, this test has done its work"
    assert "lang=&#34;en" not in page.html
    assert "&lt;span" not in page.html


@pytest.mark.parametrize(
    ("day", "english", "spanish"),
    [
        ("2026-11-29", "November 29, 2026", "29 de noviembre de 2026"),
        ("2026-11", "November 2026", "noviembre de 2026"),
        ("2026", "2026", "2026"),
        ("", "", ""),
    ],
)
def test_dates_are_said_as_the_reader_says_them(day: str, english: str, spanish: str) -> None:
    assert in_words(day) == english
    assert in_words(day, "es") == spanish


def test_numbers_and_weekdays_are_those_of_the_united_states_in_spanish(app: Flask) -> None:
    sunday = datetime.date(2026, 11, 29)
    assert with_weekday(sunday) == "Sunday, November 29, 2026"
    assert with_weekday(sunday, "es") == "domingo, 29 de noviembre de 2026"
    assert in_figures(20_000) == in_figures(20_000, "es") == "20,000"
    assert "20,000" in Visitor(app).get("/es/claims").text


def test_a_sheet_is_in_the_language_of_its_address(visitor: Visitor) -> None:
    visitor.holding({"place": "us", "kind": "sold", "source": ["exosomes"]})
    english = visitor.client.get("/sheet/doctor.txt").text
    spanish = visitor.client.get("/es/sheet/doctor.txt").text
    assert " de 20" in spanish.split("\n\n")[0], "the date"
    assert " de 20" not in english.split("\n\n")[0]
    assert "<span" not in spanish
