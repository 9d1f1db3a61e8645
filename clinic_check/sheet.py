"""What the summary shows, on the screen and on paper, as data: lists, two sheets, sources.

The words around it stand in `templates/`; everything here comes from the catalogue and the
person's own answers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from clinic_check import catalogue as content
from clinic_check.catalogue import Catalogue, Headline, Question, Source
from clinic_check.findings import Level, Raised, Summary
from clinic_check.paper import Call, Doctor, for_call, for_doctor, labels_of, unsettled


class Entry(NamedTuple):
    """One thing to tell: what was told, the answers behind it, why it matters, what comes next.

    `because` is "Question: answer; answer. Question: answer", empty for a question left blank.
    """

    id: str
    told: str
    because: str
    why: str
    next: str
    sources: tuple[str, ...]


class Text(NamedTuple):
    """A passage with its title and its sources; `title` may be empty."""

    title: str
    text: str
    sources: tuple[str, ...]


class Token(NamedTuple):
    """A thing that lends a seller trust: what it proves, what it lacks, and its sources."""

    name: str
    proves: str
    lacks: str
    sources: tuple[str, ...]


class Place(NamedTuple):
    """Where to report or look something up. `address` is a URL, `phone` may be empty.

    `listed` tells that the address stands in the list of sources, so that paper shows it once.
    """

    name: str
    what: str
    address: str
    listed: bool
    phone: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """The whole summary.

    `missing` are the key questions still open, `open` the others by section (title, labels);
    `given` are answers that raise nothing, `answers` all that count: (section, ((label, answer),
    …)) each. `ask` are questions for the clinic, `look` those to look up yourself. `code` brings
    the answers back, empty where there are none; `helper` tells that someone else collected them.

    Sources are named by their ids: `numbers` has each one's number, `sources` stand in that order,
    and `read` is the day (YYYY-MM-DD) on which most of them were read.
    """

    clinic: str
    record: str
    day: str
    level: Level
    headline: Headline
    had_it: bool
    doctor: Doctor
    call: Call
    serious: tuple[Entry, ...]
    caution: tuple[Entry, ...]
    no_answer: tuple[Entry, ...]
    missing: tuple[Entry, ...]
    open: tuple[tuple[str, tuple[str, ...]], ...]
    given: tuple[tuple[str, str], ...]
    notes: tuple[Entry, ...]
    ask: tuple[str, ...]
    look: tuple[str, ...]
    evidence: tuple[Text, ...]
    state: tuple[Text, ...]
    tokens: tuple[Token, ...]
    places: tuple[Place, ...]
    emergency: tuple[str, ...]
    answers: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    sources: tuple[Source, ...]
    numbers: Mapping[str, int]
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
    cite = _Citations()
    answers = summary.answers
    open_ones = unsettled(summary)
    told_elsewhere = {name for r in (*summary.serious, *summary.caution) for name, _ in r.causes}

    # Sources are numbered as they are first cited: these stand in the order of the page.
    serious = tuple([_finding(catalogue, r, cite) for r in summary.serious])
    caution = tuple([_finding(catalogue, r, cite) for r in summary.caution])
    no_answer = tuple(
        _silence(question, cite, brief=question.id in told_elsewhere)
        for question in summary.no_answer
    )
    missing = tuple(_open(q, summary) for q in summary.open if q.key)
    notes = tuple(_finding(catalogue, r, cite) for r in summary.notes)
    evidence = (
        *(Text(n.title, n.text, cite(n.sources)) for n in summary.evidence),
        Text("", catalogue.evidence_note.text, cite(catalogue.evidence_note.sources)),
    )
    state = tuple(_state(catalogue, summary, cite))
    tokens = tuple(
        Token(t.name, t.proves, t.lacks, cite(t.sources))
        for t in catalogue.tokens
        if "borrowed-trust" in answers.get("claims", ())
    )
    places = tuple(
        _place(catalogue, place, cite)
        for place in catalogue.places
        if place.when is None or place.when.holds(answers)
    )
    emergency = cite(catalogue.frame.emergency.sources)
    numbers = cite.numbers()
    sources = tuple([catalogue.source[name] for name in numbers])
    days = Counter(source.read for source in sources)

    return Sheet(
        clinic=clinic,
        record=f"{record[0]}, looked up on {in_words(record[1])}" if record else "",
        day=in_words(today.isoformat()),
        level=summary.headline,
        headline=catalogue.frame.headlines[summary.headline],
        had_it="had-it" in answers.get("stage", ()),
        doctor=for_doctor(catalogue, summary),
        call=for_call(catalogue, summary),
        serious=serious,
        caution=caution,
        no_answer=no_answer,
        missing=missing,
        open=tuple(_by_section(catalogue, (q for q in summary.open if not q.key))),
        given=tuple((q.label, labels_of(q, answers[q.id])) for q in summary.given),
        notes=notes,
        ask=tuple(dict.fromkeys(_to_ask(catalogue, summary))),
        look=tuple(q.look for q in catalogue.questions if q.look and q.id in open_ones),
        evidence=evidence,
        state=state,
        tokens=tokens,
        places=places,
        emergency=emergency,
        answers=tuple(_as_given(catalogue, summary)),
        sources=sources,
        numbers=numbers,
        read=days.most_common(1)[0][0] if days else "",
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


class _Citations:
    """Numbers sources from 1 in the order in which they are first cited."""

    def __init__(self) -> None:
        self._cited: list[str] = []

    def __call__(self, sources: tuple[str, ...]) -> tuple[str, ...]:
        self._cited += sources
        return sources

    def numbers(self) -> dict[str, int]:
        """Return each source's number."""
        return {name: number for number, name in enumerate(dict.fromkeys(self._cited), start=1)}


def _finding(catalogue: Catalogue, raised: Raised, cite: _Citations) -> Entry:
    finding, told, causes = raised
    if len(causes) == 1:
        name, options = causes[0]
        question = catalogue.question[name]
        because = f"{question.label}: {labels_of(question, options)}"
    else:
        # Many questions with one answer ("they would not say") are told in one breath.
        answers: dict[str, list[str]] = {}
        for name, options in causes:
            question = catalogue.question[name]
            answers.setdefault(labels_of(question, options), []).append(question.label)
        because = ". ".join([f"{', '.join(names)}: {answer}" for answer, names in answers.items()])
    return Entry(finding.id, told, because, finding.why, finding.next, cite(finding.sources))


def _silence(question: Question, cite: _Citations, brief: bool) -> Entry:
    """Tell of a question that the clinic did not answer; briefly where a sign tells the reason."""
    if brief:
        return Entry(question.id, question.silence, "", "", "", ())
    return Entry(
        question.id, question.silence, "", question.why, question.check, cite(question.sources)
    )


def _open(question: Question, summary: Summary) -> Entry:
    answer = labels_of(question, summary.answers.get(question.id, ()))
    return Entry(question.id, question.label, answer, "", question.check, ())


def _state(catalogue: Catalogue, summary: Summary, cite: _Citations) -> Iterator[Text]:
    if summary.state is not None:
        if summary.state.note:
            yield Text(summary.state.name, summary.state.note, cite(summary.state.sources))
        yield Text("", catalogue.states_note.text, cite(catalogue.states_note.sources))


def _place(catalogue: Catalogue, place: content.Place, cite: _Citations) -> Place:
    """Cite the place's own page alone, where it is among the sources: that is what is told of."""
    own = catalogue.own_pages[place.id]
    sources = cite(own or place.sources)
    return Place(place.name, place.what, place.address, bool(own), place.phone, sources)


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
) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    for section in catalogue.sections:
        rows = tuple(
            (q.label, labels_of(q, summary.answers[q.id]))
            for q in section.questions
            if q.id in summary.answers
        )
        if rows:
            yield section.title, rows


def _to_ask(catalogue: Catalogue, summary: Summary) -> Iterator[str]:
    """Give what to put to the clinic: what is open or unanswered, and risks not spoken of."""
    open_ones = unsettled(summary)
    for section in catalogue.sections:
        for question in section.questions:
            chosen = summary.answers.get(question.id, ())
            if question.id in open_ones:
                if ask := (question.said if "said" in chosen else "") or question.ask:
                    yield ask
                continue
            for expected in section.expected:
                if (
                    expected.option in question.option
                    and expected.option not in chosen
                    and chosen
                    and not any(question.option[name].exclusive for name in chosen)
                    and (expected.when is None or expected.when.holds(summary.answers))
                ):
                    yield expected.ask
