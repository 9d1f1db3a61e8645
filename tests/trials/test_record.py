"""Reading a record: what is taken from it, whatever is missing, new or strange in it."""

import copy
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_check.trials.record import (
    LONGEST_PROSE,
    LONGEST_TEXT,
    MOST_ENTRIES,
    MOST_PHASES,
    MOST_SITES,
    Given,
    Site,
    Trial,
    last_day,
    last_sign_of_life,
    read_record,
    readable,
    silent_days,
)
from tests.support.played import RECORDS, read, record

NAMES = sorted(path.stem for path in RECORDS.glob("*.json"))
TODAY = date(2026, 11, 20)


def test_a_whole_record_is_cut_down_to_what_a_patient_needs() -> None:
    trial = read("open-trial")
    assert trial.number == "NCT98000001"
    assert trial.title == "Marrow Cells for Painful Diabetic Neuropathy"
    assert (trial.status, trial.study_type) == ("RECRUITING", "INTERVENTIONAL")
    assert trial.phases == ("PHASE1", "PHASE2")
    assert (trial.sponsor, trial.sponsor_class) == ("Larkmoor University", "OTHER")
    assert trial.conditions == ("Diabetic Neuropathies",)
    assert trial.given == (Given("BIOLOGICAL", "Larkmoor marrow stromal cells"),)
    assert (trial.people, trial.people_kind) == (60, "ESTIMATED")
    assert trial.groups == ("EXPERIMENTAL", "PLACEBO_COMPARATOR")
    assert (trial.allocation, trial.masking) == ("RANDOMIZED", "DOUBLE")
    assert (trial.start, trial.end, trial.end_kind) == ("2025-02-03", "2027-11", "ESTIMATED")
    hospital = Site(
        "Larkmoor University Hospital", "Harrowgate", "Ohio", "United States", "RECRUITING"
    )
    assert trial.sites == (hospital,)
    assert trial.fda_drug is True
    assert trial.has_results is False


def test_a_yes_a_no_and_silence_about_the_flag_are_three_things() -> None:
    names = ("open-trial", "silent-and-flag-no", "flag-not-stated", "expanded-access")
    assert [read(name).fda_drug for name in names] == [True, False, None, None]


def test_countries_are_as_written_sorted_and_named_once() -> None:
    assert read("old-country-names").countries == (
        "Iran, Islamic Republic of",
        "Korea, Republic of",
        "Russian Federation",
        "Turkey",
    )
    assert read("many-places").countries == (
        "Canada",
        "Russia",
        "South Korea",
        "Turkey (Türkiye)",
        "United Kingdom",
        "United States",
    )
    assert read("withdrawn").countries == ()


def test_results_sent_in_are_not_results_posted() -> None:
    posted, sent, none = map(read, ("finished-with-results", "results-not-posted-yet", "on-hold"))
    assert [(t.has_results, t.results_waiting) for t in (posted, sent, none)] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_a_record_keeps_the_numbers_that_it_replaced() -> None:
    assert read("replaced-number").aliases == ("NCT98900018", "NCT98900019")


def test_use_outside_the_study_is_told_with_its_number() -> None:
    trial = read("access-elsewhere")
    assert (trial.expanded_access, trial.expanded_access_number) == (True, "NCT98000009")
    assert not read("open-trial").expanded_access


def test_words_of_the_future_stand_as_they_are() -> None:
    trial = read("words-of-the-future")
    assert (trial.status, trial.phases) == ("PAUSED_BY_TRIBUNAL", ("PHASE9",))


def test_an_almost_empty_record_and_one_of_wrong_shapes_are_read() -> None:
    assert read("almost-empty") == Trial(number="NCT98000013")
    assert read("wrong-shapes") == Trial(
        number="NCT98000024", verified="2026-13", conditions=("Neuropathy",), sites=(Site(),)
    )


@pytest.mark.parametrize("thing", [None, [], "NCT98000001", {}, {"protocolSection": []}, 7])
def test_what_is_no_study_is_refused(thing: object) -> None:
    with pytest.raises(ValueError, match="not a study record"):
        read_record(thing)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-02-11", date(2026, 2, 11)),
        ("2026-02", date(2026, 2, 28)),
        ("2024-02", date(2024, 2, 29)),
        ("2026-12", date(2026, 12, 31)),
        ("2026-13", None),
        ("2026-00", None),
        ("2026-02-30", None),
        ("0000-01", None),
        ("2026", None),
        ("2026-2-1", None),
        ("٢٠٢٦-02", None),
        ("", None),
    ],
)
def test_a_month_alone_counts_as_its_last_day(written: str, day: date | None) -> None:
    assert last_day(written) == day


@pytest.mark.parametrize(
    ("verified", "updated", "days"),
    [
        ("2026-11", "2026-10-01", 0),  # the month's last day is still to come
        ("2026-10", "2026-11-19", 1),
        ("2026-10", "2026-10-02", 20),
        ("2025-10", "2025-11-20", 365),
        ("", "2026-11-10", 10),
        ("2026-09", "", 51),
        ("2026-13", "soon", None),
        ("", "", None),
    ],
)
def test_silence_is_counted_from_the_later_of_two_dates(
    verified: str, updated: str, days: int | None
) -> None:
    assert silent_days(Trial(verified=verified, last_update=updated), TODAY) == days


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (r"Company R\&D plans", "Company R&D plans"),
        (r"\[Part 2\] \> 10 \* x\_y", "[Part 2] > 10 * x_y"),
        (r"C:\temp and \\ alone", r"C:\temp and \ alone"),
        ("two\n\n  lines\t", "two lines"),
        ("turned \u202eround\u2066 and \x00 \ud800 cut", "turned round and cut"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("Türkiye — “ok” 東京", "Türkiye — “ok” 東京"),
        ("", ""),
    ],
)
def test_text_is_shown_as_it_was_meant(raw: str, shown: str) -> None:
    assert readable(raw) == shown


def test_the_raw_text_stays_as_the_registry_has_it() -> None:
    trial = read("stopped-with-markdown")
    assert trial.why_stopped.startswith(r"Company R\&D plans")
    assert trial.title == r"A Study of R\&D Cells \[Part 2\]"


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=2) | st.dictionaries(st.text(max_size=3), inside),
    max_leaves=4,
)


@given(st.sampled_from(NAMES), st.data())
def test_no_missing_or_strange_part_breaks_the_reading(name: str, data: st.DataObject) -> None:
    whole = copy.deepcopy(record(name))
    part: Any = whole["protocolSection"]
    for _ in range(data.draw(st.integers(0, 3))):
        deeper = [k for k in _keys(part) if isinstance(part[k], dict | list) and part[k]]
        if not deeper:
            break
        part = part[data.draw(st.sampled_from(deeper))]
    key = data.draw(st.sampled_from(_keys(part)))
    if data.draw(st.booleans()):
        part[key] = data.draw(ANY_JSON)
    else:
        del part[key]
    trial = read_record(whole)
    assert silent_days(trial, TODAY) in (None, max(0, (TODAY - _heard(trial)).days))
    json.dumps(trial.countries)


def _keys(part: Any) -> list[Any]:
    return list(part) if isinstance(part, dict) else list(range(len(part)))


def _heard(trial: Trial) -> date:
    return last_sign_of_life(trial) or TODAY


def test_a_record_without_end_is_cut_at_its_documented_sizes() -> None:
    endless = record("open-trial")
    protocol = endless["protocolSection"]
    long = "nerve " * 100_000
    protocol["contactsLocationsModule"]["locations"] = [{"facility": long}] * 9_000
    protocol["designModule"]["phases"] = ["PHASE1"] * 400
    protocol["identificationModule"] = {
        "nctId": "NCT98000001",
        "nctIdAliases": [long] * 400,
        "briefTitle": long,
    }
    protocol["conditionsModule"] = {"conditions": [long] * 400, "keywords": [long] * 400}
    things = [{"type": long, "name": long, "description": long}] * 400
    protocol["armsInterventionsModule"] = {"armGroups": things, "interventions": things}
    protocol["descriptionModule"] = {"briefSummary": long, "detailedDescription": long}
    protocol["statusModule"] = {"overallStatus": long, "whyStopped": long}
    trial = read_record(endless)
    assert len(trial.sites) == MOST_SITES
    assert len(trial.phases) == MOST_PHASES
    for several in (trial.aliases, trial.conditions, trial.keywords, trial.given, trial.groups):
        assert len(several) == MOST_ENTRIES
    for text in (
        trial.title,
        trial.status,
        trial.why_stopped,
        trial.sites[0].name,
        trial.given[0].name,
        trial.given[0].kind,
        *trial.aliases,
        *trial.conditions,
        *trial.groups,
    ):
        assert len(text) == LONGEST_TEXT
    assert len(trial.text) <= LONGEST_PROSE + MOST_ENTRIES * (LONGEST_TEXT + 2)


def test_what_no_page_may_hold_is_left_out_of_every_text_of_a_record() -> None:
    strange = record("open-trial")
    protocol = strange["protocolSection"]
    protocol["designModule"]["phases"] = ["\ud800", "PHASE1\u202e"]
    protocol["statusModule"]["whyStopped"] = "no\x00 money\u2066"
    protocol["descriptionModule"] = {"briefSummary": "a line\nand \udfff half a sign"}
    trial = read_record(strange)
    assert trial.phases == (" ", "PHASE1 ")
    assert trial.why_stopped == "no  money "
    assert "a line\nand   half a sign" in trial.text


def test_a_number_of_people_that_no_study_has_counts_as_none() -> None:
    strange = record("open-trial")
    strange["protocolSection"]["designModule"]["enrollmentInfo"] = {"count": 10**400}
    assert read_record(strange).people is None
