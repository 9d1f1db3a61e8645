"""Sheet 1 as data: one voice, the patient's, and the worst first."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.findings import assess
from clinic_check.checklist.load import load
from clinic_check.checklist.rules import Chosen
from clinic_check.settings import CONTENT
from clinic_check.sheets.doctor import MOST_SIGNS, Doctor, for_doctor
from clinic_check.sheets.paper import Paper, load_paper
from tests.checklist.test_scenarios import SCENARIOS, answers_of
from tests.sheets.conftest import Summing
from tests.support.cases import USUAL, everything_found
from tests.support.people import people

SHIPPED, WORDS = load(CONTENT), load_paper(CONTENT)


@pytest.fixture
def sheet(catalogue: Catalogue, paper: Paper, summing: Summing) -> Any:
    """A way to lay out the sheet of some answers."""
    return lambda raw: for_doctor(catalogue, paper, summing(raw))


def offer(sheet: Doctor) -> str:
    return "".join(part.text for part in sheet.offer)


@pytest.mark.parametrize(
    ("stage", "title"),
    [
        ("looking", "I have not signed or paid. Please tell me, before I do:"),
        ("booked", "I have booked, but not paid. Please tell me, before I do:"),
        ("paid", "I have paid, but not had it. Please tell me, before I do:"),
        ("", "Before I sign or pay, please tell me:"),
    ],
)
def test_the_box_asks_the_doctor_three_things_in_words_that_fit_the_stage(
    sheet: Any, stage: str, title: str
) -> None:
    asked = sheet({"stage": stage} if stage else {}).ask
    assert asked.title == title
    assert len(asked.questions) == 3
    assert asked.questions[1] == "Could it clash with my illnesses or medicines?"


def test_after_the_treatment_the_doctor_is_asked_to_look_and_what_to_watch_for(sheet: Any) -> None:
    after = sheet({"stage": "had-it"})
    assert after.ask.title.startswith("I have had it, on ____")
    assert after.ask.line.startswith("What to watch for")
    assert offer(after).startswith("I was given ")


@pytest.mark.parametrize(
    ("condition", "question"),
    [
        (["stenosis"], "Is it meant for what I have (spinal stenosis)?"),
        (["not-named"], "Is it meant for what I have? No doctor has named it yet."),
        ([], "Is it meant for what I have?"),
        (
            ["diabetic", "stenosis", "disc-back"],
            "Is it meant for what I have "
            "(nerve damage from diabetes, spinal stenosis, and 1 more)?",
        ),
    ],
)
def test_the_first_question_names_the_condition(
    sheet: Any, condition: list[str], question: str
) -> None:
    assert sheet({"condition": condition} if condition else {}).ask.questions[0] == question


def test_the_offer_is_told_in_one_sentence_with_the_answers_set_off(sheet: Any) -> None:
    told = sheet(USUAL)
    assert offer(told) == (
        "I was offered tissue from a birth, into a vein, in Florida, as a treatment, not a study."
    )
    assert [part.text for part in told.offer if part.answer] == [
        "tissue from a birth",
        *("into a vein", "in Florida", "a treatment, not a study"),
    ]


def test_of_many_sources_the_ones_that_matter_most_are_named(sheet: Any) -> None:
    told = sheet({"source": ["own-blood", "own-marrow", "exosomes", "birth-tissue"]})
    assert "exosomes, tissue from a birth, and 2 more" in offer(told)


def test_approval_and_letter_are_told_as_told_and_a_license_only_abroad(sheet: Any) -> None:
    here = dict(sheet(USUAL).status)
    assert here["FDA-approved?"] == "They said no."
    assert here["IND letter from the FDA?"] == "Not asked yet."
    assert "License there?" not in here
    abroad = dict(sheet({"place": "abroad", "foreign-licence": "said"}).status)
    assert abroad["License there?"] == "They say yes, and showed nothing."
    assert "IND letter from the FDA?" not in abroad


@pytest.mark.parametrize(
    ("claims", "answer"),
    [
        (["instead"], "Yes."),
        (["cure"], "Not said."),
        (["none"], "No."),
        (["not-looked"], "Not said."),
    ],
)
def test_it_tells_if_other_treatment_was_to_be_stopped(
    sheet: Any, claims: list[str], answer: str
) -> None:
    assert sheet({"claims": claims}).status[-1] == ("Told to stop other treatment?", answer)


def test_to_stop_other_treatment_stands_first_among_the_signs(
    sheet: Any, catalogue: Catalogue
) -> None:
    lines = {finding.id: finding.line for finding in catalogue.findings}
    assert sheet(everything_found(catalogue)).signs[0] == lines["instead"]


def test_at_most_six_signs_stand_there_by_rank_and_the_others_are_counted(
    sheet: Any, catalogue: Catalogue, summing: Summing
) -> None:
    raw = everything_found(catalogue)
    laid, serious = sheet(raw), summing(raw).serious
    ranks = {raised.finding.line: raised.finding.rank for raised in serious}
    assert len(laid.signs) == MOST_SIGNS < len(serious)
    assert [ranks[line] for line in laid.signs[1:]] == sorted(
        ranks[line] for line in laid.signs[1:]
    )
    assert laid.headline == f"{len(serious)} serious warning signs in what the clinic said"
    for shown, sentence in enumerate(laid.below):
        assert f"{len(serious) - shown} more serious signs" in sentence


def test_the_count_beneath_tells_of_other_signs_silence_and_open_questions(sheet: Any) -> None:
    # That they did not give the consent form and a study stands among the signs already.
    assert sheet(USUAL).below[-1] == ("Also: 3 other signs, 11 facts not asked or not known yet.")
    assert sheet(USUAL | {"lab": "no-answer"}).below[-1] == (
        "Also: 3 other signs, 1 question they would not answer, "
        "10 facts not asked or not known yet."
    )


def test_one_sign_is_told_as_one(sheet: Any) -> None:
    assert sheet({"deposit": "no-refund"}).headline == (
        "1 serious warning sign in what the clinic said"
    )


def test_in_a_study_it_is_the_study_team_that_said_it(sheet: Any) -> None:
    assert sheet({"kind": "study", "deposit": "no-refund"}).headline == (
        "1 serious warning sign in what the study team said"
    )


def test_without_serious_signs_the_others_stand_there_and_what_they_would_not_say(
    sheet: Any,
) -> None:
    laid = sheet({"registered": "yes", "price": "no-answer", "kind": "sold"})
    assert laid.level == "warning"
    assert laid.headline == "2 warning signs in what the clinic said"
    assert len(laid.signs) == 1
    assert laid.below[-1].startswith("They would not say or show: Whole price.")


def test_where_facts_are_missing_the_ones_that_matter_most_are_named(
    sheet: Any, summing: Summing
) -> None:
    laid = sheet({})
    assert (laid.level, laid.signs) == ("missing", ())
    for question in summing({}).missing[:6]:
        assert question.label in laid.below[-1]
    # One count tells of all the others.
    more = len(summing({}).open) - 6
    assert laid.below[-1].endswith(f", and {more} more.")


def test_what_was_not_answered_here_can_be_filled_in_by_hand(sheet: Any) -> None:
    told = offer(sheet({}))
    assert len(re.findall("_+", told)) == 4
    assert "not told" not in told


def test_with_no_sign_the_limit_stands_in_their_place(sheet: Any, catalogue: Catalogue) -> None:
    quiet = [s for s in SCENARIOS.values() if s["expect"].get("headline") == "none"]
    laid = sheet(answers_of(quiet[0]))
    assert (laid.level, laid.signs) == ("none", ())
    assert laid.limit == catalogue.frame.headlines["none"].limit


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"source": ["exosomes"], "kind": "sold", "place": "us"}, "no product of this kind"),
        ({"source": ["exosomes"], "kind": "study"}, "products of this kind need its approval"),
        ({"source": ["exosomes"], "place": "abroad"}, "does not oversee treatment in other"),
        ({"source": ["birth-tissue"], "approval": "listed"}, "I found its name on the FDA’s list"),
        ({"source": ["own-blood"], "kind": "sold"}, ""),
        ({"source": ["no-product"], "kind": "sold"}, ""),
        ({}, ""),
    ],
)
def test_the_dated_line_of_the_fda_fits_the_offer(
    sheet: Any, raw: dict[str, Any], words: str
) -> None:
    line = sheet(raw).fda
    assert words in line
    assert bool(line) == bool(words)


@settings(deadline=None)
@given(answers=people(SHIPPED))
def test_whatever_is_answered_it_speaks_with_the_patients_voice(answers: Chosen) -> None:
    laid = for_doctor(SHIPPED, WORDS, assess(SHIPPED, answers))
    told = json.dumps([laid.ask.title, *laid.ask.questions, offer(laid), laid.signs, laid.status])
    assert " you " not in told.lower()
    assert "your " not in told.lower()
    assert "{" not in offer(laid) + "".join(laid.below) + laid.headline
    assert len(laid.below) == len(laid.signs) + 1
