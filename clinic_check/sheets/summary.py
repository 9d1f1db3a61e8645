"""What the summary shows, on the screen and on paper, as data: lists, two sheets, sources.

The words around it stand in `templates/`; everything here comes from the catalogue and the
person's own answers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from clinic_check.checklist.answers import labels_of
from clinic_check.checklist.catalogue import (
    Catalogue,
    EvidenceNote,
    Passage,
    Question,
    Source,
    State,
    Token,
)
from clinic_check.checklist.findings import Level, Raised, Summary, Words
from clinic_check.checklist.rules import Rule
from clinic_check.sheets.paper import Call, Doctor, for_call, for_doctor, unsettled

Answered = tuple[Question, tuple[str, ...]]
"""A question, and the ids of its options that were chosen."""


class Entry(NamedTuple):
    """A question to tell of, and what was answered so far, if anything. No answers stand behind it
    as they do behind a finding.
    """

    words: Words
    because: str
    causes: tuple[()] = ()


@dataclass(frozen=True, eq=False)
class Text:
    """A passage with its title and its sources; `title` may be empty."""

    title: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Place:
    """Where to report or look something up. `address` is a URL, `phone` may be empty.

    `listed` tells that the address stands in the list of sources, so that paper shows it once.
    """

    name: str
    what: str
    address: str
    listed: bool
    phone: str
    sources: tuple[str, ...]


class Sheet(NamedTuple):
    """The whole summary.

    `missing` are the key questions still open, `open` the others by section (title, labels);
    `given` are answers that raise nothing, `answers` all that count: (title, answers) each. `ask`
    are questions for the clinic, `look` those to look up yourself. `code` brings the answers back,
    empty where there are none; `helper` tells that someone else collected them.

    `sources` stand in the order of their numbers, and `read` is the day (YYYY-MM-DD) on which most
    of all our sources were read.
    """

    clinic: str
    record: str
    day: str
    level: Level
    had_it: bool
    doctor: Doctor
    call: Call
    serious: tuple[Raised, ...]
    caution: tuple[Raised, ...]
    no_answer: tuple[Entry, ...]
    missing: tuple[Entry, ...]
    open: tuple[tuple[str, tuple[str, ...]], ...]
    given: tuple[Answered, ...]
    notes: tuple[Raised, ...]
    ask: tuple[str, ...]
    look: tuple[str, ...]
    evidence: tuple[Text, ...]
    state: tuple[Text, ...]
    tokens: tuple[Token, ...]
    places: tuple[Place, ...]
    emergency: tuple[str, ...]
    answers: tuple[tuple[str, tuple[Answered, ...]], ...]
    sources: tuple[Source, ...]
    read: str
    code: str
    helper: bool


def build(
    catalogue: Catalogue,
    summary: Summary,
    clinic: str,
    today: date,
    record: tuple[str, str] | None = None,
    *,
    code: str = "",
    helper: bool = False,
) -> Sheet:
    """Lay out the summary. `clinic` is the name as the person typed it, or empty; `record` is a
    trial number that was looked up, with the date (YYYY-MM-DD).
    """
    answers = summary.answers
    open_ones = unsettled(summary)
    no_answer = tuple([_silence(q, brief=q.id in summary.telling) for q in summary.no_answer])
    known, note = summary.evidence, catalogue.evidence_note
    evidence = (*[_text(e, e.title, e.text) for e in known], _text(note, "", note.text))
    state = tuple(_state(catalogue, summary))
    tokens = catalogue.tokens if "borrowed-trust" in answers.get("claims", ()) else ()
    places = tuple(
        [place for when, place in _places(catalogue) if when is None or when.holds(answers)]
    )
    emergency = catalogue.frame.emergency
    # Sources are numbered as they are first cited: in the order of the page.
    found = chain(summary.serious, summary.caution, no_answer, summary.notes)
    others = chain(evidence, state, tokens, places, [emergency])
    citing = chain(map(attrgetter("words.sources"), found), map(attrgetter("sources"), others))
    cited = dict.fromkeys(chain.from_iterable(citing))
    sources = tuple(map(catalogue.source.__getitem__, cited))

    return Sheet(
        clinic=clinic,
        record=f"{record[0]}, looked up on {in_words(record[1])}" if record else "",
        day=in_words(today.isoformat()),
        level=summary.headline,
        had_it="had-it" in answers.get("stage", ()),
        doctor=for_doctor(catalogue, summary),
        call=for_call(catalogue, summary),
        serious=summary.serious,
        caution=summary.caution,
        no_answer=no_answer,
        missing=tuple([_open(q, summary) for q in summary.open if q.key]),
        open=tuple(_by_section(catalogue, (q for q in summary.open if not q.key))),
        given=tuple([(question, answers[question.id]) for question in summary.given]),
        notes=summary.notes,
        ask=tuple(dict.fromkeys(_to_ask(catalogue, summary))),
        look=tuple(q.look for q in catalogue.questions if q.look and q.id in open_ones),
        evidence=evidence,
        state=state,
        tokens=tokens,
        places=places,
        emergency=emergency.sources,
        answers=_as_given(catalogue, summary),
        sources=sources,
        read=catalogue.read,
        code=code,
        helper=helper,
    )


@lru_cache(maxsize=512)
def in_words(day: str) -> str:
    """Return a date (YYYY, YYYY-MM or YYYY-MM-DD) as Americans read it; empty stays empty."""
    year, month, number = (*day.split("-"), "", "")[:3]
    if not month:
        return year
    name = date(int(year), int(month), 1).strftime("%B")
    return f"{name} {int(number)}, {year}" if number else f"{name} {year}"


@lru_cache(1024)
def _silence(question: Question, *, brief: bool) -> Entry:
    """Tell of a question that the clinic did not answer; briefly where a sign tells the reason."""
    told = Words(question.id, question.silence, "", "", ())
    if not brief:
        told = replace(told, why=question.why, next=question.check, sources=question.sources)
    return Entry(told, "")


def _open(question: Question, summary: Summary) -> Entry:
    answer = labels_of(question, summary.answers.get(question.id, ()))
    return Entry(Words(question.id, question.label, "", question.check, ()), answer)


def _state(catalogue: Catalogue, summary: Summary) -> Iterator[Text]:
    if summary.state is not None:
        if summary.state.note:
            yield _text(summary.state, summary.state.name, summary.state.note)
        yield _text(catalogue.states_note, "", catalogue.states_note.text)


@lru_cache(1024)
def _text(of: EvidenceNote | Passage | State, title: str, text: str) -> Text:
    return Text(title, text, of.sources)


@lru_cache(1)
def _places(catalogue: Catalogue) -> tuple[tuple[Rule | None, Place], ...]:
    """Return all places, each with its rule.

    The place's own page is cited alone, where it is among the sources: that is what is told of.
    """
    places = []
    for place in catalogue.places:
        own = catalogue.own_pages[place.id]
        sources = own or place.sources
        told = Place(place.name, place.what, place.address, bool(own), place.phone, sources)
        places.append((place.when, told))
    return tuple(places)


def _by_section(
    catalogue: Catalogue, questions: Iterable[Question]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    sections: dict[str, list[str]] = {}
    for question in questions:
        title = catalogue.section_of[question.id].title
        sections.setdefault(title, []).append(question.label)
    for title, labels in sections.items():
        yield title, tuple(labels)


def _as_given(
    catalogue: Catalogue, summary: Summary
) -> tuple[tuple[str, tuple[Answered, ...]], ...]:
    answers = summary.answers
    rows: dict[str, list[Answered]] = {section.id: [] for section in catalogue.sections}
    for name, options in answers.items():  # in the catalogue's order, as they were counted
        rows[catalogue.section_of[name].id].append((catalogue.question[name], options))
    titles = [section.title for section in catalogue.sections]
    filled = zip(titles, map(tuple, rows.values()), strict=True)
    return tuple([(title, those) for title, those in filled if those])


def _to_ask(catalogue: Catalogue, summary: Summary) -> Iterator[str]:
    """Give what to put to the clinic: what is open or unanswered, and risks not spoken of."""
    open_ones = unsettled(summary)
    for question in catalogue.questions:
        chosen = summary.answers.get(question.id, ())
        if question.id in open_ones:
            if ask := (question.said if "said" in chosen else "") or question.ask:
                yield ask
            continue
        risks = catalogue.expected[question.id] if chosen else ()
        if risks and not any(question.option[name].exclusive for name in chosen):
            for risk in risks:
                when = risk.when
                if risk.option not in chosen and (when is None or when.holds(summary.answers)):
                    yield risk.ask
