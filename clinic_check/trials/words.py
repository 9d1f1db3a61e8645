"""The words about trial records: what each sign means, and how the registry's codes are said.

They stand in `content/trials.toml`, where a clinician can correct them. `faults_in_trials` tells
the proofreader what is missing: no code that the registry may send, and no way in which a look-up
may fail, is without its sentence.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from clinic_check.checklist.catalogue import CatalogueFault, Finding, Passage
from clinic_check.checklist.load import read
from clinic_check.checklist.rules import Rule
from clinic_check.languages import ENGLISH
from clinic_check.languages.translations import placeholders

SIGNS = (
    "withdrawn",
    "stopped",
    "suspended",
    "silent",
    "not-recruiting",
    "no-site",
    "site",
    "site-closed",
    "no-phase",
    "observational",
    "fda-flag-no",
    "condition",
    "patient-paid",
    "expanded-access",
)
"""Every sign that a record can show, in the order in which they are told."""

FAILURES = (
    "off",
    "busy",
    "blocked",
    "too-many",
    "trouble",
    "too-slow",
    "unreachable",
    "insecure",
    "not-json",
    "too-big",
    "redirected",
    "another-study",
    "turned-down",
)
"""Every way in which a look-up can end without an answer."""

QUESTIONS = (
    "empty",
    "too-long",
    "several",
    "not-eight",
    "letters",
    "zeros",
    "no-prefix",
    "prefix",
    "no-number",
)
"""Every question that a typed number can be answered with."""

CODES = {
    "status": """ACTIVE_NOT_RECRUITING COMPLETED ENROLLING_BY_INVITATION NOT_YET_RECRUITING
        RECRUITING SUSPENDED TERMINATED WITHDRAWN AVAILABLE NO_LONGER_AVAILABLE
        TEMPORARILY_NOT_AVAILABLE APPROVED_FOR_MARKETING WITHHELD UNKNOWN""",
    "type": "EXPANDED_ACCESS INTERVENTIONAL OBSERVATIONAL",
    "phase": "NA EARLY_PHASE1 PHASE1 PHASE2 PHASE3 PHASE4",
    "sponsor": "NIH FED OTHER_GOV INDIV INDUSTRY NETWORK AMBIG OTHER UNKNOWN",
    "given": """BEHAVIORAL BIOLOGICAL COMBINATION_PRODUCT DEVICE DIAGNOSTIC_TEST
        DIETARY_SUPPLEMENT DRUG GENETIC PROCEDURE RADIATION OTHER""",
    "masking": "NONE SINGLE DOUBLE TRIPLE QUADRUPLE",
    "allocation": "RANDOMIZED NON_RANDOMIZED NA",
    "group": """EXPERIMENTAL ACTIVE_COMPARATOR PLACEBO_COMPARATOR SHAM_COMPARATOR
        NO_INTERVENTION OTHER""",
}
"""The registry's codes that a patient is told, kind by kind, as its API of 2026 lists them."""

SENTENCES = {
    "title": "title",
    "status-unknown": "before",
    "new-word": "code",
    "heard": "date ago",
    "heard-never": "",
    "ago-days": "",
    "ago-month": "",
    "ago-months": "months",
    "ago-years": "years",
    "sponsor": "name kind",
    "people-planned": "count",
    "people-joined": "count",
    "people": "count",
    "groups": "kinds",
    "one-group": "",
    "dates": "start end",
    "start-only": "start",
    "end-only": "end",
    "end-planned": "date",
    "not-said": "",
    "sites": "count",
    "site": "place",
    "site-status": "place status",
    "more-sites": "count",
    "no-sites": "",
    "found-site": "place",
    "site-not-found": "typed",
    "flag-yes": "",
    "flag-no": "",
    "flag-missing": "",
    "results-yes": "",
    "results-no": "",
    "results-waiting": "",
    "stopped": "reason",
    "stopped-unsaid": "",
    "access-elsewhere": "number",
    "access-elsewhere-unsaid": "",
    "replaced": "number",
}
"""The sentences that are filled in from a record, and the names of their placeholders."""

LABELS = """title number status heard stopped type phase sponsor conditions given people groups
    masking dates sites flag results access"""
"""The names of the lines that tell what the record says, in their order on the page."""


@dataclass(frozen=True)
class Sign:
    """Something in a record that doesn't fit an offer; it counts like any other finding.

    `match` is the option of the question `trial-match` that a person may confirm, if any. Without a
    `rank` of its own it comes after what the answers raised.
    """

    id: str
    weight: Literal["serious", "caution", "note"]
    group: Literal["review", "safety", "promises", "money", "people"]
    line: str
    told: str
    why: str
    next: str
    sources: tuple[str, ...]
    rank: int = 1000
    match: Literal["", "differs-treatment", "differs-place", "not-open"] = ""

    @cached_property
    def finding(self) -> Finding:
        """The sign as a finding, `trial-<sign>`, that no answer can raise."""
        return Finding(
            id=f"trial-{self.id}",
            weight=self.weight,
            group=self.group,
            line=self.line,
            told=self.told,
            why=self.why,
            next=self.next,
            sources=self.sources,
            rank=self.rank,
            when=Rule(all={f"trial-{self.id}": frozenset()}),  # an empty rule would always hold
        )


@dataclass(frozen=True)
class OtherRegistry:
    """Another country's registry: how its numbers look, and its own search page."""

    id: str
    name: str
    pattern: str
    page: str


@dataclass(frozen=True)
class OtherNumber:
    """A number that no trial registry can look up, and what to say to it."""

    id: str
    pattern: str
    text: str


@dataclass(frozen=True)
class Fits:
    """Words by which a record's condition is known to be one that the person ticked.

    An entry is words that must all occur. `nerve` conditions also fit a record that speaks of
    nerve damage without saying from what.
    """

    option: str
    words: tuple[str, ...]
    nerve: bool = False


@dataclass(frozen=True)
class Told:
    """An outcome in three parts: what happened, why it may be so, and one next step."""

    told: str
    why: str
    next: str


@dataclass(frozen=True)
class TrialWords:
    """Everything in `content/trials.toml`, in one language."""

    before: str
    elsewhere: str
    always: Passage
    unsaid: tuple[Passage, ...]
    not_found: Told
    not_checked: Told
    signs: tuple[Sign, ...]
    questions: Mapping[str, str]
    failures: Mapping[str, str]
    labels: Mapping[str, str]
    sentences: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]]
    registries: tuple[OtherRegistry, ...]
    other_numbers: tuple[OtherNumber, ...]
    nerve_words: tuple[str, ...]
    fits: tuple[Fits, ...]
    cell_words: tuple[str, ...]
    not_cell_words: tuple[str, ...]
    payment_words: tuple[str, ...]
    hidden_sites: tuple[str, ...]
    name_endings: tuple[str, ...]
    common_names: tuple[str, ...]
    united_states: tuple[str, ...]
    language: str = ENGLISH

    @cached_property
    def sign(self) -> dict[str, Sign]:
        """The signs by id, without the prefix that they have as findings."""
        return {sign.id: sign for sign in self.signs}

    def code(self, kind: str, code: str) -> str:
        """Say one of the registry's codes in plain words; a new one is shown as it stands."""
        known = self.codes[kind].get(code)
        return known or self.sentences["new-word"].format(code=code.replace("_", " ").lower())


def load_trial_words(content: Path, language: str = ENGLISH) -> TrialWords:
    """Read `trials.toml` from a folder of content; raise CatalogueFault with all that is wrong."""
    return replace(read(content / "trials.toml", TrialWords, language=language), language=language)


def faults_in_trials(content: Path, sources: set[str], conditions: set[str]) -> list[str]:
    """List what is wrong with the words about trials, a sentence each; an empty list is good.

    `sources` are the ids in sources.toml, `conditions` the options of the question `condition`.
    """
    try:
        words = load_trial_words(content)
    except CatalogueFault as fault:
        return fault.faults
    faults = [
        *_same("sign", [sign.id for sign in words.signs], SIGNS),
        *_same("failure", words.failures, FAILURES),
        *_same("question", words.questions, QUESTIONS),
        *_same("label", words.labels, LABELS.split()),
        *_same("sentence", words.sentences, SENTENCES),
        *_same("kind of code", words.codes, CODES),
    ]
    for kind, codes in CODES.items():
        faults += _same(f"{kind} code", words.codes.get(kind, {}), codes.split())
    for name, sentence in words.sentences.items():
        if placeholders(sentence) != set(SENTENCES.get(name, "").split()):
            faults.append(f"trials.toml: the sentence “{name}” has the wrong placeholders.")
    used = {id for sign in words.signs for id in sign.sources}
    used |= {id for passage in (words.always, *words.unsaid) for id in passage.sources}
    faults += [f"trials.toml: there is no source “{id}”." for id in sorted(used - sources)]
    faults += [
        f"trials.toml: the sign “{sign.id}” has no source."
        for sign in words.signs
        if not sign.sources
    ]
    fits = {fit.option for fit in words.fits}
    faults += [
        f"trials.toml: there is no condition “{option}”." for option in sorted(fits - conditions)
    ]
    patterns = {part.id: part.pattern for part in words.registries}
    patterns |= {part.id: part.pattern for part in words.other_numbers}
    for name, pattern in patterns.items():
        try:
            re.compile(pattern)
        except re.error as error:
            faults.append(f"trials.toml: the pattern of “{name}” is wrong: {error}.")
    faults += [
        f"trials.toml: the page of “{registry.id}” isn't an https address."
        for registry in words.registries
        if not registry.page.startswith("https://")
    ]
    return faults


def _same(what: str, found: Iterable[str], wanted: Iterable[str]) -> list[str]:
    here, there = Counter(list(found)), dict.fromkeys(wanted)
    return [
        *(f"trials.toml: no {what} “{name}”." for name in there if name not in here),
        *(f"trials.toml: the app knows no {what} “{name}”." for name in here if name not in there),
        *(f"trials.toml: {what} “{name}” stands twice." for name in here if here[name] > 1),
    ]
