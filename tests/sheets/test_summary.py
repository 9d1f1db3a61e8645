"""The summary page as data: each thing once, the worst first, and nothing left out."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic_check.checklist.answers import read
from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.dates import in_words
from clinic_check.checklist.findings import assess
from clinic_check.checklist.rules import Chosen
from clinic_check.sheets.summary import (
    FIRST_ASKED,
    FIRST_OPEN,
    SummaryPage,
    places_to_look_up,
    summary_page,
)
from tests.support.cases import USUAL, everything_found, everything_silent
from tests.support.people import people


def page_for(catalogue: Catalogue, raw: dict[str, Any]) -> SummaryPage:
    return page_of(catalogue, read(catalogue, raw))


def page_of(catalogue: Catalogue, answers: Chosen) -> SummaryPage:
    return summary_page(catalogue, assess(catalogue, answers))


@pytest.mark.parametrize(
    ("answers", "following", "to_pay"),
    [
        ({}, "default", True),
        ({"stage": "looking"}, "default", True),
        ({"stage": "paid"}, "paid", False),
        ({"stage": "had-it"}, "had-it", False),
        ({"stage": "had-it", "own-doctor": "yes"}, "had-it", False),
        ({"stage": "paid", "own-doctor": "yes"}, "seen", False),
        ({"own-doctor": "yes"}, "seen", True),
        ({"own-doctor": "not-yet"}, "default", True),
        ({"kind": "study", "payer": "study"}, "free", False),
        ({"kind": "study", "trial-pay": "own-costs"}, "free", False),
        ({"kind": "study", "trial-pay": "yes", "payer": "study"}, "default", True),
        ({"kind": "study"}, "default", True),
        ({"kind": "sold", "payer": "study"}, "default", True),
    ],
)
def test_the_line_after_the_headline_fits_how_far_one_is(
    catalogue: Catalogue, answers: dict[str, str], following: str, to_pay: bool
) -> None:
    page = page_for(catalogue, {"deposit": "no-refund"} | answers)
    assert page.next == catalogue.frame.next[following]
    assert page.had_it is (following == "had-it")
    assert page.to_pay is to_pay


def test_the_headline_tells_the_count(catalogue: Catalogue) -> None:
    one = page_for(catalogue, {"deposit": "no-refund"})
    assert one.headline == catalogue.frame.headlines["serious"].one
    two = page_for(catalogue, {"deposit": "no-refund", "claims": ["cure"]})
    assert two.headline.startswith("2 ")


def test_a_sign_tells_the_answers_that_caused_it_and_no_other_sign_does(
    catalogue: Catalogue,
) -> None:
    page = page_for(catalogue, everything_found(catalogue))
    signs = (*page.serious, *page.caution, *page.notes)
    told = [question for sign in signs for question, _ in sign.answers]
    given_back = [question for _, answers in page.given for question, _ in answers]
    assert len(told) == len(set(told)) > 10
    assert not set(told) & set(given_back)


def test_silence_is_told_with_its_reason_and_not_again_where_a_sign_tells_it(
    catalogue: Catalogue,
) -> None:
    page = page_for(catalogue, {"price": "no-answer", "consent": "no-answer"})
    (price,) = page.no_answer
    assert price.line == catalogue.question["price"].silence
    assert price.why == catalogue.question["price"].why
    assert [sign.id for sign in page.serious] == ["consent"]


def test_the_open_questions_that_matter_most_stand_first_and_once(catalogue: Catalogue) -> None:
    page = page_for(catalogue, {"price": "said"})
    ranks = [one.question.rank for one in page.first_open]
    assert len(ranks) == FIRST_OPEN
    assert ranks == sorted(ranks)
    assert all(one.question.key for one in page.first_open)
    rest = [one.question.id for _, questions in page.open for one in questions]
    assert not {one.question.id for one in page.first_open} & set(rest)
    assert len(rest) == len(set(rest)) == page.folded_count == page.open_count - FIRST_OPEN


def test_what_was_only_said_is_asked_for_in_writing(catalogue: Catalogue) -> None:
    page = page_for(catalogue, {"price": "said"})
    every = (*page.first_open, *(one for _, questions in page.open for one in questions))
    (price,) = [one for one in every if one.question.id == "price"]
    assert price.next == catalogue.question["price"].said
    assert price.answer


def test_expected_risks_that_were_not_named_are_asked_about(catalogue: Catalogue) -> None:
    page = page_for(catalogue, {"risks": ["infection"], "source": ["exosomes"]})
    asks = {risk.option: risk.ask for risk in catalogue.expected["risks"]}
    assert asks["immune"] in page.expected
    assert asks["infection"] not in page.expected
    assert page_for(catalogue, {"risks": ["told-none"]}).expected == ()


def test_borrowed_trust_brings_its_table(catalogue: Catalogue) -> None:
    assert page_for(catalogue, {"claims": ["borrowed-trust"]}).tokens == catalogue.tokens
    assert page_for(catalogue, {"claims": ["cure"]}).tokens == ()


def test_a_state_brings_its_note_and_what_holds_for_all(catalogue: Catalogue) -> None:
    notes = page_for(catalogue, {"place": "us", "state": "fl"}).state
    assert [note.title for note in notes] == ["Florida", ""]
    assert page_for(catalogue, {"place": "us"}).state == ()


def test_a_condition_brings_its_note_before_the_general_one(catalogue: Catalogue) -> None:
    notes = page_for(catalogue, {"condition": ["stenosis"]}).evidence
    assert len(notes) == 2
    assert notes[-1].text == catalogue.evidence_note.text


def test_a_place_to_report_shows_where_its_rule_holds(catalogue: Catalogue) -> None:
    with_rule = [place for place in catalogue.places if place.when]
    shown = {place.id for _, places in places_to_look_up(catalogue, {}) for place in places}
    assert with_rule
    assert not {place.id for place in with_rule} & shown


def test_places_stand_by_what_they_are_for_and_each_once(catalogue: Catalogue) -> None:
    groups = places_to_look_up(catalogue, {})
    assert [kind for kind, _ in groups] == ["report", "offer", "people"]
    shown = [place.id for _, places in groups for place in places]
    assert len(shown) == len(set(shown))
    assert sorted(shown) == sorted(p.id for p in catalogue.places if p.when is None)


def test_what_is_known_of_cells_shows_for_cells_that_are_not_approved(catalogue: Catalogue) -> None:
    known = page_for(catalogue, {"source": ["own-fat"]}).known
    assert known is not None
    assert known.known
    assert known.unknown
    assert known.sources
    assert page_for(catalogue, {"source": ["own-fat"], "approval": "listed"}).known is None


def test_what_is_known_abroad_shows_for_a_clinic_abroad(catalogue: Catalogue) -> None:
    known = page_for(catalogue, {"place": "abroad"}).known
    assert known is not None
    assert "other countries" in known.known


def test_the_first_sentence_of_the_first_sign_stands_at_the_top_as_well(
    catalogue: Catalogue,
) -> None:
    page = page_for(catalogue, {"kind": "sold", "source": ["own-fat"]})
    assert page.serious[0].line.startswith(page.worst)
    assert page.worst.count(".") == 1 < page.serious[0].line.count(".")
    assert page_for(catalogue, {"claims": ["cure"]}).worst.endswith("the problem.")
    assert page_for(catalogue, {}).worst == ""


def test_a_word_is_explained_where_it_first_stands_and_only_there(catalogue: Catalogue) -> None:
    page = page_for(catalogue, everything_found(catalogue))
    assert page.known is not None
    assert page.harm is not None
    signs = (*page.serious, *page.caution)
    seen = [page.worst, page.harm.text, *(sign.line for sign in signs)]
    folded = [words for sign in signs for words in (sign.told, sign.why, sign.next)]
    for texts in (" ".join(seen + folded), page.known.known):
        assert texts.replace(page.worst, "").count("FDA (the US agency") == 1
        assert "FDA" not in texts[: texts.index("FDA (")]
    assert "FDA (the US agency" in " ".join(seen)


def test_the_harm_that_was_reported_fits_the_answers(catalogue: Catalogue) -> None:
    page = page_for(catalogue, {"route": ["spine-fluid"], "kind": "sold", "source": ["own-fat"]})
    assert page.harm is not None
    assert page_for(catalogue, {}).harm is None


def test_dates_are_told_in_words() -> None:
    assert in_words("2026-11-09") == "November 9, 2026"
    assert in_words("2026-11") == "November 2026"
    assert in_words("2026") == "2026"
    assert in_words("") == ""


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_whatever_is_answered_the_page_is_whole(catalogue: Catalogue, data: st.DataObject) -> None:
    answers = data.draw(people(catalogue))
    found, page = assess(catalogue, answers), page_of(catalogue, answers)
    assert [sign.id for sign in page.serious] == [r.finding.id for r in found.serious]
    assert [sign.id for sign in page.caution] == [r.finding.id for r in found.caution]
    silent = [q.id for q in found.no_answer if q.id not in found.telling]
    assert [sign.id for sign in page.no_answer] == silent
    still_open = {one.question.id for one in page.first_open}
    still_open |= {one.question.id for _, questions in page.open for one in questions}
    assert still_open == {question.id for question in found.open}
    for sign in (*page.serious, *page.caution, *page.notes):
        assert sign.line
        assert sign.sources
    for one in (*page.first_open, *(one for _, qs in page.open for one in qs)):
        assert one.next, one.question.id


@pytest.mark.parametrize("case", ["usual", "found", "silent"])
def test_every_answer_stands_on_the_page_once(catalogue: Catalogue, case: str) -> None:
    raw = {
        "usual": USUAL,
        "found": everything_found(catalogue),
        "silent": everything_silent(catalogue),
    }[case]
    summary = assess(catalogue, read(catalogue, raw))
    page = summary_page(catalogue, summary)
    told = [q for sign in (*page.serious, *page.caution, *page.notes) for q, _ in sign.answers]
    label = {question.text: question.label for question in catalogue.questions}
    told += [label[question] for _, answers in page.given for question, _ in answers]
    told += [one.question.label for one in page.first_open if one.answer]
    told += [one.question.label for _, qs in page.open for one in qs if one.answer]
    silent = {question.label for question in summary.no_answer}
    assert len(told) == len(set(told))
    assert set(told) | silent == {catalogue.question[name].label for name in summary.answers}


def test_who_has_had_it_is_shown_what_still_helps_to_ask(catalogue: Catalogue) -> None:
    before = page_for(catalogue, USUAL)
    after = page_for(catalogue, {**USUAL, "stage": "had-it"})
    assert before.ask_now == ()
    assert after.first_open == ()
    assert len(after.ask_now) == FIRST_ASKED
    assert any("all my records" in ask for ask in after.ask_now)
    assert after.open_count == before.open_count
