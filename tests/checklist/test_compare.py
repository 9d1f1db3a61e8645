"""Clinics side by side: the same questions, the differences in words, nothing ranked or kept."""

from typing import Any

import pytest
from hypothesis import given

from clinic_check.checklist.answers import read
from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.compare import STANDINGS, Clinic, Comparison, Row, compare
from clinic_check.checklist.messages import load_messages
from clinic_check.checklist.rules import Chosen
from clinic_check.settings import CONTENT
from tests.support.cases import USUAL, everything_found, everything_silent
from tests.support.codes import CATALOGUE, patiently
from tests.support.people import people

A = {"consent": "no-answer", "price": "in-writing", "place": "us", "kind": "study"}
MESSAGES = load_messages(CONTENT)
B = {"consent": "in-writing", "price": "in-writing", "place": "us", "kind": "sold"}


def side_by_side(catalogue: Catalogue, *answers: dict[str, Any]) -> Comparison:
    """Compare clinics called A, B and C."""
    named = zip("ABC", answers, strict=False)
    return compare(
        catalogue,
        load_messages(CONTENT),
        tuple(Clinic(name, read(catalogue, a)) for name, a in named),
    )


def row(compared: Comparison, name: str) -> Row:
    """Find a row by its id."""
    return next(row for _, rows in compared.groups for row in rows if row.id == name)


# --- what is told ----------------------------------------------------------------------------


def test_a_difference_is_said_in_words_the_worst_first(catalogue: Catalogue) -> None:
    compared = side_by_side(catalogue, B, A)
    assert row(compared, "consent").said == "B would not say. A gave it in writing."


def test_what_another_answer_settled_is_open_for_neither(catalogue: Catalogue) -> None:
    shown = {"place": "us", "kind": "study", "approval": "study-allowed", "ind": "letter"}
    compared = side_by_side(catalogue, shown, shown)
    assert row(compared, "approval").standing == "given"


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("said", "no", "B told you there is none. A said so, with nothing in writing."),
        ("not-asked", "in-writing", "You have not asked A yet. B gave it in writing."),
        (None, "in-writing", "Nothing is filled in for A. B gave it in writing."),
        ("in-writing", "in-writing", "The same for both."),
    ],
)
def test_every_kind_of_answer_has_its_words(
    catalogue: Catalogue, one: str | None, other: str, said: str
) -> None:
    compared = side_by_side(catalogue, {"emergency": one} if one else {}, {"emergency": other})
    assert row(compared, "emergency").said == said


def test_two_clinics_that_did_the_same_are_named_together(catalogue: Catalogue) -> None:
    silent = {"emergency": "no-answer"}
    compared = side_by_side(catalogue, silent, {"emergency": "in-writing"}, silent)
    assert row(compared, "emergency").said == "A and C would not say. B gave it in writing."


def test_a_question_that_is_not_asked_of_one_is_told_so(catalogue: Catalogue) -> None:
    compared = side_by_side(
        catalogue, {"place": "us", "ind": "no"}, {"place": "abroad", "ind": "no"}
    )
    assert row(compared, "ind").said.endswith("This does not apply to B.")
    assert row(compared, "ind").cells[1].labels == ()


def test_a_sign_of_several_answers_stands_by_itself(catalogue: Catalogue) -> None:
    sold = {"kind": "sold", "place": "us", "source": ["birth-tissue"]}
    compared = side_by_side(catalogue, sold, {**sold, "kind": "study"})
    found = row(compared, "sold-outside-trial")
    assert found.standing == "serious"
    assert found.said == "This holds for A. It does not for B."
    assert row(compared, "source").standing == "given", "it is not blamed on one of them"


def test_the_worst_comes_first_and_differences_before_what_is_the_same(
    catalogue: Catalogue,
) -> None:
    compared = side_by_side(
        catalogue, USUAL, everything_found(catalogue), everything_silent(catalogue)
    )
    order = [standing for standing, _ in compared.groups]
    assert order == sorted(order, key=STANDINGS.index)
    for standing, rows in compared.groups:
        assert [row.same for row in rows] == sorted(row.same for row in rows)
        for one in rows:
            assert one.standing == standing
            assert min((cell.standing for cell in one.cells), key=STANDINGS.index) == standing


def test_every_shown_question_is_told_once(catalogue: Catalogue) -> None:
    cases = [USUAL, everything_found(catalogue), everything_silent(catalogue)]
    compared = side_by_side(catalogue, *cases)
    asked = [row.id for _, rows in compared.groups for row in rows if not row.several]
    assert len(asked) == len(set(asked))
    told = {*asked, *(q.id for q in catalogue.questions if q.text in compared.blank)}
    assert set(USUAL) <= told


def test_what_stands_first_does_not_hang_on_who_was_typed_first(catalogue: Catalogue) -> None:
    one, other = side_by_side(catalogue, A, B), side_by_side(catalogue, B, A)
    assert {r.id: r.standing for _, rows in one.groups for r in rows} == {
        r.id: r.standing for _, rows in other.groups for r in rows
    }


def test_each_clinic_keeps_its_own_headline_and_counts_in_words(catalogue: Catalogue) -> None:
    calm, silent = side_by_side(catalogue, {}, {"emergency": "no-answer"}).clinics
    assert (calm.level, silent.level) == ("missing", "warning")
    assert silent.counts.startswith("Serious signs: 0. Other signs: 0. Not answered: 1. ")
    assert calm.limit


@patiently
@given(one=people(CATALOGUE), other=people(CATALOGUE))
def test_the_worst_of_the_rows_is_the_headline_of_each(one: Chosen, other: Chosen) -> None:
    compared = compare(CATALOGUE, MESSAGES, (Clinic("A", one), Clinic("B", other)))
    levels = {"serious": "serious", "caution": "warning", "no-answer": "warning"}
    for clinic in compared.clinics:
        cells = [c for _, rows in compared.groups for row in rows for c in row.cells]
        own = [c.standing for c in cells if c.name == clinic.name]
        worst = min(own, key=STANDINGS.index, default="open")
        calm = clinic.level if clinic.level in ("missing", "none") else ""
        assert clinic.level == levels.get(worst, calm)


@patiently
@given(one=people(CATALOGUE), other=people(CATALOGUE))
def test_a_sign_stands_only_at_an_answer_that_was_given(one: Chosen, other: Chosen) -> None:
    compared = compare(CATALOGUE, MESSAGES, (Clinic("A", one), Clinic("B", other)))
    for standing, rows in compared.groups:
        for told in rows:
            assert told.standing == standing
            for cell in told.cells:
                assert cell.labels or cell.standing in ("open", "left-out")
