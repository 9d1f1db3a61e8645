"""The catalogue: every section, question, answer, finding and source that a patient can meet.

It is written in TOML in `content/`, where a clinician can correct it, and read into these frozen
dataclasses: the shape is checked by `loader`, the meaning by `proofread`. Those with `eq=False` are
known as themselves, not by what they say: what was worked out for them once is kept by them.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from clinic_check.checklist.rules import Rule


class CatalogueFault(Exception):
    """The content can't be used; `faults` says why, a sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen. `number` is permanent: the resume code is made of it."""

    id: str
    number: int
    label: str
    hint: str = ""
    weight: Literal["given", "open", "no-answer"] = "given"
    exclusive: bool = False


@dataclass(frozen=True, eq=False)
class Question:
    """One question, with the reason why it is asked and the words to ask the clinic with."""

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
    sources: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    shown: Rule | None = None
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


@dataclass(frozen=True, eq=False)
class Finding:
    """What an answer, or several together, means. A note is a finding without a weight.

    `told` begins with "You told us" or "You found"; `silent` stands in its place when the clinic's
    silence raised it. `line` is the one-line form for the doctor's page, `rank` its order there.
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
    replaces: str = ""
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


@dataclass(frozen=True)
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
    """A text with its sources."""

    text: str
    sources: tuple[str, ...]


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
    """Where to report a harm or a false claim, or to look something up."""

    id: str
    name: str
    what: str
    address: str
    sources: tuple[str, ...]
    phone: str = ""
    when: Rule | None = None


@dataclass(frozen=True)
class Term:
    """A word of the glossary."""

    id: str
    term: str
    meaning: str
    also: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scale:
    """Options that several questions share."""

    id: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Headline:
    """The summary's first words, and at once what they can't mean."""

    text: str
    limit: str


@dataclass(frozen=True)
class Emergency:
    """The fixed line on emergencies; `signed_off_by` stays empty until a clinician signs."""

    text: str
    signed_off_by: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class CallEntry:
    """A question of the call sheet, asked while any of `questions` is open or unanswered.

    Without `questions` it is always asked.
    """

    ask: str
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class CallSheet:
    """What the second sheet of paper says: how to begin, and what to ask, most needed first."""

    opening: tuple[str, ...]
    offer: tuple[CallEntry, ...]
    study: tuple[CallEntry, ...]


@dataclass(frozen=True)
class Review:
    """Who looks after the content and who pays, and when it was and will be looked at."""

    changed: str
    next_review: str
    funding: str
    conflicts: str
    contact: str
    reviewers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Frame:
    """`catalogue.toml`: what holds the sections together."""

    title: str
    version: str
    review: Review
    sections: tuple[str, ...]
    quick: tuple[str, ...]
    scales: tuple[Scale, ...]
    headlines: Mapping[str, Headline]
    disclaimer: str
    emergency: Emergency
    records: tuple[str, ...]
    call: CallSheet


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
    def alone(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Question id -> option id -> the answer that is this option and no other."""
        return {q.id: {option.id: (option.id,) for option in q.options} for q in self.questions}

    @cached_property
    def deciding(self) -> tuple[tuple[Section, Question], ...]:
        """The questions that filters look at, in order, each with its section."""
        rules = [*(s.shown for s in self.sections), *(q.shown for q in self.questions)]
        looked_at = {name for rule in rules if rule for name in rule.questions()}
        return tuple((self.section_of[q.id], q) for q in self.questions if q.id in looked_at)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings: those of the sections, then those that need several answers."""
        return (*(f for section in self.sections for f in section.findings), *self.combinations)

    @cached_property
    def raised_by(self) -> dict[str, tuple[int, ...]]:
        """Question id -> places in `findings` of those that cannot hold while it is blank.

        A finding stands under the first question that it needs, one that needs none under "".
        """
        places: dict[str, tuple[int, ...]] = {"": ()}
        for place, finding in enumerate(self.findings):
            name = next(iter(finding.when.all), "")
            places[name] = (*places.get(name, ()), place)
        return places

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
    def place_of(self) -> dict[str, int]:
        """Where each section stands among all of them, by its id."""
        return {section.id: place for place, section in enumerate(self.sections)}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        """The section that each question stands in, by the question's id."""
        return {q.id: section for section in self.sections for q in section.questions}
