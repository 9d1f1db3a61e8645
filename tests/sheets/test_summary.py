"""The summary as data: the doctor's page, the call page, the lists, and the numbered sources."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic_check.checklist.answers import read
from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.findings import Raised, assess
from clinic_check.checklist.rules import Chosen
from clinic_check.sheets.paper import CALL_QUESTIONS, GROUPS, SERIOUS_LINES
from clinic_check.sheets.summary import Entry, Sheet, build, in_words
from tests.support.people import people

TODAY = date(2026, 11, 20)


def sheet_for(catalogue: Catalogue, raw: dict[str, Any], clinic: str = "") -> Sheet:
    """Build the summary of these answers."""
    return sheet_of(catalogue, read(catalogue, raw), clinic)


def sheet_of(catalogue: Catalogue, answers: Chosen, clinic: str = "") -> Sheet:
    """Build the summary of answers that were read before."""
    return build(catalogue, assess(catalogue, answers), clinic, TODAY)


SOLD = {"place": "us", "kind": "sold", "source": ["birth-tissue"]}
MANY_SIGNS = SOLD | {
    "claims": ["cure", "no-risk", "many-diseases", "instead"],
    "deposit": "no-refund",
    "pushed": ["today-only", "loan"],
    "consent": "no",
    "examined": "accepted-unseen",
    "own-doctor": "discouraged",
}


# The doctor's page


def test_the_doctors_page_has_six_serious_lines_and_counts_the_rest(catalogue: Catalogue) -> None:
    sheet = sheet_for(catalogue, MANY_SIGNS)
    lines = [line for _, lines in sheet.doctor.groups for line in lines]
    assert len(sheet.serious) > SERIOUS_LINES
    assert len(lines) == SERIOUS_LINES
    assert sheet.doctor.more == len(sheet.serious) - SERIOUS_LINES


def test_its_lines_are_those_of_the_lowest_rank(catalogue: Catalogue) -> None:
    summary = assess(catalogue, read(catalogue, MANY_SIGNS))
    ranked = sorted((raised.finding for raised in summary.serious), key=lambda f: f.rank)
    sheet = build(catalogue, summary, "", TODAY)
    lines = {line for _, lines in sheet.doctor.groups for line in lines}
    assert lines == {finding.line for finding in ranked[:SERIOUS_LINES]}


def test_its_groups_keep_their_order_and_empty_ones_are_left_out(catalogue: Catalogue) -> None:
    groups = [group for group, _ in sheet_for(catalogue, MANY_SIGNS).doctor.groups]
    assert groups == [group for group in GROUPS if group in groups]
    assert [group for group, _ in sheet_for(catalogue, {}).doctor.groups] == []


def test_it_counts_other_signs_and_what_is_unanswered_or_open(catalogue: Catalogue) -> None:
    summary = assess(catalogue, read(catalogue, MANY_SIGNS | {"price": "no-answer"}))
    doctor = build(catalogue, summary, "", TODAY).doctor
    assert (doctor.others, doctor.unanswered) == (len(summary.caution), len(summary.no_answer))
    assert doctor.open == len(summary.open)
    assert doctor.others > 0
    assert doctor.unanswered == 1


def test_a_condition_that_no_doctor_has_named_comes_first(catalogue: Catalogue) -> None:
    condition = catalogue.question["condition"]
    apart = replace(condition.option["not-named"], exclusive=False)
    options = tuple(apart if option.id == "not-named" else option for option in condition.options)
    together = _with_options(catalogue, "condition", options)
    row = sheet_for(together, {"condition": ["diabetic", "not-named"]}).doctor.condition
    assert row.labels == (apart.label, condition.option["diabetic"].label)


def test_a_row_holds_what_fits_on_its_line_and_says_how_many_more(catalogue: Catalogue) -> None:
    condition = catalogue.question["condition"]
    every = [option.id for option in condition.options if not option.exclusive]
    row = sheet_for(catalogue, {"condition": every}).doctor.condition
    assert row.labels
    assert len("; ".join(row.labels)) <= 76
    assert row.more == len(every) - len(row.labels) > 0


def test_where_tells_the_place_the_state_and_how_it_is_offered(catalogue: Catalogue) -> None:
    where = sheet_for(catalogue, SOLD | {"state": "fl"}).doctor.where
    option = {name: catalogue.question[name].option for name in ("place", "kind")}
    assert where.labels == (option["place"]["us"].label, "Florida", option["kind"]["sold"].label)


def test_the_status_is_told_as_it_was_told(catalogue: Catalogue) -> None:
    status = sheet_for(catalogue, {"approval": "unnamed", "registered": "yes"}).doctor.status
    approval = catalogue.question["approval"]
    assert status.labels[0] == f"{approval.label}: {approval.option['unnamed'].label}"
    assert status.labels[1].startswith(catalogue.question["registered"].label)


def test_a_blank_row_says_nothing(catalogue: Catalogue) -> None:
    doctor = sheet_for(catalogue, {}).doctor
    rows = (doctor.condition, doctor.source, doctor.route, doctor.where, doctor.status)
    assert all(row.labels == () and row.more == 0 for row in (*rows, doctor.stage))


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        (["instead", "cure"], "yes"),
        (["cure"], "no"),
        (["none"], "no"),
        (["not-looked"], "not-said"),
        ([], "not-said"),
    ],
)
def test_being_told_to_change_other_treatment_is_always_answered(
    catalogue: Catalogue, claims: list[str], told: str
) -> None:
    assert sheet_for(catalogue, {"claims": claims}).doctor.change == told


# The call page


def test_the_call_asks_ten_questions_at_most_and_most_needed_first(catalogue: Catalogue) -> None:
    call = sheet_for(catalogue, {"kind": "study"}).call
    study = [entry.ask for entry in catalogue.frame.call.study]
    assert len(call.questions) == CALL_QUESTIONS
    assert list(call.questions[: len(study)]) == [
        ask.replace("clinic", "study team") for ask in study
    ]
    assert (
        sheet_for(catalogue, {"kind": "sold"}).call.questions[0]
        == catalogue.frame.call.offer[0].ask
    )


def test_what_is_settled_is_not_asked_again(catalogue: Catalogue) -> None:
    [entry] = [e for e in catalogue.frame.call.offer if e.questions == ("human-study",)]
    assert entry.ask in sheet_for(catalogue, {"human-study": "said"}).call.questions
    assert entry.ask in sheet_for(catalogue, {"human-study": "no-answer"}).call.questions
    assert entry.ask not in sheet_for(catalogue, {"human-study": "in-writing"}).call.questions


def test_a_study_is_not_asked_the_same_twice(catalogue: Catalogue) -> None:
    call = sheet_for(catalogue, {"kind": "study"}).call
    twice = [
        offer.ask
        for offer in catalogue.frame.call.offer
        for study in catalogue.frame.call.study
        if offer.questions == study.questions
    ]
    assert twice
    assert not set(twice) & set(call.questions)


def test_a_study_has_a_team_and_not_a_clinic(catalogue: Catalogue) -> None:
    call = replace(
        catalogue.frame.call,
        offer=(
            replace(catalogue.frame.call.offer[0], ask="What does the clinic say?", questions=()),
        ),
    )
    here = replace(catalogue, frame=replace(catalogue.frame, call=call))
    assert "What does the study team say?" in sheet_for(here, {"kind": "study"}).call.questions
    assert "What does the clinic say?" in sheet_for(here, {"kind": "sold"}).call.questions
    assert sheet_for(here, {"kind": "study"}).call.study
    assert not sheet_for(here, {"kind": "special-access"}).call.study


# The lists


def test_a_finding_tells_the_answer_that_caused_it(catalogue: Catalogue) -> None:
    sheet = sheet_for(catalogue, {"deposit": "no-refund"})
    [entry] = sheet.serious
    deposit = catalogue.question["deposit"]
    assert entry.because == f"{deposit.label}: {deposit.option['no-refund'].label}"
    words = entry.words
    assert all((words.told, words.why, words.next, words.sources))


def test_many_questions_with_one_answer_are_told_in_one_breath(catalogue: Catalogue) -> None:
    silent = dict.fromkeys(("price", "ind", "human-study", "product"), "no-answer")
    sheet = sheet_for(catalogue, {"place": "us"} | silent)
    [many] = [entry for entry in sheet.serious if entry.words.id == "many-silences"]
    assert all(catalogue.question[name].label in many.because for name in silent)
    assert many.because.count(catalogue.question["price"].option["no-answer"].label) == 1


def test_silence_is_told_with_its_reason_and_how_to_check(catalogue: Catalogue) -> None:
    price = catalogue.question["price"]
    words = sheet_for(catalogue, {"price": "no-answer"}).no_answer[0].words
    assert (words.told, words.why, words.next) == (price.silence, price.why, price.check)


def test_silence_that_raised_a_sign_is_told_in_one_sentence(catalogue: Catalogue) -> None:
    sheet = sheet_for(catalogue, {"consent": "no-answer"})
    [entry] = sheet.no_answer
    assert entry.words.told == catalogue.question["consent"].silence
    assert (entry.words.why, entry.words.next, entry.words.sources) == ("", "", ())
    assert "consent" in [sign.words.id for sign in sheet.serious]


def test_key_questions_still_open_are_entries_of_their_own(catalogue: Catalogue) -> None:
    summary = assess(catalogue, {})
    sheet = build(catalogue, summary, "", TODAY)
    assert [entry.words.id for entry in sheet.missing] == [q.id for q in summary.open if q.key]
    others = [label for _, labels in sheet.open for label in labels]
    assert others == [q.label for q in summary.open if not q.key]
    titles = [title for title, _ in sheet.open]
    assert len(titles) == len(set(titles)), "a line for each section"


def test_a_blank_has_no_answer_and_a_promise_is_told_as_one(catalogue: Catalogue) -> None:
    missing = {e.words.id: e for e in sheet_for(catalogue, {"consent": "said"}).missing}
    assert missing["consent"].because == catalogue.question["consent"].option["said"].label
    assert missing["price"].because == ""


def test_what_was_only_said_is_asked_for_in_writing(catalogue: Catalogue) -> None:
    product = catalogue.question["product"]
    assert product.ask != product.said
    said = sheet_for(catalogue, {"product": "said"}).ask
    assert product.said in said
    assert product.ask not in said
    assert product.ask in sheet_for(catalogue, {"product": "not-asked"}).ask
    assert not {product.ask, product.said} & set(
        sheet_for(catalogue, {"product": "in-writing"}).ask
    )


def test_what_you_look_up_yourself_is_kept_apart(catalogue: Catalogue) -> None:
    sheet = sheet_for(catalogue, {"actions": "not-looked"})
    assert catalogue.question["actions"].look in sheet.look
    assert not set(sheet.look) & set(sheet.ask)
    done = sheet_for(catalogue, {"actions": "looked-none"})
    assert catalogue.question["actions"].look not in done.look


def test_expected_risks_that_were_not_named_are_asked_about(catalogue: Catalogue) -> None:
    expected = {e.option: e.ask for s in catalogue.sections for e in s.expected}
    named = sheet_for(catalogue, SOLD | {"risks": ["infection"]}).ask
    assert expected["infection"] not in named
    assert expected["worse-pain"] in named
    assert expected["immune"] in named, "expected of birth tissue"
    own = sheet_for(catalogue, SOLD | {"source": ["own-blood"], "risks": ["infection"]}).ask
    assert expected["immune"] not in own
    for chosen in (["told-none"], ["not-discussed"], []):
        asked = sheet_for(catalogue, SOLD | {"risks": chosen}).ask
        assert not set(expected.values()) & set(asked)


def test_borrowed_trust_brings_its_table(catalogue: Catalogue) -> None:
    tokens = sheet_for(catalogue, {"claims": ["borrowed-trust"]}).tokens
    assert [token.name for token in tokens] == [token.name for token in catalogue.tokens]
    assert sheet_for(catalogue, {"claims": ["cure"]}).tokens == ()


def test_a_state_brings_its_note_and_what_holds_for_all(catalogue: Catalogue) -> None:
    assert sheet_for(catalogue, {"place": "us"}).state == ()
    florida = sheet_for(catalogue, {"place": "us", "state": "fl"}).state
    assert [note.title for note in florida] == ["Florida", ""]
    assert florida[-1].text == catalogue.states_note.text
    plain = next(state for state in catalogue.states if not state.note)
    [general] = sheet_for(catalogue, {"place": "us", "state": plain.id}).state
    assert general.text == catalogue.states_note.text


def test_a_condition_brings_its_note_before_the_general_one(catalogue: Catalogue) -> None:
    notes = sheet_for(catalogue, {"condition": ["stenosis"]}).evidence
    assert len(notes) == 2
    assert notes[-1].text == catalogue.evidence_note.text


def test_a_place_to_report_shows_where_its_rule_holds(catalogue: Catalogue) -> None:
    ruled = [place for place in catalogue.places if place.when is not None]
    always = [place.name for place in catalogue.places if place.when is None]
    assert ruled
    assert [place.name for place in sheet_for(catalogue, {}).places] == always


def test_a_place_cites_its_own_page_where_that_is_a_source(catalogue: Catalogue) -> None:
    sheet = sheet_for(catalogue, {})
    assert any(place.listed for place in sheet.places)
    for place in sheet.places:
        cited = [catalogue.source[name].url for name in place.sources]
        assert cited == [place.address] if place.listed else place.address not in cited


def test_answers_are_given_back_by_section(catalogue: Catalogue) -> None:
    sheet = sheet_for(catalogue, {"stage": "paid", "claims": ["cure", "hidden"]})
    claims = catalogue.question["claims"]
    assert sheet.answers[1] == (catalogue.section["claims"].title, ((claims, ("cure", "hidden")),))
    assert sheet_for(catalogue, {}).answers == ()


def test_having_had_it_is_told_apart(catalogue: Catalogue) -> None:
    assert sheet_for(catalogue, {"stage": "had-it"}).had_it
    assert not sheet_for(catalogue, {"stage": "paid"}).had_it


def test_the_name_and_the_day_stand_on_the_sheet(catalogue: Catalogue) -> None:
    sheet = sheet_for(catalogue, {}, clinic="Example Center")
    assert (sheet.clinic, sheet.day) == ("Example Center", "November 20, 2026")


# The sources


def test_dates_are_told_in_words() -> None:
    assert in_words("2021-06-03") == "June 3, 2021"
    assert in_words("2021-06") == "June 2021"
    assert in_words("2021") == "2021"
    assert in_words("") == ""


def test_the_day_on_which_most_sources_were_read_is_told_once(catalogue: Catalogue) -> None:
    first = sheet_for(catalogue, {}).sources[0]
    changed = replace(first, read="2025-01-02")
    sources = tuple(changed if source is first else source for source in catalogue.sources)
    sheet = sheet_for(replace(catalogue, sources=sources), {})
    assert sheet.sources[0].read == "2025-01-02"
    assert sheet.read == "2026-11-20"


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_whatever_is_answered_the_summary_is_whole(
    catalogue: Catalogue, data: st.DataObject
) -> None:
    answers = data.draw(people(catalogue))
    summary = assess(catalogue, answers)
    sheet = build(catalogue, summary, "", TODAY)

    # Sources are numbered by first use, and none is listed that nothing cites.
    order = list(dict.fromkeys(_cited(sheet)))
    assert [source.id for source in sheet.sources] == order

    # Nothing unsettled is left without a question, and no question is asked twice.
    asked = {*sheet.ask, *sheet.look}
    assert len(asked) == len(sheet.ask) + len(sheet.look)
    for question in (*summary.no_answer, *summary.open):
        assert asked & {question.ask, question.look, question.said} - {""}, question.id
    assert len(sheet.call.questions) == len(set(sheet.call.questions)) <= CALL_QUESTIONS

    # Everything that was found has its entry.
    assert len(sheet.serious) == len(summary.serious)
    assert len(sheet.caution) == len(summary.caution)
    assert len(sheet.no_answer) == len(summary.no_answer)
    assert all(entry.words.told for entry in _entries(sheet))


def test_two_sections_with_one_title_stay_two(catalogue: Catalogue) -> None:
    sections = tuple(replace(section, title="Questions") for section in catalogue.sections)
    sheet = sheet_for(
        replace(catalogue, sections=sections), {"deposit": "no-refund", "claims": ["cure"]}
    )
    assert [title for title, _ in sheet.answers] == ["Questions", "Questions"]


def _entries(sheet: Sheet) -> list[Entry | Raised]:
    return [*sheet.serious, *sheet.caution, *sheet.no_answer, *sheet.notes]


def _cited(sheet: Sheet) -> list[str]:
    """The id of every source that is cited, in the order of the page."""
    texts = (*sheet.evidence, *sheet.state)
    return [
        *(cited for entry in _entries(sheet) for cited in entry.words.sources),
        *(cited for text in texts for cited in text.sources),
        *(cited for token in sheet.tokens for cited in token.sources),
        *(cited for place in sheet.places for cited in place.sources),
        *sheet.emergency,
    ]


def _with_options(catalogue: Catalogue, name: str, options: Any) -> Catalogue:
    """Return the catalogue with other options for one question."""
    return replace(
        catalogue,
        sections=tuple(
            replace(
                section,
                questions=tuple(
                    replace(q, options=options) if q.id == name else q for q in section.questions
                ),
            )
            for section in catalogue.sections
        ),
    )
