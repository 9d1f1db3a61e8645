"""Answers are read strictly, and only those to questions that are shown count."""

from dataclasses import replace

import pytest

from clinic_check.checklist.answers import (
    AnswerFault,
    contradiction,
    counting,
    questions_shown,
    read,
    tidy,
    write,
)
from clinic_check.checklist.catalogue import Catalogue
from tests.support.small import RISKS, SMALL, changed, rule


def test_one_choice_is_a_text_and_ticks_are_a_list() -> None:
    raw = {"kind": "sold", "risks": ["pain", "infection"]}
    assert read(SMALL, raw) == {"kind": ("sold",), "risks": ("infection", "pain")}


def test_what_was_read_is_written_the_same() -> None:
    raw = {"kind": "sold", "risks": ["infection", "pain"]}
    assert write(SMALL, read(SMALL, raw)) == raw


def test_a_list_with_no_ticks_is_a_blank() -> None:
    assert read(SMALL, {"risks": []}) == {}


def test_no_answers_are_fine() -> None:
    assert read(SMALL, {}) == {}


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ({"price": "no"}, "There is no question “price”."),
        ({"kind": "free"}, "“kind” has no answer “free”."),
        ({"kind": ""}, "“kind” has no answer “”."),
        ({"kind": ["sold"]}, "“kind” takes one answer, a text."),
        ({"kind": None}, "“kind” takes one answer, a text."),
        ({"kind": True}, "“kind” takes one answer, a text."),
        ({"kind": {}}, "“kind” takes one answer, a text."),
        ({"risks": "pain"}, "“risks” takes a list of answers."),
        ({"risks": ["pain", 1]}, "“risks” takes a list of answers."),
        ({"risks": {"pain": 1}}, "“risks” takes a list of answers."),
        ({"risks": ["pain", "fever"]}, "“risks” has no answer “fever”."),
        ({"state": "FL"}, "“state” has no answer “FL”."),
    ],
)
def test_what_the_catalogue_cannot_take_is_named(raw: dict[str, object], problem: str) -> None:
    with pytest.raises(AnswerFault) as caught:
        read(SMALL, raw)
    assert caught.value.faults == [problem]


def test_every_fault_of_the_answers_is_told_at_once() -> None:
    with pytest.raises(AnswerFault) as caught:
        read(SMALL, {"price": "no", "kind": "free", "risks": ["fever", "cold"]})
    assert len(caught.value.faults) == 4


@pytest.mark.parametrize(
    ("sent", "pair"),
    [
        (["pain", "told-none", "infection"], ("told-none", "infection")),
        (["not-discussed", "told-none"], ("told-none", "not-discussed")),
        (["not-discussed", "not-discussed"], None),
        (["pain", "infection"], None),
        (["told-none", "fever"], None),
        (["told-none"], None),
        ([], None),
    ],
)
def test_two_answers_that_cannot_both_be_true_are_found(
    sent: list[str], pair: tuple[str, str] | None
) -> None:
    found = contradiction(RISKS, sent)
    assert (found and tuple(option.id for option in found)) == pair


def test_two_answers_that_cannot_both_be_true_are_refused_by_name() -> None:
    with pytest.raises(AnswerFault) as caught:
        read(SMALL, {"risks": ["pain", "told-none"], "kind": "free"})
    assert caught.value.faults == [
        "“risks” can’t be both “told-none” and “pain”.",
        "“kind” has no answer “free”.",
    ]


def test_silence_may_stand_beside_a_tick(catalogue: Catalogue) -> None:
    raw = {"source": ["exosomes", "no-answer"]}
    assert read(catalogue, raw) == {"source": ("exosomes", "no-answer")}


@pytest.mark.parametrize(
    ("name", "alone"),
    [
        ("source", {"not-asked"}),
        ("route", {"not-asked"}),
        ("claims", {"none", "not-looked"}),
        ("pushed", {"none", "not-sure"}),
        ("risks", {"told-none", "not-discussed"}),
        ("condition", set()),
    ],
)
def test_what_excludes_the_rest_of_each_tick_list(
    catalogue: Catalogue, name: str, alone: set[str]
) -> None:
    question = catalogue.question[name]
    assert question.pick == "many"
    assert {option.id for option in question.options if option.exclusive} == alone


def test_ticks_come_in_the_order_of_the_catalogue_and_unknown_ones_are_left_out() -> None:
    assert tidy(RISKS, ["pain", "fever", "infection", "pain"]) == ("infection", "pain")


def test_a_hidden_answer_does_not_count_but_comes_back_with_its_filter() -> None:
    answers = {"kind": ("sold",), "board": ("no",)}
    assert counting(SMALL, answers) == {"kind": ("sold",)}
    assert counting(SMALL, {**answers, "kind": ("study",)})["board"] == ("no",)


def test_what_a_hidden_answer_would_show_is_hidden_too() -> None:
    chain = changed("question:state", shown=rule(product=["said"]))
    chain = changed("question:product", chain, shown=rule(kind=["study"]))
    answers = {"kind": ("sold",), "product": ("said",), "state": ("fl",)}
    assert counting(chain, answers) == {"kind": ("sold",)}
    assert len(counting(chain, {**answers, "kind": ("study",)})) == 3


def test_a_section_is_left_out_where_its_filter_fails() -> None:
    assert "board" not in ids(SMALL, "sold")
    assert "board" in ids(SMALL, "study")


def test_the_questions_shown_follow_both_filters() -> None:
    catalogue = changed("question:risks", shown=rule(kind=["sold"]))
    assert ids(catalogue, "sold") == ["kind", "product", "risks", "state"]
    assert ids(catalogue, "study") == ["kind", "product", "state", "board"]


def ids(catalogue: Catalogue, kind: str) -> list[str]:
    """The ids of the questions that are shown for this kind of offer."""
    return [question.id for question in questions_shown(catalogue, {"kind": (kind,)})]


def test_an_offer_of_unknown_place_is_asked_for_the_ind(catalogue: Catalogue) -> None:
    assert "ind" in {question.id for question in questions_shown(catalogue, {})}
    abroad = questions_shown(catalogue, {"place": ("abroad",)})
    assert "ind" not in {question.id for question in abroad}


def test_a_catalogue_without_sections_asks_nothing() -> None:
    assert questions_shown(replace(SMALL, sections=()), {}) == []
