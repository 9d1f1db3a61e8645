"""What is in Spanish already, as a reader meets it."""

import datetime
import io
import re
import tomllib

import pikepdf
import pytest
from flask import Flask

from clinic_check.checklist.answers import read
from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.dates import in_figures, in_words, with_weekday
from clinic_check.checklist.findings import assess
from clinic_check.checklist.load import load
from clinic_check.languages.content import texts
from clinic_check.settings import CONTENT
from clinic_check.sheets.call import for_call
from clinic_check.sheets.paper import load_paper
from clinic_check.sheets.printed import sheet_pdf
from tests.sheets.conftest import carried
from tests.support import pdfs
from tests.support.cases import USUAL, everything_found, everything_silent
from tests.support.visitor import Visitor, text
from tests.web.test_languages import pages


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


IN_THE_US = {"place": "us", "kind": "sold", "source": ["exosomes"]}


@pytest.mark.parametrize(
    ("answers", "address", "language"),
    [
        (IN_THE_US, "/es/sheet/doctor", "en"),
        (IN_THE_US, "/es/sheet/doctor?language=es", "es"),
        (IN_THE_US, "/sheet/doctor?language=es", "es"),
        (IN_THE_US, "/es/sheet/doctor?language=fr", "en"),
        (IN_THE_US | {"place": "abroad"}, "/es/sheet/doctor", "es"),
        (IN_THE_US | {"place": "abroad"}, "/sheet/doctor", "en"),
    ],
)
def test_the_doctors_sheet_is_in_the_doctors_language_whatever_the_page_is_in(
    visitor: Visitor, answers: dict[str, object], address: str, language: str
) -> None:
    visitor.holding(answers)
    address, _, asked = address.partition("?")
    text = visitor.client.get(f"{address}.txt?{asked}").text
    assert (" de 20" in text.split("\n\n")[0]) is (language == "es"), "the date"
    assert "<span" not in text
    page = visitor.get(f"{address}?{asked}")
    own = "es" if address.startswith("/es") else "en"
    assert page.soup.html is not None
    assert page.soup.html["lang"] == own
    area = page.soup.select_one("textarea")
    assert area is not None
    assert area.get("lang", own) == language
    pdf = visitor.client.get(f"{address}.pdf?{asked}").data
    assert str(pikepdf.open(io.BytesIO(pdf)).Root.Lang) == language


@pytest.mark.parametrize("page", ["", "/es"])
def test_the_sheet_for_the_call_says_each_sentence_in_both_languages_on_two_pages(
    visitor: Visitor, page: str
) -> None:
    visitor.holding(IN_THE_US)
    first, second, both = (
        pdfs.texts(visitor.client.get(f"{page}/sheet/call.pdf?language={each}").data)
        for each in ("en", "es", "both")
    )
    assert (len(first), len(second), len(both)) == (1, 1, 2)
    found = " ".join(both)
    libraries = visitor.app.extensions["clinic_check"].libraries
    for library in libraries.values():
        summary = assess(library.catalogue, read(library.catalogue, IN_THE_US))
        call = for_call(library.catalogue, library.paper, summary)
        asked = [text for row in call.questions for text in (row.ask, row.note)]
        for sentence in (*call.opening, *asked, *call.more):
            assert str(sentence) in found


def test_a_letter_to_a_clinic_in_the_us_is_in_english_and_can_be_had_in_spanish(
    visitor: Visitor,
) -> None:
    visitor.holding(IN_THE_US)
    papers = visitor.app.extensions["clinic_check"].libraries
    for asked, language in (("", "en"), ("?language=es", "es")):
        pdf = visitor.client.get(f"/es/letter.pdf{asked}").data
        assert str(pikepdf.open(io.BytesIO(pdf)).Root.Lang) == language
        assert str(papers[language].paper.letter.closing[0]) in pdfs.text(pdf)
    page = visitor.get("/es/letter")
    assert page.soup.select_one("textarea[lang=en]") is not None


@pytest.mark.parametrize("size", ["letter", "a4"])
def test_the_blank_checklist_has_the_quick_check_on_one_page_in_spanish_too(
    visitor: Visitor, size: str
) -> None:
    pages = pdfs.texts(visitor.client.get(f"/es/blank.pdf?paper={size}").data)
    assert "elija “Revisión rápida”" in pages[0]
    assert pages[1].startswith("La lista completa")


ENGLISH = re.compile(
    r"\b(the|and|with|your|you|they|their|of|from|this|that|which|not|are|was|were|have|would)\b",
    re.IGNORECASE,
)
"""Words that stand in almost any English sentence, and in no Spanish one."""

THEIR_OWN = "[lang=en], [translate=no], a[rel], cite, q, pre, option, code"
"""What is in English on a Spanish page by right: names of sources and offices, a letter in English,
what a clinic wrote."""


@pytest.mark.parametrize("answers", ["usual", "found", "silent"])
def test_no_english_sentence_is_left_on_a_spanish_page(
    app: Flask, visitor: Visitor, catalogue: Catalogue, answers: str
) -> None:
    found, silent = everything_found(catalogue), everything_silent(catalogue)
    visitor.holding({"usual": USUAL, "found": found, "silent": silent}[answers])
    left = {}
    questions = [f"/change/{question.id}" for question in catalogue.questions]
    for address in (*pages(app), *questions, "/summary/everything", "/signed/letters/cancel"):
        page = visitor.get(f"/es{address}")
        for own in page.soup.select(THEIR_OWN):
            own.clear()
        own_words = (re.sub("“[^”]*”", "", each) for each in page.soup.stripped_strings)
        sentences = [each for each in own_words if len(ENGLISH.findall(each)) > 1]
        if sentences:
            left[address] = sentences
    assert left == {}


def test_no_words_of_an_english_sheet_stand_on_a_spanish_one() -> None:
    english = {
        words
        for _, words in texts(
            "paper.toml", tomllib.loads((CONTENT / "paper.toml").read_text(encoding="utf-8"))
        )
        if words.count(" ") > 1 and "{" not in words
    }
    assert "For my doctor" in english
    spanish, paper = load(CONTENT, "es"), load_paper(CONTENT, "es")
    for raw in (USUAL, everything_found(spanish), {}):
        summary = assess(spanish, read(spanish, raw))
        page = pdfs.text(sheet_pdf("both", spanish, paper, summary, carried(language="es")))
        assert [words for words in english if words in page] == []
