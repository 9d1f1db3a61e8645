"""The words about trials are complete and plain, and the proofreader sees when they aren't."""

import re
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from clinic_check.checklist.catalogue import CatalogueFault
from clinic_check.settings import CONTENT
from clinic_check.trials.words import (
    TrialWords,
    faults_in_trials,
    load_trial_words,
)

CONDITIONS = {
    "diabetic",
    "chemo",
    "immune",
    "unknown-cause",
    "stenosis",
    "disc-back",
    "other-nerve",
    "not-nerve",
    "not-named",
}


@pytest.fixture(scope="session")
def used(words: TrialWords) -> set[str]:
    """The sources that the words name; that each of them exists is the proofreader's to tell."""
    passages = [words.always.sources, *(passage.sources for passage in words.unsaid)]
    return {id for sources in passages for id in sources} | {
        id for sign in words.signs for id in sign.sources
    }


def test_the_shipped_words_have_no_fault(used: set[str]) -> None:
    assert faults_in_trials(CONTENT, used, CONDITIONS) == []


Change = Callable[[str], str]
BROKEN: dict[str, tuple[Change, str]] = {
    "a sign is gone": (lambda t: t.replace('id = "silent"', 'id = "quiet"'), "no sign “silent”"),
    "a sign is unknown": (
        lambda t: t.replace('id = "silent"', 'id = "quiet"'),
        "the app knows no sign “quiet”",
    ),
    "a sign stands twice": (
        lambda t: t.replace('id = "silent"', 'id = "withdrawn"'),
        "sign “withdrawn” stands twice",
    ),
    "a failure is silent": (lambda t: t.replace("\nblocked =", "\nbarred ="), "no failure"),
    "a question is gone": (lambda t: t.replace("\nzeros =", "\nnoughts ="), "no question"),
    "a label is gone": (lambda t: t.replace('\nflag = "FDA', '\nflagg = "FDA'), "no label"),
    "a sentence is gone": (lambda t: t.replace("\nheard-never", "\nheard-not"), "no sentence"),
    "a status is gone": (lambda t: t.replace("\nWITHHELD", "\nHELD"), "no status code"),
    "a placeholder is misspelt": (
        lambda t: t.replace("{title}", "{titel}"),
        "the wrong placeholders",
    ),
    "a source is unknown": (lambda t: t.replace("ctgov-disclaimer", "hearsay"), "“hearsay”"),
    "a sign has no source": (
        lambda t: t.replace('sources = ["uci-expanded-access"]', "sources = []"),
        "has no source",
    ),
    "a condition is unknown": (lambda t: t.replace('"stenosis"\n', '"gout"\n'), "no condition"),
    "a pattern is wrong": (lambda t: t.replace("'DRKS", "'(DRKS"), "the pattern of “drks”"),
    "a page isn't secure": (lambda t: t.replace("https://drks", "http://drks"), "isn't an https"),
    "a key is unknown": (lambda t: "note = 'x'\n" + t, "note"),
    "a weight is unknown": (lambda t: t.replace('weight = "caution"', 'weight = "bad"'), "weight"),
    "it isn't TOML": (lambda t: t + "\n[[", "TOML"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_the_proofreader_sees_when(how: str, used: set[str], tmp_path: Path) -> None:
    change, wanted = BROKEN[how]
    text = (CONTENT / "trials.toml").read_text(encoding="utf-8")
    assert change(text) != text
    (tmp_path / "trials.toml").write_text(change(text), encoding="utf-8")
    faults = faults_in_trials(tmp_path, used, CONDITIONS)
    assert any(wanted in fault for fault in faults), faults


def test_a_content_folder_without_the_words_is_refused(tmp_path: Path) -> None:
    shutil.copy(CONTENT / "trials.toml", tmp_path / "trial.toml")
    with pytest.raises(CatalogueFault, match="missing"):
        load_trial_words(tmp_path)


def test_a_sign_is_a_finding_that_no_answer_raises(words: TrialWords) -> None:
    finding = words.sign["silent"].finding
    assert finding.id == "trial-silent"
    assert finding.told == words.sign["silent"].told
    assert not finding.when.holds({"kind": ("sold",)})


def test_no_sign_is_serious_by_itself(words: TrialWords) -> None:
    assert {sign.weight for sign in words.signs} == {"caution"}


def test_no_sign_can_suggest_that_the_record_matches(words: TrialWords) -> None:
    suggested = {sign.match for sign in words.signs}
    assert suggested == {"", "differs-treatment", "differs-place", "not-open"}


def test_every_sign_says_who_said_it_and_keeps_to_its_length(words: TrialWords) -> None:
    for sign in words.signs:
        assert sign.told.startswith(("The record says", "You told us")), sign.id
        assert len(sign.line) <= 60, sign.id
        assert len(sign.told.split()) <= 20, sign.id
        assert len(sign.why.split()) <= 45, sign.id
        assert len(sign.next.split()) <= 25, sign.id
        assert sign.next.split()[0] in {"Ask", "Show", "Check", "Keep"}, sign.id


def test_every_failure_says_that_we_failed_and_not_that_the_study_does(words: TrialWords) -> None:
    assert words.not_checked.told == "We could not check this number."
    for sentence in words.failures.values():
        assert not re.search(r"not exist|no such|fake|false|fraud", sentence)


def test_what_the_record_never_says_is_said(words: TrialWords) -> None:
    unsaid = " ".join(passage.text for passage in words.unsaid)
    assert "let this study go ahead" in unsaid
    assert "ethics board" in unsaid
    assert "what you would pay" in unsaid
    assert words.always.text.startswith("Being listed is not a review.")


def test_texts_for_people_are_typeset_and_blame_nobody() -> None:
    raw = tomllib.loads((CONTENT / "trials.toml").read_text(encoding="utf-8"))
    for key in ("cell_words", "not_cell_words", "payment_words", "registries", "fits"):
        raw.pop(key)
    for number in raw["other_numbers"]:
        number.pop("pattern")
    for text in _texts(raw):
        assert "'" not in text, text
        assert '"' not in text, text
        assert "  " not in text, text
        assert not re.search(r"fraud|illegal|scam|should|avoid|safe\b|recommend", text), text
        for sentence in re.split(r"(?<=[.?!])\s", text):
            assert len(sentence.split()) <= 25, sentence


def _texts(part: object) -> list[str]:
    if isinstance(part, str):
        return [part]
    parts = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return [text for inner in parts for text in _texts(inner)]
