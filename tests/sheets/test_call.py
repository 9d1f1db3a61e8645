"""Sheet 2 as data: three lines to read out, then what is open, plain questions first."""

from typing import Any

import pytest

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.sheets.call import MOST_MORE, MOST_WITH_ROOM, for_call
from clinic_check.sheets.paper import Paper
from tests.sheets.conftest import Summing
from tests.support.cases import USUAL, everything_silent


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


@pytest.mark.parametrize("stage", ["looking", "booked", "paid", "had-it", ""])
def test_three_lines_to_read_out_fit_the_stage(sheet: Any, stage: str) -> None:
    opening = sheet({"stage": stage} if stage else {}).opening
    assert len(opening) == 3
    assert opening[-1] == "Nobody needs a card number to answer these."
    assert ("had" in opening[0]) == (stage in ("paid", "had-it"))


def test_a_study_is_called_a_study(sheet: Any) -> None:
    assert sheet({"kind": "study"}).opening[0] == "I am calling about your study."


def test_five_questions_have_room_and_five_more_a_line(sheet: Any) -> None:
    laid = sheet({})
    assert len(laid.questions) == MOST_WITH_ROOM
    assert len(laid.more) == MOST_MORE


def test_plain_questions_come_before_the_fdas_words(sheet: Any) -> None:
    laid = sheet({})
    asked = (*laid.questions, *laid.more)
    first = next(n for n, question in enumerate(asked) if "FDA" in question)
    assert first >= 4
    assert asked[0].startswith("What exactly would I get")


def test_only_what_is_open_or_unanswered_is_asked_and_nothing_twice(
    sheet: Any, catalogue: Catalogue
) -> None:
    laid = sheet(answered(catalogue) | {"emergency": "no-answer"})
    assert len(laid.questions) == 1
    assert laid.more == ()
    asked = [*sheet(USUAL).questions, *sheet(USUAL).more]
    assert len(asked) == len(set(asked))


def test_what_the_sheet_has_no_words_for_is_asked_in_the_questions_own(
    sheet: Any, catalogue: Catalogue
) -> None:
    on_sheet = {name for call in catalogue.frame.call.offer for name in call.questions}
    question = next(
        q
        for q in catalogue.questions
        if q.scale == "evidence" and q.shown is None and q.id not in on_sheet
    )
    laid = sheet(answered(catalogue) | {question.id: "not-asked"})
    assert laid.questions == (question.ask,)
    assert sheet(answered(catalogue) | {question.id: "said"}).questions == (question.said,)


def test_where_nothing_is_open_there_is_a_thank_you_and_no_empty_block(
    sheet: Any, catalogue: Catalogue
) -> None:
    laid = sheet(answered(catalogue))
    assert (laid.questions, laid.more) == ((), ())
    assert laid.nothing_open.startswith("Nothing that we ask about is open")
    assert sheet(everything_silent(catalogue)).nothing_open == ""
