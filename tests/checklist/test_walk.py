"""The way through the questions: each is met once, and the count says how far it goes."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic_check.checklist.answers import questions_shown
from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.walk import (
    PARTS,
    Part,
    first_unanswered,
    part_of,
    questions_in,
    step,
    unfinished,
)
from tests.support.people import people


def test_the_main_questions_and_the_details_are_the_whole_checklist(catalogue: Catalogue) -> None:
    main, details = questions_in(catalogue, "check"), questions_in(catalogue, "details")
    assert sorted(q.id for q in (*main, *details)) == sorted(q.id for q in catalogue.questions)
    assert {q.id for q in catalogue.questions if q.key} <= {q.id for q in main}


def test_the_quick_check_is_part_of_the_main_questions(catalogue: Catalogue) -> None:
    assert set(questions_in(catalogue, "quick")) <= set(questions_in(catalogue, "check"))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data(), part=st.sampled_from(PARTS))
def test_going_on_from_the_first_meets_each_shown_question_once(
    catalogue: Catalogue, data: st.DataObject, part: Part
) -> None:
    shown = questions_shown(catalogue, data.draw(people(catalogue)))
    wanted = [question for question in questions_in(catalogue, part) if question in shown]
    met, here = [], wanted[0]
    while True:
        place = step(catalogue, part, here, shown)
        met.append(here)
        assert (place.number, place.about) == (len(met), len(wanted))
        assert place.before is (met[-2] if met[1:] else None)
        if place.after is None:
            break
        here = place.after
    assert met == wanted


def test_a_hidden_question_has_the_place_that_it_would_have(catalogue: Catalogue) -> None:
    shown = questions_shown(catalogue, {"place": ("abroad",)})
    place = step(catalogue, "check", catalogue.question["state"], shown)
    assert place.before is catalogue.question["place"]
    assert place.after is not None


def test_the_first_unanswered_is_the_first_that_is_shown_and_blank(catalogue: Catalogue) -> None:
    answers = {question.id: (question.options[0].id,) for question in catalogue.questions}
    assert first_unanswered(catalogue, "quick", answers) is None
    del answers["deposit"]
    first = first_unanswered(catalogue, "check", answers)
    assert first is catalogue.question["deposit"]
    assert part_of(catalogue, first) == "check"


def test_the_main_questions_are_finished_before_the_details(catalogue: Catalogue) -> None:
    answers = {question.id: (question.options[0].id,) for question in catalogue.questions}
    assert unfinished(catalogue, answers) == ""
    detail = questions_in(catalogue, "details")[0]
    main = questions_in(catalogue, "check")[0]
    del answers[detail.id]
    assert unfinished(catalogue, answers) == "details"
    del answers[main.id]
    assert unfinished(catalogue, answers) == "check"
