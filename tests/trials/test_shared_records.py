"""Recorded records and the registry's own contract, where the shared folder is at hand.

None of them is part of the project: see the invented ones in `records/` for what always runs.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clinic_check.cli.trial import facts
from clinic_check.trials.describe import lines
from clinic_check.trials.record import read_record
from clinic_check.trials.sites import find_sites
from clinic_check.trials.words import CODES, TrialWords

SHARED = Path(__file__).parents[3] / "shared" / "registry"
EXPECTED = SHARED / "records" / "expected.json"
CONTRACT = SHARED / "contract" / "ctg-oas-v2.0.3.yaml"
TODAY = date(2026, 11, 20)

SCHEMAS = {
    "Status": "status",
    "RecruitmentStatus": "status",
    "ExpandedAccessStatus": "status",
    "StudyType": "type",
    "Phase": "phase",
    "AgencyClass": "sponsor",
    "InterventionType": "given",
    "DesignMasking": "masking",
    "DesignAllocation": "allocation",
    "ArmGroupType": "group",
}
"""The contract's lists whose codes a patient is told, and our name for each."""


def wanted() -> dict[str, Any]:
    return json.loads(EXPECTED.read_text(encoding="utf-8")) if EXPECTED.exists() else {}


@pytest.mark.skipif(not EXPECTED.exists(), reason="the recorded records aren't at hand")
def test_every_recorded_record_agrees_with_what_is_expected(words: TrialWords) -> None:
    wrong = []
    for number, expected in wanted().items():
        text = (SHARED / "records" / f"{number}.json").read_text(encoding="utf-8")
        trial = read_record(json.loads(text))
        assert lines(trial, words, TODAY, find_sites(trial, words))
        got = facts(trial, words, TODAY)
        expected.pop("extra", None)
        wrong += [
            (number, field, value, got[field])
            for field, value in expected.items()
            if got[field] != value
        ]
    assert wrong == []
    assert wanted()


@pytest.mark.skipif(not CONTRACT.exists(), reason="the registry's contract isn't at hand")
def test_every_code_in_the_registrys_contract_has_plain_words() -> None:
    lists = _lists(CONTRACT.read_text(encoding="utf-8"))
    assert set(SCHEMAS) <= set(lists)
    for schema, kind in SCHEMAS.items():
        assert set(lists[schema]) <= set(CODES[kind].split()), schema


def _lists(contract: str) -> dict[str, list[str]]:
    """Find every named list of codes in the contract; its YAML is regular enough for lines."""
    lists: dict[str, list[str]] = {}
    name, listing = "", False
    for line in contract.splitlines():
        bare = line.strip()
        if line.startswith("    ") and not line.startswith("     "):
            name, listing = bare.rstrip(":"), False
        elif line.startswith("      ") and not line.startswith("       "):
            if not bare.startswith("-"):
                listing = bare == "enum:"
            elif listing:
                lists.setdefault(name, []).append(bare.strip('- "'))
    return lists
