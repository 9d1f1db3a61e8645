"""What people type as a study number, and what is said to it."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_check.settings import CONTENT
from clinic_check.trials.number import (
    AskAgain,
    Elsewhere,
    NotATrial,
    Number,
    answer_to,
    read_number,
)
from clinic_check.trials.words import TrialWords, load_trial_words

SHARED = Path(__file__).parents[3] / "shared" / "registry" / "lookup_cases.json"


@pytest.mark.parametrize(
    "typed",
    [
        "NCT98000001",
        "  nct98000001\n",
        "NCT 9800 0001",
        "NCT-98000001",
        "NCT–98000001",
        "NCT# 98000001",
        "NCT No. 98000001",
        "NCT Number: 98000001",
        "ClinicalTrials.gov Identifier: NCT98000001.",
        "(NCT98000001)",
        "NCT\u00a098000001",
        "NCT\u200b98000001",
        "ＮＣＴ９８００００01",
        "NCT٩٨٠٠٠٠٠١",
        "https://clinicaltrials.gov/study/NCT98000001",
        "https://clinicaltrials.gov/study/NCT98000001?term=cells&rank=1",
        "https://www.clinicaltrials.gov/ct2/show/study/nct98000001?term=98000002",
        "NCT98000001 / NCT98000001",
        "our trial NCT98000001 (see page 3)",
        "ISRCTN12345678, NCT98000001",
    ],
)
def test_what_can_only_mean_one_number_is_read(words: TrialWords, typed: str) -> None:
    assert read_number(typed, words) == Number("NCT98000001")


@pytest.mark.parametrize(
    ("typed", "question", "suggestion"),
    [
        ("", "empty", ""),
        (" \u200b ", "empty", ""),
        ("NCT9800000", "not-eight", ""),
        ("NCT980000011", "not-eight", ""),
        ("NCT98000001 2", "not-eight", ""),
        ("NCT", "not-eight", ""),
        ("NCT98000001ABC", "not-eight", ""),
        ("NCT9800000O", "letters", "NCT98000000"),
        ("NCTO8000001", "letters", "NCT08000001"),
        ("NCT9800000l", "letters", "NCT98000001"),
        ("NCTO800001", "letters", ""),
        ("NCTOOOOOOO0", "no-number", ""),
        ("NCT00000000", "zeros", ""),
        ("98000001", "no-prefix", "NCT98000001"),
        ("9800 0001", "no-prefix", "NCT98000001"),
        ("NTC98000001", "prefix", "NCT98000001"),
        ("CT 98000001", "prefix", "NCT98000001"),
        ("NCT98000001 and NCT98000002", "several", ""),
        ("12345", "no-number", ""),
        ("ABC98000001", "no-number", ""),
        ("00000000", "no-number", ""),
        ("the clinic’s study", "no-number", ""),
        ("NCT98000001 " + "x" * 600, "too-long", ""),
    ],
)
def test_anything_else_gets_a_question(
    words: TrialWords, typed: str, question: str, suggestion: str
) -> None:
    read = read_number(typed, words)
    assert isinstance(read, AskAgain)
    assert (read.question, read.suggestion) == (question, suggestion)
    assert words.questions[question] in answer_to(read, words)
    assert suggestion in answer_to(read, words)


@pytest.mark.parametrize(
    ("typed", "registry"),
    [
        ("ISRCTN 98765432", "isrctn"),
        ("https://www.isrctn.com/ISRCTN98765432", "isrctn"),
        ("jRCTs031987654", "jrct"),
        ("JPRN-jRCT9031987654", "jrct"),
        ("ChiCTR9800098765", "chictr"),
        ("chictr-trc-98000987", "chictr"),
        ("2099-512345-10-00", "eu-ctis"),
        ("EU CT number 2099-512345-10", "eu-ctis"),
        ("2009-012345-10", "eudract"),
        ("EudraCT: 2009–012345–10", "eudract"),
        ("CTRI/2098/01/098765", "ctri"),
        ("DRKS00098765", "drks"),
        ("ACTRN12698000000000", "anzctr"),
        ("KCT0098765", "cris"),
        ("UMIN000098765", "umin"),
        ("C000098765", "umin"),
        ("JapicCTI-987654", "japic"),
        ("JMA-IIA00987", "japic"),
        ("IRCT20980101098765N1", "irct"),
        ("PACTR209801000000000", "pactr"),
        ("LBCTR2098010101", "lbctr"),
        ("NL9876", "netherlands"),
        ("NTR 9876", "netherlands"),
        ("RBR-9x8y7z", "rebec"),
        ("PER-098-76", "repec"),
        ("RPCEC00000987", "rpcec"),
        ("SLCTR/2098/001", "slctr"),
        ("TCTR20980101001", "tctr"),
        ("U1111-9876-5432", "who-utn"),
    ],
)
def test_a_number_of_another_registry_leads_there(
    words: TrialWords, typed: str, registry: str
) -> None:
    read = read_number(typed, words)
    assert isinstance(read, Elsewhere)
    assert read.registry.id == registry
    assert read.registry.page in answer_to(read, words)


def test_every_other_registry_has_an_example_here(words: TrialWords) -> None:
    marks = test_a_number_of_another_registry_leads_there.pytestmark  # type: ignore[attr-defined]  # pytest puts it there
    assert {case[1] for case in marks[0].args[1]} == {r.id for r in words.registries}


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("IND 98765", "fda-application"),
        ("BB-IND 98765", "fda-application"),
        ("IND# 012345", "fda-application"),
        ("IDE G980123", "fda-application"),
        ("NDC 98765-003-01", "drug-code"),
        ("FDA listed, NDC# 98765-003", "drug-code"),
        ("DMF no. 98765", "drug-master-file"),
        ("FDA registration 3009876543", "fda-registration"),
        ("FEI 3009876543", "fda-registration"),
        ("510(k) K987654", "fda-registration"),
        ("IRB 2098/05/6", "ethics-board"),
        ("IRB00009876", "ethics-board"),
        ("Protocol #2098-5", "ethics-board"),
        ("PB3987654", "no"),
        ("PB39876543", "japan-plan"),
    ],
)
def test_an_fda_number_a_boards_or_a_plans_is_told_apart(
    words: TrialWords, typed: str, kind: str
) -> None:
    read = read_number(typed, words)
    if kind == "no":
        assert isinstance(read, AskAgain)
    else:
        assert isinstance(read, NotATrial)
        assert read.kind == kind
        assert answer_to(read, words) == read.text


WORDS = load_trial_words(CONTENT)
LIKELY = st.text(st.sampled_from("NCTnct0123456789OIl -.#:/?ABX\n"), max_size=30)


@given(st.text(max_size=60) | LIKELY)
def test_whatever_is_typed_nothing_else_goes_out_and_nothing_breaks(typed: str) -> None:
    read = read_number(typed, WORDS)
    if isinstance(read, Number):
        assert re.fullmatch(r"NCT[0-9]{8}", read.number)
        assert read.number != "NCT00000000"
    else:
        assert answer_to(read, WORDS)
        suggestion = getattr(read, "suggestion", "")
        assert not suggestion or read_number(suggestion, WORDS) == Number(suggestion)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared cases aren't at hand")
def test_the_shared_cases_are_read_as_they_should_be(words: TrialWords) -> None:
    wanted = {"lookup": Number, "ask": AskAgain, "other_registry": Elsewhere}
    for case in json.loads(SHARED.read_text(encoding="utf-8")):
        read = read_number(case["typed"], words)
        expect = case["expect"].removesuffix("_then_not_found")
        assert isinstance(read, wanted.get(expect, NotATrial)), case
        if isinstance(read, Number):
            assert read.number == case.get("canonical", case["typed"])
        if isinstance(read, Elsewhere):
            assert read.registry.name == case["registry"]
