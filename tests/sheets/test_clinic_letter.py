"""The letter to the clinic: only what is open, key questions first, and short enough to mail."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_check.checklist.answers import read
from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.findings import assess
from clinic_check.checklist.load import load
from clinic_check.settings import CONTENT
from clinic_check.sheets.clinic_letter import ClinicLetter, write
from clinic_check.sheets.paper import load_paper
from tests.support.cases import USUAL, everything_found, everything_silent
from tests.support.people import people
from tests.support.visitor import Visitor, text

SHIPPED, WORDS = load(CONTENT), load_paper(CONTENT).letter
MOST = 1_800  # characters, as the issue says


def letter(
    catalogue: Catalogue, answers: dict[str, Any], clinic: str = "", *, helper: bool = False
) -> ClinicLetter:
    return write(WORDS, assess(catalogue, read(catalogue, answers)), clinic, helper)


def body(mail: str) -> str:
    """Return the text of an e-mail, as a mail program reads it."""
    return parse_qs(urlsplit(mail).query, keep_blank_values=True)["body"][0]


def answered(catalogue: Catalogue) -> dict[str, Any]:
    """Everything answered, and nothing of it open."""
    answers: dict[str, Any] = {}
    for question in catalogue.questions:
        closed = [o.id for o in question.options if o.weight == "given"]
        answers[question.id] = [closed[0]] if question.pick == "many" else closed[0]
    return answers | {"kind": "study", "place": "us"}


def test_only_what_is_open_is_asked(catalogue: Catalogue) -> None:
    asked = letter(catalogue, answered(catalogue) | {"emergency": "not-asked"}).questions
    assert asked == (catalogue.question["emergency"].ask,)


def test_what_was_only_said_is_asked_for_in_writing(catalogue: Catalogue) -> None:
    asked = letter(catalogue, answered(catalogue) | {"consent": "said"}).questions
    assert asked == (catalogue.question["consent"].said,)


def test_key_questions_come_first(catalogue: Catalogue) -> None:
    questions = letter(catalogue, {"emergency": "no-answer", "consent": "not-asked"}).questions
    key = {q.ask for q in catalogue.questions if q.key}
    assert [ask in key for ask in questions] == sorted((a in key for a in questions), reverse=True)
    assert catalogue.question["emergency"].ask in questions


def test_key_questions_that_were_not_answered_come_before_all(catalogue: Catalogue) -> None:
    questions = letter(catalogue, {"product": "no-answer"}).questions
    assert questions[0] == catalogue.question["product"].ask


def test_what_a_person_looks_up_is_not_asked(catalogue: Catalogue) -> None:
    looked = {q.look for q in catalogue.questions if q.look}
    assert looked.isdisjoint(letter(catalogue, {}).questions)
    assert "" not in letter(catalogue, {}).questions


def test_it_asks_for_an_answer_in_writing(catalogue: Catalogue) -> None:
    for answers in ({}, USUAL, everything_silent(catalogue)):
        written = letter(catalogue, answers)
        for words in (written.text, body(written.mail)):
            assert "Please answer in writing" in words
            assert "Thank you" in words


def test_silence_is_mentioned_only_where_there_was_some(catalogue: Catalogue) -> None:
    words = "I have asked some of this before"
    assert words in letter(catalogue, {"price": "no-answer"}).text
    assert words not in letter(catalogue, {"price": "not-asked"}).text


def test_a_study_team_is_not_called_a_clinic(catalogue: Catalogue) -> None:
    written = letter(catalogue, {"kind": "study"})
    assert written.text.count("Dear study team,") == 1
    assert "clinic" not in written.text
    assert "your study" in written.text


def test_a_helper_writes_in_other_words(catalogue: Catalogue) -> None:
    mine, helped = letter(catalogue, {}), letter(catalogue, {}, helper=True)
    assert "I am thinking about your treatment." in mine.text
    assert "I am writing for someone I help" in helped.text
    assert "it means the person I help" in helped.text
    assert mine.questions == helped.questions


def test_after_the_treatment_it_does_not_say_thinking(catalogue: Catalogue) -> None:
    for helper in (False, True):
        written = letter(catalogue, {"stage": "had-it"}, helper=helper)
        assert "had your treatment" in written.text
        assert "thinking" not in written.text


def test_after_paying_it_does_not_say_thinking(catalogue: Catalogue) -> None:
    for helper in (False, True):
        written = letter(catalogue, {"stage": "paid"}, helper=helper)
        assert "paid for your treatment" in written.text
        assert "thinking" not in written.text


def test_the_name_stands_in_the_letter_alone(catalogue: Catalogue) -> None:
    written = letter(catalogue, {}, clinic="Elm Street & Sons")
    assert written.text.startswith("To: Elm Street & Sons\n")
    assert "Elm" not in written.mail


def test_a_short_letter_is_mailed_whole(catalogue: Catalogue) -> None:
    written = letter(catalogue, answered(catalogue) | {"price": "not-asked", "consent": "said"})
    assert (written.short, written.left) == (False, 0)
    plain = body(written.mail).replace("'", "’").replace("\r\n", "\n")
    assert all(question in plain for question in written.questions)


def test_a_long_letter_is_mailed_short_and_says_how_much_is_left(catalogue: Catalogue) -> None:
    written = letter(catalogue, {})
    assert written.short
    assert 0 < written.left < len(written.questions)
    lines = body(written.mail).split("\r\n")
    numbered = [line for line in lines if line[:1].isdigit()]
    assert len(numbered) == len(written.questions) - written.left >= 8
    assert f"And {written.left} more questions by mail." in lines
    for number, (line, question) in enumerate(zip(numbered, written.questions, strict=False), 1):
        assert line.startswith(f"{number}. ")
        assert question.startswith(line.split(". ", 1)[1].replace("'", "’"))


@settings(deadline=None)
@given(answers=people(SHIPPED), helper=st.booleans())
def test_no_mail_is_too_long_and_none_is_addressed(answers: Any, helper: bool) -> None:
    written = write(WORDS, assess(SHIPPED, answers), "W" * 80, helper)
    assert len(written.mail) <= MOST
    assert len(unquote(written.mail)) <= MOST
    assert written.mail.startswith("mailto:?subject=")
    assert written.mail.isascii()
    assert " " not in written.mail
    assert len(written.questions) == len(set(written.questions))
    assert all(question in written.text for question in written.questions)


@pytest.mark.parametrize("case", ["usual", "found", "silent"])
def test_an_address_reads_as_the_same_words(catalogue: Catalogue, case: str) -> None:
    answers = {
        "usual": USUAL,
        "found": everything_found(catalogue),
        "silent": everything_silent(catalogue),
    }[case]
    words = body(letter(catalogue, answers).mail)
    assert "%" not in words
    assert "\n" not in words.replace("\r\n", "")
    assert not set("’‘“”") & set(words)


# --- the page --------------------------------------------------------------------------------


def test_the_page_has_the_text_to_copy_and_a_link(visitor: Visitor, catalogue: Catalogue) -> None:
    visitor.holding({"kind": "sold", "deposit": "not-sure"})
    page = visitor.get("/letter")
    (area,) = page.soup.select("textarea")
    assert area.has_attr("readonly")
    assert catalogue.question["deposit"].ask in area.text
    assert text(page.soup.select_one("pre")) == " ".join(area.text.split())
    (mail,) = [address for address in page.links() if address.startswith("mailto:")]
    assert len(mail) <= MOST
    assert page.response.headers["Cache-Control"] == "no-store"


def test_the_page_follows_who_is_helped(visitor: Visitor) -> None:
    with visitor.client.session_transaction() as session:
        session["who"] = "helper"
    assert "I am writing for someone I help" in visitor.get("/letter").text


def test_where_nothing_is_open_there_is_no_letter(visitor: Visitor, catalogue: Catalogue) -> None:
    with visitor.client.session_transaction() as session:
        session["answers"] = answered(catalogue)
    page = visitor.get("/letter")
    assert "Nothing is open, so there is nothing to ask." in page.text
    assert not page.soup.select("textarea, pre, a[href^='mailto:']")
