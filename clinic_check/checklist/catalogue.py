"""The catalogue: every section, question, answer, finding and source that a patient can meet.

It is written in TOML in `content/`, where a clinician can correct it, and read into these frozen
dataclasses: the shape is checked by `load`, the meaning by `proofread`. Those with `eq=False` are
known as themselves, not by what they say: what was worked out for them once is kept by them.
"""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from clinic_check.checklist.frame import Frame, Option
from clinic_check.checklist.rules import Rule


class CatalogueFault(Exception):
    """The content can't be used; `faults` says why, a sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, eq=False)
class Question:
    """One question, with the reason why it is asked and the words to ask the clinic with.

    `key` marks a key question (★), and `rank` says which of those that are open matters most: the
    lowest. `clear` and `vague` are, in a sentence each, what a clear and a vague answer sound like.
    `no` words the answer “no” of the scale “evidence” for this question. `settled` says when
    another answer settles what this one leaves open.
    """

    id: str
    number: int
    label: str
    text: str
    why: str
    pick: Literal["one", "many"] = "one"
    hint: str = ""
    key: bool = False
    scale: str = ""
    ask: str = ""
    look: str = ""
    said: str = ""
    silence: str = ""
    check: str = ""
    clear: str = ""
    vague: str = ""
    no: str = ""
    rank: int = 0
    sources: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    shown: Rule | None = None
    settled: Rule | None = None
    options: tuple[Option, ...] = ()

    @cached_property
    def option(self) -> dict[str, Option]:
        """The options by id."""
        return {option.id: option for option in self.options}

    @cached_property
    def no_answer(self) -> frozenset[str]:
        """The ids of the options that say that the clinic did not answer."""
        return frozenset(option.id for option in self.options if option.weight == "no-answer")

    @cached_property
    def leave_open(self) -> frozenset[str]:
        """The ids of the options that leave the question open."""
        return frozenset(option.id for option in self.options if option.weight == "open")


def worded(question: Question, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Return the answers of a scale, with “no” in the question's own words if it has some."""
    return tuple(
        replace(option, label=question.no) if option.id == "no" and question.no else option
        for option in options
    )


@dataclass(frozen=True, eq=False)
class Finding:
    """What an answer, or several together, means. A note is a finding without a weight.

    `told` begins with "You told us" or "You found"; `silent` stands in its place when the clinic's
    silence raised it. `line` says it to the doctor, in the patient's own voice; the lower its
    `rank`, the more it matters. While this finding holds, those that it `replaces` aren't shown.
    """

    id: str
    weight: Literal["serious", "caution", "note"]
    group: Literal["review", "safety", "promises", "money", "people"]
    told: str
    why: str
    next: str
    sources: tuple[str, ...]
    when: Rule
    line: str = ""
    rank: int = 0
    silent: str = ""
    replaces: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Expected:
    """A risk that a clinic is expected to speak of; asked about where it isn't ticked."""

    option: str
    ask: str
    when: Rule | None = None


@dataclass(frozen=True)
class Section:
    """A page of questions, in the order in which they are asked."""

    id: str
    title: str
    intro: str
    questions: tuple[Question, ...]
    shown: Rule | None = None
    findings: tuple[Finding, ...] = ()
    expected: tuple[Expected, ...] = ()


@dataclass(frozen=True, eq=False)
class Source:
    """Where a fact comes from. `read` is when a stored copy was read, `checked` when a person
    opened the issuer's own page (empty: nobody has yet). Dates are YYYY, YYYY-MM or YYYY-MM-DD.
    `number` is permanent: what is printed on one person's paper is the same on another's.
    """

    id: str
    publisher: str
    title: str
    url: str
    date: str
    read: str
    checked: str
    confirmed: bool
    facts: tuple[str, ...]
    number: int = 0


@dataclass(frozen=True)
class Passage:
    """A text with its sources, and a title if it needs one."""

    text: str
    sources: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True, eq=False)
class State:
    """A US state, with the note on its law if we have one."""

    id: str
    number: int
    name: str
    note: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class EvidenceNote:
    """What is known so far about these treatments for one condition."""

    id: str
    title: str
    text: str
    sources: tuple[str, ...]
    when: Rule


@dataclass(frozen=True)
class Harm:
    """One line on what has happened to people's bodies, as it was reported; never a rate."""

    id: str
    text: str
    sources: tuple[str, ...]
    when: Rule


@dataclass(frozen=True)
class Known:
    """What is known of such an offer, who says it and when, and what isn’t known: a line each."""

    id: str
    known: str
    unknown: str
    sources: tuple[str, ...]
    when: Rule


@dataclass(frozen=True, eq=False)
class Token:
    """A thing that lends a seller trust: what it proves, and what it lacks."""

    id: str
    name: str
    proves: str
    lacks: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where to report a harm or a false claim, or to look up the offer, or the people who treat."""

    id: str
    name: str
    what: str
    address: str
    sources: tuple[str, ...]
    kind: Literal["report", "offer", "people"]
    phone: str = ""
    when: Rule | None = None


@dataclass(frozen=True, eq=False)
class Term:
    """A word of the glossary. `short` explains it in a few words, where a page has it first."""

    id: str
    term: str
    meaning: str
    also: tuple[str, ...] = ()
    short: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The whole content, read once when the app starts."""

    frame: Frame
    sections: tuple[Section, ...]
    combinations: tuple[Finding, ...]
    sources: tuple[Source, ...]
    states_note: Passage
    states: tuple[State, ...]
    evidence_note: Passage
    evidence: tuple[EvidenceNote, ...]
    harms: tuple[Harm, ...]
    known: tuple[Known, ...]
    tokens: tuple[Token, ...]
    places: tuple[Place, ...]
    terms: tuple[Term, ...]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in the order of the sections."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def question(self) -> dict[str, Question]:
        """The questions by id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings: those of the sections, then those that need several answers."""
        return (*(f for section in self.sections for f in section.findings), *self.combinations)

    @cached_property
    def homes(self) -> tuple[tuple[str, Finding], ...]:
        """All findings, each with the file that it stands in."""
        return (
            *((f"sections/{s.id}.toml", finding) for s in self.sections for finding in s.findings),
            *(("combinations.toml", finding) for finding in self.combinations),
        )

    @cached_property
    def state(self) -> dict[str, State]:
        """The US states by id."""
        return {state.id: state for state in self.states}

    @cached_property
    def source(self) -> dict[str, Source]:
        """The sources by id."""
        return {source.id: source for source in self.sources}

    @cached_property
    def read(self) -> str:
        """The day on which most of the sources were read (YYYY-MM-DD); empty without sources."""
        days = Counter(source.read for source in self.sources).most_common(1)
        return days[0][0] if days else ""

    @cached_property
    def expected(self) -> dict[str, tuple[Expected, ...]]:
        """Question id -> the risks that a clinic is expected to speak of there."""
        return {
            question.id: tuple(e for e in section.expected if e.option in question.option)
            for section in self.sections
            for question in section.questions
        }

    @cached_property
    def own_pages(self) -> dict[str, tuple[str, ...]]:
        """Place id -> the source that is the place's own page; empty where none of its is."""
        return {
            place.id: tuple(s for s in place.sources if self.source[s].url == place.address)[:1]
            for place in self.places
        }

    @cached_property
    def section(self) -> dict[str, Section]:
        """The sections by id."""
        return {section.id: section for section in self.sections}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        """The section that each question stands in, by the question's id."""
        return {q.id: section for section in self.sections for q in section.questions}
