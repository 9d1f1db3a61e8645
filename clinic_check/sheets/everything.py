"""All that the summary has, for paper: signs with their reasons, what to ask, answers, sources."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from clinic_check.checklist.answers import labels_of
from clinic_check.checklist.catalogue import (
    Catalogue,
    EvidenceNote,
    Harm,
    Passage,
    Place,
    Question,
    Source,
    Token,
)
from clinic_check.checklist.dates import in_words
from clinic_check.checklist.findings import Raised, Summary
from clinic_check.sheets.paper import EverythingWords, Paper


@dataclass(frozen=True)
class Entry:
    """A sign, a note or a silence: what was told, why it matters, what comes next.

    All but `told` may be empty. `sources` are their permanent numbers.
    """

    told: str
    why: str = ""
    next: str = ""
    sources: tuple[int, ...] = ()


@dataclass(frozen=True)
class Open:
    """A key question that is still open: what was answered so far, and what to ask, or to do."""

    text: str
    answer: str
    ask: str


@dataclass(frozen=True)
class Sound:
    """What a clear and a vague answer to a question sound like."""

    label: str
    clear: str
    vague: str


@dataclass(frozen=True)
class Reference:
    """A source as it is printed, with its whole address.

    `standing` tells what doesn't hold for most: that it was checked, or isn't confirmed.
    """

    number: int
    text: str
    url: str
    standing: str


@dataclass(frozen=True)
class Report:
    """Where to report or look something up. `standing` tells of its own page, if it is a source."""

    name: str
    what: str
    phone: str
    address: str
    standing: str
    sources: tuple[int, ...]


@dataclass(frozen=True)
class Everything:
    """All that the summary has.

    `signs` and `known` are (title, entries), `open_others` (section, labels of questions),
    `answers` (section, (question, answer) each). `next` is the line after the headline, if any.
    """

    headline: str
    limit: str
    next: str
    record: str
    signs: tuple[tuple[str, tuple[Entry, ...]], ...]
    open: tuple[Open, ...]
    open_others: tuple[tuple[str, tuple[str, ...]], ...]
    ask: tuple[str, ...]
    look: tuple[str, ...]
    sounds: tuple[Sound, ...]
    known: tuple[tuple[str, tuple[Entry, ...]], ...]
    trust: tuple[tuple[Token, tuple[int, ...]], ...]
    answers: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    reports: tuple[Report, ...]
    records: tuple[str, ...]
    emergency: str
    sources_note: str
    sources: tuple[Reference, ...]


def everything(
    catalogue: Catalogue,
    paper: Paper,
    summary: Summary,
    language: str,
    looked_up: tuple[str, str] | None = None,
) -> Everything:
    """Lay out everything. `looked_up` is a trial number with the day of its look-up (YYYY-MM-DD).

    `language` is the one that dates are written in.
    """
    words, frame, answers = paper.everything, catalogue.frame, summary.answers
    unsettled = {question.id for question in (*summary.no_answer, *summary.open)}
    cited: set[str] = set(frame.emergency.sources)

    def numbers(sources: Iterable[str]) -> tuple[int, ...]:
        cited.update(sources)
        return tuple(sorted(catalogue.source[name].number for name in sources))

    def entry(raised: Raised) -> Entry:
        finding = raised.finding
        return Entry(raised.told, finding.why, finding.next, numbers(finding.sources))

    def silence(question: Question) -> Entry:
        if question.id in summary.telling:  # a sign above has told the reasons
            return Entry(question.silence)
        reasons = question.why, question.check
        return Entry(question.silence, *reasons, numbers(question.sources))

    def passage(of: EvidenceNote | Harm | Passage, title: str = "") -> Entry:
        return Entry(title, why=of.text, sources=numbers(of.sources))

    def report(place: Place) -> Report:
        own = catalogue.own_pages[place.id]  # told here, so it needn't stand among the sources
        standing = _standing(words, catalogue.source[own[0]], language) if own else ""
        sources = () if own else numbers(place.sources)
        return Report(place.name, place.what, place.phone, place.address, standing, sources)

    signs = (
        (words.serious, tuple(map(entry, summary.serious))),
        (words.caution, tuple(map(entry, summary.caution))),
        (words.no_answer, tuple(map(silence, summary.no_answer))),
        (words.notes, tuple(map(entry, summary.notes))),
    )
    about_such = (
        (
            Entry(words.known, why=such.known, sources=numbers(such.sources)),
            Entry(words.unknown, why=such.unknown),
        )
        if (such := summary.known)
        else ()
    )
    state = summary.state
    about_state = [passage(catalogue.states_note)] if state else []
    if state and state.note:
        about_state.insert(0, Entry(state.name, why=state.note, sources=numbers(state.sources)))
    known = (
        (words.harm, (passage(summary.harm),) if summary.harm else ()),
        (
            words.evidence,
            (
                *about_such,
                *(passage(n, n.title) for n in summary.evidence),
                passage(catalogue.evidence_note, catalogue.evidence_note.title),
            ),
        ),
        (words.state, tuple(about_state)),
    )
    tokens = catalogue.tokens if "borrowed-trust" in answers.get("claims", ()) else ()
    places = (place for place in catalogue.places if not place.when or place.when.holds(answers))
    trust = tuple((token, numbers(token.sources)) for token in tokens)
    reports = tuple(map(report, places))
    sources = [source for source in catalogue.sources if source.id in cited]
    sources.sort(key=attrgetter("number"))
    return Everything(
        headline=frame.headlines[summary.headline].said(summary.count),
        limit=frame.headlines[summary.headline].limit,
        next=_next(catalogue, summary),
        record=words.record.format(number=looked_up[0], day=in_words(looked_up[1], language))
        if looked_up
        else "",
        signs=_filled(signs),
        open=tuple(_open(catalogue, summary)),
        open_others=tuple(_by_section(catalogue, summary)),
        ask=tuple(dict.fromkeys(_to_ask(catalogue, summary))),
        look=tuple(q.look for q in catalogue.questions if q.look and q.id in unsettled),
        sounds=tuple(
            Sound(q.label, q.clear, q.vague)
            for q in catalogue.questions
            if q.clear and q.id in unsettled
        ),
        known=_filled(known),
        trust=trust,
        answers=tuple(_answers(catalogue, summary)),
        reports=reports,
        records=frame.records,
        emergency=frame.emergency.text,
        sources_note=words.sources_note.format(
            first=in_words(min(source.read for source in sources), language),
            last=in_words(max(source.read for source in sources), language),
        ),
        sources=tuple(_reference(words, source, language) for source in sources),
    )


def _next(catalogue: Catalogue, summary: Summary) -> str:
    """Return the line after the headline, as far as the person has gone; only after signs."""
    if summary.headline not in ("serious", "warning"):
        return ""
    said = catalogue.frame.next
    stage = next(iter(summary.answers.get("stage", ())), "")
    return said.get(stage) or said.get("default", "")


def _filled(
    sections: Iterable[tuple[str, tuple[Entry, ...]]],
) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    return tuple((title, entries) for title, entries in sections if entries)


def _open(catalogue: Catalogue, summary: Summary) -> Iterator[Open]:
    for question in summary.missing:
        chosen = summary.answers.get(question.id, ())
        ask = (question.said if "said" in chosen else "") or question.ask or question.look
        yield Open(question.text, labels_of(question, chosen), ask)


def _by_section(catalogue: Catalogue, summary: Summary) -> Iterator[tuple[str, tuple[str, ...]]]:
    others = {question.id for question in summary.open if not question.key}
    for section in catalogue.sections:
        if labels := tuple(q.label for q in section.questions if q.id in others):
            yield section.title, labels


def _to_ask(catalogue: Catalogue, summary: Summary) -> Iterator[str]:
    """Give what else to put to the clinic: what is open or unanswered, and risks not spoken of.

    What is asked in the list of key questions that are open isn't asked here again.
    """
    asked = {question.id for question in summary.missing}
    open_ones = {question.id for question in (*summary.no_answer, *summary.open)} - asked
    for question in catalogue.questions:
        chosen = summary.answers.get(question.id, ())
        if question.id in open_ones:
            if ask := (question.said if "said" in chosen else "") or question.ask:
                yield ask
            continue
        risks = catalogue.expected[question.id] if chosen and question.id not in asked else ()
        if risks and not any(question.option[name].exclusive for name in chosen):
            for risk in risks:
                when = risk.when
                if risk.option not in chosen and (when is None or when.holds(summary.answers)):
                    yield risk.ask


def _answers(
    catalogue: Catalogue, summary: Summary
) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    for section in catalogue.sections:
        rows = tuple(
            (question.label, labels_of(question, summary.answers[question.id]))
            for question in section.questions
            if question.id in summary.answers
        )
        if rows:
            yield section.title, rows


def _reference(words: EverythingWords, source: Source, language: str) -> Reference:
    text = f"{source.publisher}, “{source.title}”"
    text += f", {in_words(source.date, language)}." if source.date else "."
    standing = _standing(words, source, language)
    return Reference(source.number, text, source.url, standing)


def _standing(words: EverythingWords, source: Source, language: str) -> str:
    """Say of a source what the note above all sources doesn't."""
    if source.checked:
        return words.checked.format(day=in_words(source.checked, language))
    return "" if source.confirmed else words.unconfirmed
