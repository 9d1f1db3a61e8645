"""Sheet 2 as data: three lines to read out, then what is open, plain questions first."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.findings import assess
from clinic_check.checklist.load import load
from clinic_check.checklist.rules import Chosen
from clinic_check.settings import CONTENT
from clinic_check.sheets.call import MOST_MORE, MOST_WITH_ROOM, Call, for_call
from clinic_check.sheets.explaining import Explainer
from clinic_check.sheets.paper import Paper, load_paper
from tests.sheets.conftest import Summing
from tests.support.cases import USUAL, everything_silent
from tests.support.people import people

SHIPPED = {language: load(CONTENT, language) for language in ("en", "es")}
WORDS = {language: load_paper(CONTENT, language) for language in SHIPPED}


@pytest.fixture
def sheet(catalogue: Catalogue, paper: Paper, summing: Summing) -> Any:
    """A way to lay out the sheet of some answers."""
    return lambda raw: for_call(catalogue, paper, summing(raw))


def answered(catalogue: Catalogue) -> dict[str, Any]:
    """Everything answered, and nothing of it open."""
    answers: dict[str, Any] = {}
    for question in catalogue.questions:
        closed = [o.id for o in question.options if o.weight == "given"]
        answers[question.id] = [closed[0]] if question.pick == "many" else closed[0]
    return answers | {"kind": "sold", "place": "us"}


def said(laid: Call) -> list[str]:
    """Every question on the sheet, in its order."""
    return [*(row.ask for row in laid.questions), *laid.more]


@pytest.mark.parametrize("stage", ["looking", "booked", "paid", "had-it", ""])
def test_three_lines_to_read_out_fit_the_stage(sheet: Any, stage: str) -> None:
    opening = sheet({"stage": stage} if stage else {}).opening
    assert len(opening) == 3
    assert opening[-1] == "You do not need my card number to answer them."
    assert ("had" in opening[0]) == (stage in ("paid", "had-it"))


def test_a_study_is_called_a_study(sheet: Any) -> None:
    assert sheet({"kind": "study"}).opening[0] == "I am calling about your study."


def test_five_questions_have_room_and_five_more_a_line(sheet: Any) -> None:
    laid = sheet({})
    assert len(laid.questions) == MOST_WITH_ROOM
    assert len(laid.more) == MOST_MORE


def test_plain_questions_come_before_the_fdas_words(sheet: Any) -> None:
    laid = sheet({})
    asked = said(laid)
    first = next(n for n, question in enumerate(asked) if "FDA" in question)
    assert first >= 4
    assert asked[0] == "What exactly goes into my body?"


def test_only_what_is_open_or_unanswered_is_asked_and_nothing_twice(
    sheet: Any, catalogue: Catalogue
) -> None:
    laid = sheet(answered(catalogue) | {"emergency": "no-answer"})
    assert len(laid.questions) == 1
    assert laid.more == ()
    asked = said(sheet(USUAL))
    assert len(asked) == len(set(asked))


def test_whatever_can_be_asked_has_words_of_its_own_on_the_call_sheet(
    catalogue: Catalogue,
) -> None:
    on_sheet = {name for call in catalogue.frame.call.offer for name in call.questions}
    assert {question.id for question in catalogue.questions if question.ask} <= on_sheet


def test_what_the_sheet_has_no_words_for_is_asked_in_the_questions_own(
    catalogue: Catalogue, paper: Paper, summing: Summing
) -> None:
    call = replace(catalogue.frame.call, offer=())
    wordless = replace(catalogue, frame=replace(catalogue.frame, call=call))
    question = catalogue.question["follow-up"]

    def asked(answer: str) -> list[str]:
        summary = summing(answered(catalogue) | {"follow-up": answer})
        return said(for_call(wordless, paper, summary))

    assert asked("not-asked") == [question.ask]
    assert asked("said") == [question.said]


@pytest.mark.parametrize("language", SHIPPED)
def test_no_row_of_the_call_sheet_asks_two_things(language: str) -> None:
    frame = SHIPPED[language].frame
    for entry in (*frame.call.offer, *frame.call.study):
        assert entry.ask.count("?") == 1, entry.ask
        assert re.search(r"[?.] \S", entry.ask) is None, "a sentence after the question"
    for note in WORDS[language].call.notes.values():
        assert "?" not in note
        assert note.endswith(":"), "what to write follows"


@settings(max_examples=60, deadline=None)
@given(answers=people(SHIPPED["en"]))
def test_each_word_of_the_glossary_is_explained_where_it_first_stands_on_the_call_sheet(
    answers: Chosen,
) -> None:
    for language, catalogue in SHIPPED.items():
        laid = for_call(catalogue, WORDS[language], assess(catalogue, answers))
        rows = [text for row in laid.questions for text in (row.ask, row.note)]
        explain = Explainer(catalogue.terms)
        for text in (*rows, *laid.more):
            assert explain(text) == text, "each is explained already"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({}, "FDA (the US agency that checks medicines)"),
        ({}, "IND number (the FDA’s number for testing it in people)"),
        ({}, "consent form (the paper you sign first)"),
        ({"kind": "study"}, "ethics board (the people who watch over a study)"),
    ],
)
def test_a_word_that_is_met_only_at_the_clinic_is_told_in_a_few_plain_ones(
    sheet: Any, raw: dict[str, Any], words: str
) -> None:
    laid = sheet(raw)
    assert words in " ".join([*said(laid), *(row.note for row in laid.questions)])


def test_a_lot_and_a_billing_code_are_explained_when_they_are_asked_about(
    sheet: Any, catalogue: Catalogue
) -> None:
    laid = sheet(
        answered(catalogue) | {"source": ["birth-tissue"], "lot": "not-asked", "payer": "not-sure"}
    )
    lot, bill = laid.questions
    assert lot.ask.endswith("for my lot (all that was made in one go)?")
    assert bill.note.startswith("Billing code (the number on a bill for what was done)")


def test_where_nothing_is_open_there_is_a_thank_you_and_no_empty_block(
    sheet: Any, catalogue: Catalogue
) -> None:
    laid = sheet(answered(catalogue))
    assert (laid.questions, laid.more) == ((), ())
    assert laid.nothing_open.startswith("Nothing that we ask about is open")
    assert sheet(everything_silent(catalogue)).nothing_open == ""
