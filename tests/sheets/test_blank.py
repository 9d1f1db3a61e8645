"""The blank checklist as data: filters told in words, hints kept short."""

import re

import pytest

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.rules import Rule
from clinic_check.sheets.blank import Line, blank, only_if
from clinic_check.sheets.paper import Paper
from clinic_check.sheets.pdf import SIZES, Size
from clinic_check.sheets.printed import blank_pdf
from tests.sheets.conftest import ADDRESS, DAY
from tests.support import pdfs

SHORT_FORMS = 5
"""Answers that many questions share stand on paper in few words."""


def frozen(**rule: list[str]) -> dict[str, frozenset[str]]:
    return {name.replace("_", "-"): frozenset(options) for name, options in rule.items()}


@pytest.fixture
def lines(catalogue: Catalogue, paper: Paper) -> dict[str, Line]:
    """The lines by the id of their question."""
    laid = [line for part in blank(catalogue, paper).parts for line in part.lines]
    return {q.id: line for q, line in zip(catalogue.questions, laid, strict=True)}


def test_every_question_stands_there_with_all_its_answers(
    catalogue: Catalogue, lines: dict[str, Line]
) -> None:
    for question in catalogue.questions:
        line = lines[question.id]
        assert (line.text, line.first) == (question.text, question.key)
        assert line.several == (question.pick == "many")
        if question.scale == "states":
            assert (line.boxes, line.room) == ((), "State:")
        elif question.scale == "evidence":
            assert len(set(line.boxes)) == SHORT_FORMS
            assert line.boxes[0] == "in writing"
        else:
            for box, option in zip(line.boxes, question.options, strict=True):
                assert box.startswith(option.label)


def test_a_word_of_the_glossary_that_is_an_answer_is_explained_beside_its_box(
    catalogue: Catalogue, paper: Paper
) -> None:
    laid = blank(catalogue, paper)
    boxes = [box for line in laid.quick for box in line.boxes]
    assert "Birth tissue (part of the afterbirth)" in boxes
    assert "Exosomes (tiny bubbles that cells give off)" in boxes
    # Once is enough.
    again = [box for part in laid.parts for line in part.lines for box in line.boxes]
    assert "Birth tissue" in again


def test_a_filter_names_a_box_in_the_words_that_stand_beside_it(lines: dict[str, Line]) -> None:
    assert lines["study-match"].only_if == (
        "Only if you ticked “in writing” or “said, not in writing” "
        f"at question {lines['human-study'].number}."
    )


def test_filters_are_told_in_words_with_the_number_on_paper(lines: dict[str, Line]) -> None:
    place = lines["place"].number
    assert lines["state"].only_if == (
        f"Only if you ticked “In the United States” at question {place}."
    )
    assert f"Not if you ticked “In another country” at question {place}." in lines["ind"].only_if
    assert "Not if you ticked nothing but “" in lines["ind"].only_if


def test_every_filter_names_an_earlier_question(lines: dict[str, Line]) -> None:
    for line in lines.values():
        for word in line.only_if.replace(".", " ").replace(",", " ").split("at question ")[1:]:
            assert int(word.split()[0]) < line.number


def test_every_kind_of_rule_has_words(catalogue: Catalogue, paper: Paper) -> None:
    numbers = {question.id: n for n, question in enumerate(catalogue.questions, start=1)}

    def told(**parts: object) -> str:
        return only_if(catalogue, paper.blank, Rule(**parts), numbers)  # type: ignore[arg-type]  # the parts are named by each try

    place, kind = numbers["place"], numbers["kind"]
    us, study = f"“In the United States” at question {place}", "“A study, also called a clinical"
    assert told(all=frozen(place=["us"], kind=["study"])).startswith(
        f"Only if you ticked {us}, and {study}"
    )
    some = told(any=frozen(place=["us"], kind=["study"]), at_least=2)
    assert some.startswith(f"Only if you ticked at least 2 of these: {us} or {study}")
    assert told(only=frozen(place=["us"])) == f"Only if you ticked nothing but {us}."
    assert told(none=frozen(kind=["study"])).endswith(f"at question {kind}.")
    assert only_if(catalogue, paper.blank, None, numbers) == ""


def test_hints_are_short_but_never_cut_within_a_sentence(
    catalogue: Catalogue, lines: dict[str, Line]
) -> None:
    for question in catalogue.questions:
        hint = lines[question.id].hint
        assert question.hint.startswith(hint)
        assert hint[-1:] in ("", ".", "?", "”")
        assert bool(hint) == bool(question.hint)


def test_the_quick_check_has_its_questions_numbered_from_one(
    catalogue: Catalogue, paper: Paper
) -> None:
    quick = blank(catalogue, paper).quick
    assert [line.text for line in quick] == [
        catalogue.question[name].text for name in catalogue.frame.quick
    ]
    assert [line.number for line in quick] == [*range(1, len(quick) + 1)]


@pytest.mark.parametrize("size", SIZES)
def test_the_blank_checklist_has_the_quick_check_on_one_page_and_everything_after(
    catalogue: Catalogue, paper: Paper, size: Size
) -> None:
    pdf = blank_pdf(catalogue, paper, DAY, size, address=ADDRESS)
    drawn = pdfs.texts(pdf)
    assert len(drawn) <= 10
    assert "choose “Quick check”" in drawn[0]
    assert "The whole checklist" in drawn[1]
    assert pdfs.accessibility_problems(pdf) == []
    assert all(pdfs.overlapping(page) == [] for page in pdfs.words(pdf))
    assert min(pdfs.type_sizes(pdf)) >= 11
    whole = " ".join(re.sub(r" Clinic Check 20\S+ Page \d+ of \d+$", "", p) for p in drawn[1:])
    for number, question in enumerate(catalogue.questions, start=1):
        assert f"{number}. {question.text}" in whole
        if question.scale not in ("states", "evidence"):
            for option in question.options:
                assert option.label in whole
    for name in catalogue.frame.quick:
        assert catalogue.question[name].text in drawn[0]
