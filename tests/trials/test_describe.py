"""What the page says of a record: plain words for every part, and nothing that it doesn't say."""

from dataclasses import replace
from datetime import date

import pytest

from clinic_check.trials.describe import SITES_SHOWN, ago, day_in_words, lines
from clinic_check.trials.record import Trial
from clinic_check.trials.sites import find_sites
from clinic_check.trials.words import CODES, TrialWords
from tests.support.played import RECORDS, read

TODAY = date(2026, 11, 20)
NAMES = sorted(path.stem for path in RECORDS.glob("*.json"))


def told(
    trial: Trial, words: TrialWords, town: str = "", clinic: str = "", asked: str = ""
) -> dict[str, str]:
    search = find_sites(trial, words, town, clinic)
    return {line.id: " ".join(line.texts) for line in lines(trial, words, TODAY, search, asked)}


def test_a_whole_record_is_told_in_plain_words(words: TrialWords) -> None:
    assert told(read("open-trial"), words) == {
        "title": "“Marrow Cells for Painful Diabetic Neuropathy”",
        "status": "Open. It is looking for people.",
        "heard": "August 2026, 2 months ago.",
        "type": words.codes["type"]["INTERVENTIONAL"],
        "phase": f"{words.codes['phase']['PHASE1']} {words.codes['phase']['PHASE2']}",
        "sponsor": f"Larkmoor University. {words.codes['sponsor']['OTHER']}",
        "conditions": "Diabetic Neuropathies",
        "given": "Larkmoor marrow stromal cells (a product made from living things)",
        "people": "60 planned.",
        "groups": "The thing being tested, a dummy treatment. Chance decides who gets what.",
        "masking": words.codes["masking"]["DOUBLE"],
        "dates": "Starts February 3, 2025. Ends November 2027 (planned).",
        "sites": "The record lists this many places: 1. Larkmoor University Hospital, Harrowgate, "
        "Ohio, United States. Its own status: Open. It is looking for people.",
        "flag": words.sentences["flag-yes"],
        "results": words.sentences["results-no"],
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_record_can_be_told(words: TrialWords, name: str) -> None:
    shown = told(read(name), words, town="Tulsa")
    assert {"status", "heard", "type", "sponsor", "flag", "results", "sites"} <= set(shown)
    for text in shown.values():
        assert text.strip()
        assert "{" not in text
        assert "\\" not in text
        assert "None" not in text.split() or "None. Everyone" in text


def test_an_unknown_status_is_told_with_the_last_known_one(words: TrialWords) -> None:
    text = told(read("unknown-status"), words)["status"]
    assert text.startswith("Unknown.")
    assert text.endswith(words.codes["status"]["RECRUITING"])


def test_why_a_study_stopped_is_told_as_the_sponsor_meant_it(words: TrialWords) -> None:
    text = told(read("stopped-with-markdown"), words)["stopped"]
    assert "R&D plans changed; fewer than >10 people <b>joined</b>" in text
    assert told(read("withdrawn"), words)["stopped"] == "The record gives no reason."
    assert "stopped" not in told(read("open-trial"), words)


def test_a_missing_answer_about_the_flag_is_not_a_no(words: TrialWords) -> None:
    missing = told(read("flag-not-stated"), words)["flag"]
    assert missing == words.sentences["flag-missing"] != told(read("only-watching"), words)["flag"]


def test_a_replaced_number_is_told(words: TrialWords) -> None:
    trial = read("replaced-number")
    assert "NCT98000018" in told(trial, words, asked="NCT98900018")["number"]
    assert "number" not in told(trial, words, asked="NCT98000018")


def test_a_place_that_was_typed_stands_first_with_its_own_status(words: TrialWords) -> None:
    trial = read("many-places")
    search = find_sites(trial, words, "Palmetto Bay", "")
    (sites,) = (x for x in lines(trial, words, TODAY, search) if x.id == "sites")
    assert sites.texts[1].startswith("This may be the place you typed: Brightwater Renewal Center")
    assert "Its own status: Withdrawn." in sites.texts[1]


def test_a_miss_is_told_as_not_found_under_that_name(words: TrialWords) -> None:
    text = told(read("many-places"), words, clinic="Nowhere Clinic")["sites"]
    assert "“Nowhere Clinic”" in text
    assert "didn’t find it under that name" in text


def test_a_long_list_of_places_is_counted(words: TrialWords) -> None:
    trial = read("many-places")
    extra = len(trial.sites) - SITES_SHOWN
    assert told(trial, words)["sites"].endswith(f"More places in the record: {extra}.")


def test_a_study_without_a_place_or_a_date_says_so(words: TrialWords) -> None:
    shown = told(read("almost-empty"), words)
    assert shown["sites"] == words.sentences["no-sites"]
    assert shown["heard"] == words.sentences["heard-never"]
    assert {shown[id] for id in ("status", "type", "sponsor", "conditions", "results")} == {
        "The record doesn’t say."
    }


def test_one_group_is_told_as_no_comparison(words: TrialWords) -> None:
    assert told(read("silent-and-flag-no"), words)["groups"] == words.sentences["one-group"]


@pytest.mark.parametrize("kind", CODES)
def test_every_code_of_the_registry_has_plain_words(words: TrialWords, kind: str) -> None:
    for code in CODES[kind].split():
        assert words.code(kind, code) == words.codes[kind][code]
        assert code not in words.codes[kind][code]


def test_a_code_of_the_future_is_shown_as_it_stands(words: TrialWords) -> None:
    shown = told(read("words-of-the-future"), words)
    assert "“paused by tribunal”" in shown["status"]
    assert "“phase9”" in shown["phase"]
    assert "“quintuple”" in shown["masking"]


def test_use_outside_the_study_is_told(words: TrialWords) -> None:
    trial = read("access-elsewhere")
    assert "NCT98000009" in told(trial, words)["access"]
    unsaid = replace(trial, expanded_access_number="")
    assert told(unsaid, words)["access"] == words.sentences["access-elsewhere-unsaid"]


@pytest.mark.parametrize(
    ("count", "kind", "text"),
    [
        (1234, "ESTIMATED", "1,234 planned."),
        (7, "ACTUAL", "7 took part."),
        (0, "ACTUAL", "0 took part."),
        (5, "", "5. It doesn’t say if that is planned or real."),
        (None, "", "The record doesn’t say."),
    ],
)
def test_people_are_planned_or_real(
    words: TrialWords, count: int | None, kind: str, text: str
) -> None:
    trial = replace(read("open-trial"), people=count, people_kind=kind)
    assert told(trial, words)["people"] == text


@pytest.mark.parametrize(
    ("then", "text"),
    [
        (date(2026, 11, 20), "less than a month ago"),
        (date(2026, 11, 30), "less than a month ago"),
        (date(2026, 10, 21), "less than a month ago"),
        (date(2026, 10, 20), "1 month ago"),
        (date(2025, 11, 20), "12 months ago"),
        (date(2024, 11, 21), "23 months ago"),
        (date(2024, 11, 20), "2 years ago"),
        (date(2020, 5, 1), "6 years ago"),
    ],
)
def test_how_long_ago_is_said_in_months_and_later_in_years(
    words: TrialWords, then: date, text: str
) -> None:
    assert ago(words, then, TODAY) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [("2024-03-05", "March 5, 2024"), ("2024-03", "March 2024"), ("soon", "soon"), ("", "")],
)
def test_dates_are_written_as_the_reader_writes_them(written: str, text: str) -> None:
    assert day_in_words(written) == text


def test_a_record_without_its_end_or_start_says_so(words: TrialWords) -> None:
    trial = read("open-trial")
    endless = told(replace(trial, end=""), words)["dates"]
    assert endless == "Starts February 3, 2025. The record names no end."
    begun = told(replace(trial, start=""), words)["dates"]
    assert begun == "Ends November 2027 (planned). The record names no start."
