"""Whole offers, told as data in scenarios/: what the summary of each has to say.

To add one, copy a file and change it. `like` names another one whose answers it starts from; an
answer that is "" there is left blank. `expect.headline` has to be there; `serious`, `caution`,
`no-answer` and `notes` list every id that the summary shows, in any order. A list that is left out
isn't looked at. Notes are findings without a weight, evidence notes, and the state's note as
`state-fl`. Where answers can't be weighed, `expect.refused` has the sentences in place of all that.
"""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.cli.assess import CaseFault, weigh

SCENARIOS = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parents[1] / "scenarios").glob("*.toml"))
}
LISTS = ("serious", "caution", "no-answer", "notes")


def answers_of(scenario: dict[str, Any]) -> dict[str, Any]:
    """The answers of a scenario: those that it starts from, with its own in their place."""
    like = scenario.get("like")
    all_of_them = {**(answers_of(SCENARIOS[like]) if like else {}), **scenario["answers"]}
    return {name: value for name, value in all_of_them.items() if value != ""}


def weighed(catalogue: Catalogue, scenario: dict[str, Any]) -> dict[str, Any]:
    """What the summary of a scenario says."""
    return weigh(catalogue, {}, json.dumps({"answers": answers_of(scenario)}))


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_the_summary_says_what_the_scenario_expects(
    scenario: dict[str, Any], catalogue: Catalogue
) -> None:
    expect = scenario["expect"]
    if refused := expect.get("refused"):
        with pytest.raises(CaseFault) as caught:
            weighed(catalogue, scenario)
        assert caught.value.faults == refused
        return
    summary = weighed(catalogue, scenario)
    found = {name: sorted(summary[name]) for name in LISTS if name in expect}
    assert {"headline": summary["headline"], **found} == {
        "headline": expect["headline"],
        **{name: sorted(expect[name]) for name in LISTS if name in expect},
    }


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_a_scenario_has_a_name_answers_and_an_expectation(scenario: dict[str, Any]) -> None:
    assert {"name", "answers", "expect"} <= scenario.keys() <= {"name", "like", "answers", "expect"}
    expect = scenario["expect"].keys()
    assert expect == {"refused"} or {"headline"} <= expect <= {"headline", *LISTS}


def test_every_finding_and_evidence_note_appears_in_a_scenario(catalogue: Catalogue) -> None:
    expected = {
        name
        for scenario in SCENARIOS.values()
        for part in LISTS
        for name in scenario["expect"].get(part, [])
    }
    ids = {finding.id for finding in catalogue.findings} | {note.id for note in catalogue.evidence}
    assert not ids - expected


def test_every_answer_appears_in_a_scenario(catalogue: Catalogue) -> None:
    given = {
        (name, option)
        for scenario in SCENARIOS.values()
        for name, value in answers_of(scenario).items()
        for option in (value if isinstance(value, list) else [value])
    }
    offered = {
        (question.id, option.id)
        for question in catalogue.questions
        for option in question.options
        if question.id != "state"
    }
    assert not offered - given


def test_a_plain_no_and_silence_about_the_ind_have_the_same_headline() -> None:
    plain, silent = SCENARIOS["17a-no-ind"], SCENARIOS["17b-no-answer-on-ind"]
    differing = {
        name for name in plain["answers"] if plain["answers"][name] != silent["answers"][name]
    }
    assert differing == {"ind"}
    assert plain["expect"]["headline"] == silent["expect"]["headline"]
