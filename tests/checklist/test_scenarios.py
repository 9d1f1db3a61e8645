"""Whole offers, told as data in scenarios/: what the summary of each has to say.

To add one, copy a file and change it. `expect.headline` has to be there; `serious`, `caution` and
`notes` list every id that the summary shows, in any order. A list that is left out isn't looked at.
Notes are findings without a weight, evidence notes, and the state's note as `state-fl`.
"""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.cli.assess import weigh

SCENARIOS = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parents[1] / "scenarios").glob("*.toml"))
}
LISTS = ("serious", "caution", "notes")


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_the_summary_says_what_the_scenario_expects(
    scenario: dict[str, Any], catalogue: Catalogue
) -> None:
    summary: dict[str, Any] = weigh(catalogue, {}, json.dumps({"answers": scenario["answers"]}))
    expect = scenario["expect"]
    found = {name: sorted(summary[name]) for name in LISTS if name in expect}
    assert {"headline": summary["headline"], **found} == {
        "headline": expect["headline"],
        **{name: sorted(expect[name]) for name in LISTS if name in expect},
    }


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_a_scenario_has_a_name_answers_and_an_expectation(scenario: dict[str, Any]) -> None:
    assert scenario.keys() == {"name", "answers", "expect"}
    assert {"headline"} <= scenario["expect"].keys() <= {"headline", *LISTS}


def test_every_finding_and_evidence_note_appears_in_a_scenario(catalogue: Catalogue) -> None:
    expected = {
        name
        for scenario in SCENARIOS.values()
        for part in LISTS
        for name in scenario["expect"].get(part, [])
    }
    ids = {finding.id for finding in catalogue.findings} | {note.id for note in catalogue.evidence}
    assert not ids - expected


def test_a_plain_no_and_silence_about_the_ind_have_the_same_headline() -> None:
    plain, silent = SCENARIOS["17a-no-ind"], SCENARIOS["17b-no-answer-on-ind"]
    differing = {
        name for name in plain["answers"] if plain["answers"][name] != silent["answers"][name]
    }
    assert differing == {"ind"}
    assert plain["expect"]["headline"] == silent["expect"]["headline"]
