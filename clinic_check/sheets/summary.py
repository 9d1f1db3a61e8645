"""What the summary page shows, as data: the signs, what is open, what is known, each thing once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from clinic_check.checklist.answers import labels_of
from clinic_check.checklist.catalogue import (
    Catalogue,
    EvidenceNote,
    Harm,
    Known,
    Passage,
    Place,
    Question,
    Source,
    State,
    Token,
)
from clinic_check.checklist.findings import Level, Raised, Summary
from clinic_check.checklist.rules import Chosen
from clinic_check.sheets.call import has_had_it, still_to_ask
from clinic_check.sheets.explaining import Explainer

KINDS = ("report", "offer", "people")
"""Kinds of places: to report to, to check the offer, to check the people. In the page's order."""

FIRST_OPEN = 3
"""Open key questions that are shown at once; the others are folded. A person calls about few."""

FIRST_ASKED = 5
"""What is still to ask of who has had it, shown at once: as many as have room on the call sheet."""


FREE = frozenset(("study", "no", "own-costs"))
"""What is answered to “who pays” and “do you pay to join” where the study asks for no money."""


class Sign(NamedTuple):
    """A finding, or a question that went unanswered: one line, and what unfolds from it.

    `told` is empty where it is the line itself. `answers` are the answers behind it as (question,
    answer in words), left out where another sign has told them already.
    """

    id: str
    line: str
    told: str
    why: str
    next: str
    answers: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Open:
    """A question that is still open: what was answered so far, if anything, and how to find out."""

    question: Question
    answer: str
    next: str


@dataclass(frozen=True)
class Note:
    """A passage with its title (may be empty) and its sources."""

    title: str
    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class KnownPassage:
    """What is known of such an offer, and what isn’t: a line each. The sources are of the first."""

    known: str
    unknown: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class SummaryPage:
    """The whole summary. `first_open` are the key questions that matter most, `open` all others by
    section; `given` are answers that raise nothing, as (question, answer in words) by section;
    `worst` is the first sentence of the first sign, empty without any; `expected` are questions on
    risks that a clinic is expected to speak of, and did not. `stands` is the key of the line
    `next`; `to_pay` tells that something may still be paid. For who has had it, `ask_now` is what
    it still helps to ask, and no question about what is to come stands in `first_open`.
    """

    level: Level
    headline: str
    limit: str
    next: str
    stands: str
    to_pay: bool
    worst: str
    harm: Note | None
    known: KnownPassage | None
    serious: tuple[Sign, ...]
    caution: tuple[Sign, ...]
    no_answer: tuple[Sign, ...]
    ask_now: tuple[str, ...]
    first_open: tuple[Open, ...]
    open: tuple[tuple[str, tuple[Open, ...]], ...]
    given: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    expected: tuple[str, ...]
    notes: tuple[Sign, ...]
    evidence: tuple[Note, ...]
    state: tuple[Note, ...]
    tokens: tuple[Token, ...]

    @property
    def had_it(self) -> bool:
        """Whether the treatment has been given."""
        return self.stands == "had-it"

    @property
    def open_count(self) -> int:
        """How many questions are open, as the doctor’s sheet counts them."""
        return len(self.first_open) + self.folded_count

    @property
    def folded_count(self) -> int:
        """How many of them are folded."""
        return sum(len(questions) for _, questions in self.open)


def summary_page(catalogue: Catalogue, summary: Summary) -> SummaryPage:
    """Lay out the summary page."""
    answers = summary.answers
    explain = Explainer(catalogue.terms)
    # Words are explained where they first stand: in what everybody sees, from the top down, and
    # then in what is folded.
    line = next(map(_line, (*summary.serious, *summary.caution)), "")
    worst = explain(line.split(". ")[0].rstrip(".") + ".") if line else ""  # its first sentence
    harm = _harm(catalogue, summary.harm, explain)
    lines = [explain(_line(raised)) for raised in (*summary.serious, *summary.caution)]
    known = _known(catalogue, summary.known, Explainer(catalogue.terms))  # folded, above the lines
    told: set[str] = set()  # the questions whose answers stand on the page already
    signs = [
        _sign(catalogue, raised, line, told, explain)
        for raised, line in zip((*summary.serious, *summary.caution), lines, strict=True)
    ]
    no_answer = tuple(
        _silence(catalogue, question)
        for question in summary.no_answer
        if question.id not in summary.telling  # a sign above has told it
    )
    notes = tuple(
        _sign(catalogue, raised, explain(_line(raised)), told, explain) for raised in summary.notes
    )
    first = () if has_had_it(summary) else summary.missing[:FIRST_OPEN]
    given = [question for question in summary.given if question.id not in told]
    stands, free = _stands(answers), _is_free(answers)
    frame = catalogue.frame
    headline = frame.headlines[summary.headline]
    return SummaryPage(
        level=summary.headline,
        headline=headline.said(summary.count),
        limit=headline.limit,
        next=frame.next[stands],
        stands=stands,
        to_pay=not free and not {"paid", "had-it"}.intersection(answers.get("stage", ())),
        worst=worst,
        harm=harm,
        known=known,
        serious=tuple(signs[: len(summary.serious)]),
        caution=tuple(signs[len(summary.serious) :]),
        no_answer=no_answer,
        ask_now=tuple(_ask_now(catalogue, summary, explain)),
        first_open=tuple(_open(question, summary, told) for question in first),
        open=tuple(
            (title, tuple(_open(question, summary, told) for question in questions))
            for title, questions in _by_section(catalogue, summary.open, but=first)
        ),
        given=tuple(
            (title, tuple((q.text, labels_of(q, answers[q.id])) for q in questions))
            for title, questions in _by_section(catalogue, given)
        ),
        expected=tuple(_expected(catalogue, summary)),
        notes=notes,
        evidence=tuple(_evidence(catalogue, summary)),
        state=tuple(_state(catalogue, summary.state)),
        tokens=catalogue.tokens if "borrowed-trust" in answers.get("claims", ()) else (),
    )


def places_to_look_up(
    catalogue: Catalogue, answers: Chosen
) -> tuple[tuple[str, tuple[Place, ...]], ...]:
    """Return where to report and look things up, as far as it fits these answers, by kind."""
    fitting = [p for p in catalogue.places if p.when is None or p.when.holds(answers)]
    by_kind = ((kind, tuple(p for p in fitting if p.kind == kind)) for kind in KINDS)
    return tuple((kind, places) for kind, places in by_kind if places)


@lru_cache
def sources_of(catalogue: Catalogue, names: tuple[str, ...]) -> tuple[Source, ...]:
    """Return the sources of these ids."""
    return tuple(catalogue.source[name] for name in names)


def _stands(answers: Chosen) -> str:
    """Return which line follows the headline."""
    stage = next(iter(answers.get("stage", ())), "")
    if stage == "had-it":
        return stage
    if "yes" in answers.get("own-doctor", ()):
        return "seen"
    if stage == "paid":
        return stage
    return "free" if _is_free(answers) else "default"


def _is_free(answers: Chosen) -> bool:
    """Tell whether it is a study, and nothing that was answered speaks of paying for it."""
    said = {*answers.get("payer", ()), *answers.get("trial-pay", ())}
    return "study" in answers.get("kind", ()) and bool(said) and said <= FREE


def _line(raised: Raised) -> str:
    return raised.finding.line or raised.told


def _sign(
    catalogue: Catalogue, raised: Raised, line: str, told: set[str], explain: Explainer
) -> Sign:
    finding = raised.finding
    causes = [(name, options) for name, options in raised.causes if name not in told]
    told.update(name for name, _ in causes)
    return Sign(
        finding.id,
        line,
        explain(raised.told) if finding.line else "",
        explain(finding.why),
        explain(finding.next),
        tuple(
            (catalogue.question[name].label, labels_of(catalogue.question[name], options))
            for name, options in causes
        ),
        sources_of(catalogue, finding.sources),
    )


def _silence(catalogue: Catalogue, question: Question) -> Sign:
    """Tell of a question that the clinic did not answer."""
    sources = sources_of(catalogue, question.sources)
    return Sign(question.id, question.silence, "", question.why, question.check, (), sources)


def _open(question: Question, summary: Summary, told: set[str]) -> Open:
    chosen = summary.answers.get(question.id, ())
    ask = (question.said if "said" in chosen else "") or question.ask
    answer = "" if question.id in told else labels_of(question, chosen)
    return Open(question, answer, ask or question.look)


def _ask_now(catalogue: Catalogue, summary: Summary, explain: Explainer) -> Iterator[str]:
    if has_had_it(summary):
        open_ones = {question.id for question in (*summary.no_answer, *summary.open)}
        entries = still_to_ask(catalogue.frame.call.had_it, open_ones)
        yield from (explain(entry.ask) for entry in islice(entries, FIRST_ASKED))


def _harm(catalogue: Catalogue, harm: Harm | None, explain: Explainer) -> Note | None:
    if harm is None:
        return None
    return Note("", explain(harm.text), sources_of(catalogue, harm.sources))


def _known(catalogue: Catalogue, known: Known | None, explain: Explainer) -> KnownPassage | None:
    if known is None:
        return None
    sources = sources_of(catalogue, known.sources)
    return KnownPassage(explain(known.known), explain(known.unknown), sources)


def _expected(catalogue: Catalogue, summary: Summary) -> Iterator[str]:
    for name, chosen in summary.answers.items():
        question = catalogue.question[name]
        if any(question.option[option].exclusive for option in chosen):
            continue
        for risk in catalogue.expected[name]:
            fits = risk.when is None or risk.when.holds(summary.answers)
            if fits and risk.option not in chosen:
                yield risk.ask


def _evidence(catalogue: Catalogue, summary: Summary) -> Iterator[Note]:
    notes: tuple[EvidenceNote, ...] = summary.evidence
    for note in notes:
        yield Note(note.title, note.text, sources_of(catalogue, note.sources))
    yield _note(catalogue, catalogue.evidence_note)


def _state(catalogue: Catalogue, state: State | None) -> Iterator[Note]:
    if state is None:
        return
    if state.note:
        yield Note(state.name, state.note, sources_of(catalogue, state.sources))
    yield _note(catalogue, catalogue.states_note)


def _note(catalogue: Catalogue, passage: Passage) -> Note:
    return Note(passage.title, passage.text, sources_of(catalogue, passage.sources))


def _by_section(
    catalogue: Catalogue, questions: Iterable[Question], but: Iterable[Question] = ()
) -> Iterator[tuple[str, list[Question]]]:
    """Yield sections by title, in their order, with those of the questions that stand in them."""
    left_out = {question.id for question in but}
    wanted = {question.id for question in questions} - left_out
    for section in catalogue.sections:
        if here := [question for question in section.questions if question.id in wanted]:
            yield section.title, here
