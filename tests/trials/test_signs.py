"""The signs: what in a record is told as not fitting, and what honest studies are spared."""

from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from typing import Any

import pytest

from clinic_check.trials.record import Given, Site, Trial
from clinic_check.trials.signs import signs
from clinic_check.trials.sites import MOST_COMPARED, find_sites
from clinic_check.trials.words import SIGNS, TrialWords
from tests.support.played import read

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("open-trial", ()),
        ("silent-and-flag-no", ("silent", "not-recruiting", "fda-flag-no")),
        ("unknown-status", ("silent",)),
        ("withdrawn", ("withdrawn",)),
        ("stopped-with-markdown", ("stopped",)),
        ("on-hold", ("suspended",)),
        ("finished-with-results", ("not-recruiting",)),
        ("results-not-posted-yet", ("not-recruiting",)),
        ("expanded-access", ("expanded-access",)),
        ("access-ended", ("not-recruiting", "expanded-access")),
        ("only-watching", ("fda-flag-no",)),
        ("title-says-otherwise", ()),
        ("almost-empty", ("no-site",)),
        ("flag-not-stated", ("not-recruiting",)),
        ("many-places", ()),
        ("old-country-names", ()),
        ("words-of-the-future", ()),
        ("replaced-number", ()),
        ("patients-pay", ("patient-paid",)),
        ("access-elsewhere", ()),
        ("one-person-as-sponsor", ("no-site",)),
        ("held-back", ("no-site",)),
        ("wrong-shapes", ()),
    ],
)
def test_the_signs_that_a_record_shows_alone(
    words: TrialWords, name: str, shown: tuple[str, ...]
) -> None:
    assert signs(read(name), words, TODAY) == shown


def test_an_honest_study_raises_nothing_whatever_is_known_of_the_person(
    words: TrialWords,
) -> None:
    assert (
        signs(
            read("open-trial"),
            words,
            TODAY,
            kind="study",
            conditions=("diabetic",),
            town="harrowgate, OH",
            clinic="Larkmoor Univ. Hospital",
        )
        == ()
    )


@pytest.mark.parametrize(
    ("updated", "silent"),
    [("2024-11-19", True), ("2024-11-20", False), ("2024-12-01", False)],
)
def test_silence_begins_after_two_whole_years(
    words: TrialWords, updated: str, silent: bool
) -> None:
    trial = replace(read("open-trial"), verified="2024-10", last_update=updated)
    assert ("silent" in signs(trial, words, TODAY)) is silent


def test_two_years_from_a_leap_day_are_two_years(words: TrialWords) -> None:
    trial = replace(read("open-trial"), verified="", last_update="2024-02-29")
    assert "silent" not in signs(trial, words, date(2026, 2, 28))
    assert "silent" in signs(trial, words, date(2026, 3, 1))


def test_a_study_without_a_date_is_not_called_silent(words: TrialWords) -> None:
    trial = replace(read("open-trial"), verified="", last_update="")
    assert "silent" not in signs(trial, words, TODAY)


def test_a_study_that_is_over_is_not_called_silent(words: TrialWords) -> None:
    for name in ("withdrawn", "stopped-with-markdown", "finished-with-results", "on-hold"):
        trial = replace(read(name), verified="2015-01", last_update="2015-01-02")
        assert "silent" not in signs(trial, words, TODAY)


@pytest.mark.parametrize(
    ("status", "sign"),
    [
        ("RECRUITING", ""),
        ("AVAILABLE", ""),
        ("WITHHELD", ""),
        ("APPROVED_FOR_MARKETING", ""),
        ("NOT_YET_RECRUITING", "not-recruiting"),
        ("ENROLLING_BY_INVITATION", "not-recruiting"),
        ("ACTIVE_NOT_RECRUITING", "not-recruiting"),
        ("COMPLETED", "not-recruiting"),
        ("NO_LONGER_AVAILABLE", "not-recruiting"),
        ("TEMPORARILY_NOT_AVAILABLE", "not-recruiting"),
        ("SUSPENDED", "suspended"),
        ("TERMINATED", "stopped"),
        ("WITHDRAWN", "withdrawn"),
        ("UNKNOWN", "silent"),
        ("SOMETHING_NEW", ""),
        ("", ""),
    ],
)
def test_each_status_has_its_sign_or_none(words: TrialWords, status: str, sign: str) -> None:
    trial = replace(read("open-trial"), status=status)
    assert signs(trial, words, TODAY) == ((sign,) if sign else ())


@pytest.mark.parametrize(
    ("kind", "type_", "phases", "shown"),
    [
        ("sold", "INTERVENTIONAL", ("NA",), ("no-phase",)),
        ("study", "INTERVENTIONAL", ("NA",), ()),
        ("", "INTERVENTIONAL", ("NA",), ()),
        ("sold", "INTERVENTIONAL", ("PHASE2",), ()),
        ("sold", "OBSERVATIONAL", (), ("observational",)),
        ("study", "OBSERVATIONAL", (), ()),
        ("special-access", "EXPANDED_ACCESS", (), ()),
        ("study", "EXPANDED_ACCESS", (), ("expanded-access",)),
    ],
)
def test_a_study_that_tests_nothing_is_a_sign_only_where_something_is_sold(
    words: TrialWords, kind: str, type_: str, phases: tuple[str, ...], shown: tuple[str, ...]
) -> None:
    trial = replace(read("open-trial"), study_type=type_, phases=phases)
    assert signs(trial, words, TODAY, kind=kind) == shown


@pytest.mark.parametrize(
    ("given", "country", "flag", "shown"),
    [
        ("Umbilical cord MSCs", "United States", False, True),
        ("Exosome drops", "Puerto Rico", False, True),
        ("Adipose-derived cells", "United States", True, False),
        ("Adipose-derived cells", "United States", None, False),
        ("Adipose-derived cells", "Panama", False, False),
        ("Walking shoes", "United States", False, False),
        ("Hematopoietic stem cell transplant", "United States", False, False),
        ("Platelet rich plasma", "United States", False, False),
        ("Umbilical hernia mesh", "United States", False, False),
    ],
)
def test_flag_no_is_a_sign_for_cells_given_in_the_united_states(
    words: TrialWords, given: str, country: str, flag: bool | None, shown: bool
) -> None:
    trial = replace(
        read("open-trial"),
        title="A study",
        given=(Given("OTHER", given),),
        sites=(Site("A", "B", "C", country),),
        fda_drug=flag,
    )
    assert ("fda-flag-no" in signs(trial, words, TODAY)) is shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("This multi-center, patient-sponsored study", True),
        ("a Patient Funded registry", True),
        (r"a patient\-funded study", True),
        ("Participants will pay for the cells", True),
        ("The cells are given at the patient’s expense", True),
        ("self-funded by the participants", True),
        ("This is not patient funded", False),
        ("a non-patient-funded study", False),
        ("Patients are paid for travel", False),
        ("The sponsor pays for everything", False),
        ("", False),
    ],
)
def test_words_about_patients_paying_are_noticed(words: TrialWords, text: str, shown: bool) -> None:
    trial = replace(read("open-trial"), text=text)
    assert ("patient-paid" in signs(trial, words, TODAY)) is shown


@pytest.mark.parametrize(
    ("conditions", "named", "differs"),
    [
        (("diabetic",), "Diabetic Neuropathies", False),
        (("diabetic",), "Peripheral Neuropathy", False),
        (("diabetic",), "Diabetes Mellitus, Type 1", True),
        (("diabetic",), "Chemotherapy-induced Peripheral Neuropathy", True),
        (("chemo",), "Chemotherapy-induced Peripheral Neuropathy", False),
        (("chemo",), "Diabetic Peripheral Neuropathy", True),
        (("chemo", "diabetic"), "Diabetic Peripheral Neuropathy", False),
        (("immune",), "Chronic Inflammatory Demyelinating Polyradiculoneuropathy", False),
        (("unknown-cause",), "Small Fiber Neuropathy", False),
        (("unknown-cause",), "Neuropathic Pain", False),
        (("other-nerve",), "Postherpetic Neuralgia", False),
        (("other-nerve",), "Osteoarthritis, Knee", True),
        (("stenosis",), "Lumbar Spinal Stenosis", False),
        (("stenosis",), "Degenerative Disc Disease", True),
        (("stenosis",), "Aortic Valve Stenosis", True),
        (("disc-back",), "Degenerative Disc Disease", False),
        (("disc-back",), "Low Back Pain", False),
        (("disc-back",), "Lumbar Spinal Stenosis", True),
        (("not-nerve",), "Osteoarthritis, Knee", False),
        (("not-named",), "Osteoarthritis, Knee", False),
        (("stenosis", "not-named"), "Osteoarthritis, Knee", False),
        ((), "Osteoarthritis, Knee", False),
        (("diabetic",), "", False),
    ],
)
def test_a_condition_that_the_record_does_not_name_is_a_sign(
    words: TrialWords, conditions: tuple[str, ...], named: str, differs: bool
) -> None:
    trial = replace(
        read("open-trial"), title="A study", conditions=(named,) if named else (), keywords=()
    )
    assert ("condition" in signs(trial, words, TODAY, conditions=conditions)) is differs


@pytest.mark.parametrize(
    ("town", "clinic", "shown"),
    [
        ("", "", ()),
        (" ", "!?", ()),
        ("St Louis, MO", "", ()),
        ("saint louis", "St. Alder Spine Institute, LLC", ()),
        ("", "alder spine", ()),
        ("", "Saint Adler Spine Institute", ()),
        ("Montreal", "Hopital Ste-Eglantine et Associes", ("site-closed",)),
        ("Tucson", "Any Name At All", ()),
        ("Leeds", "Any Name At All", ("site-closed",)),
        ("", "Any Name At All", ("site",)),
        ("Louis", "", ("site",)),
        ("Tulsa", "Saint Alder Spine Institute", ("site",)),
        ("St. Louis", "Brightwater Renewal", ("site",)),
        ("Palmetto Bay", "Brightwater Renewal Center", ("site-closed",)),
        ("", "Stem Cell Institute", ("site",)),
        ("Montréal", "", ("site-closed",)),
        ("Ankara", "", ("site-closed",)),
        ("Seoul", "", ("site-closed",)),
        ("Novosibirsk", "", ()),
    ],
)
def test_a_place_is_looked_for_loosely(
    words: TrialWords, town: str, clinic: str, shown: tuple[str, ...]
) -> None:
    assert signs(read("many-places"), words, TODAY, town=town, clinic=clinic) == shown


def test_where_no_place_is_listed_none_can_be_missed(words: TrialWords) -> None:
    shown = signs(read("one-person-as-sponsor"), words, TODAY, town="Tulsa", clinic="Any")
    assert shown == ("no-site",)


def test_every_sign_can_be_raised(words: TrialWords) -> None:
    raised = {
        *signs(read("silent-and-flag-no"), words, TODAY, kind="sold", conditions=("stenosis",)),
        *signs(read("withdrawn"), words, TODAY),
        *signs(read("stopped-with-markdown"), words, TODAY),
        *signs(read("on-hold"), words, TODAY),
        *signs(read("only-watching"), words, TODAY, kind="sold", town="Tulsa"),
        *signs(read("patients-pay"), words, TODAY),
        *signs(read("expanded-access"), words, TODAY),
        *signs(read("many-places"), words, TODAY, town="Leeds"),
        *signs(read("almost-empty"), words, TODAY),
    }
    assert raised == set(SIGNS)


def test_only_so_many_names_are_compared_letter_by_letter(
    words: TrialWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = 0

    def count(*given: Any) -> SequenceMatcher[str]:
        nonlocal compared
        compared += 1
        return SequenceMatcher(*given)

    monkeypatch.setattr("clinic_check.trials.sites.SequenceMatcher", count)
    sites = tuple(Site(name=f"Larkmoor Klinik {n:05}") for n in range(2_000))
    assert not find_sites(Trial(sites=sites), words, clinic="Larkmoor Clinic 99999x").found
    assert compared == MOST_COMPARED
    last = Site(name="Larkmoor Clinic")
    found = find_sites(Trial(sites=(*sites, last)), words, clinic="Larkmoor Clinic")
    assert found.found[-1] == last, "word by word, all are compared"
