"""From the answers to the summary: what was found, what went unanswered, what is still open."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from clinic_check.answers import shown_and_counted
from clinic_check.catalogue import Catalogue, Chosen, EvidenceNote, Finding, Question, State

Level = Literal["serious", "warning", "missing", "none"]


class Raised(NamedTuple):
    """A finding that holds. `told` is what the person told us, in the words that fit: an answer, or
    the clinic's silence. `causes` are the answers behind it: (question id, ids of its options).
    """

    finding: Finding
    told: str
    causes: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Summary:
    """What the answers come to. `answers` are those that count (hidden ones left out).

    `no_answer`, `open` and `given` are questions: asked and not answered; not known yet; answered
    without raising a sign. Every question that is shown and raises nothing stands in one of them.
    """

    headline: Level
    serious: tuple[Raised, ...]
    caution: tuple[Raised, ...]
    notes: tuple[Raised, ...]
    evidence: tuple[EvidenceNote, ...]
    state: State | None
    no_answer: tuple[Question, ...]
    open: tuple[Question, ...]
    given: tuple[Question, ...]
    answers: Chosen


def assess(catalogue: Catalogue, answers: Chosen, signs: Iterable[Finding] = ()) -> Summary:
    """Weigh the answers. The headline is the worst thing found, never an average.

    `signs` are findings that a looked-up trial record raised; no answer causes them.
    """
    shown, counted = shown_and_counted(catalogue, answers)
    held = _held(catalogue, counted)
    replaced = {r.finding.replaces for r in held}
    raised = [r for r in held if r.finding.id not in replaced]
    raised += [Raised(sign, sign.told, ()) for sign in signs]
    serious = sorted(
        (r for r in raised if r.finding.weight == "serious"), key=lambda r: r.finding.rank
    )
    caution = [r for r in raised if r.finding.weight == "caution"]

    no_answer: list[Question] = []
    still_open: list[Question] = []
    given: list[Question] = []
    telling = {name for r in (*serious, *caution) for name, _ in r.causes}
    for question in shown:
        chosen = counted.get(question.id, ())
        if not question.no_answer.isdisjoint(chosen):
            no_answer.append(question)
        elif not chosen or not question.leave_open.isdisjoint(chosen):
            still_open.append(question)
        elif question.id not in telling:
            given.append(question)

    headline: Level = "none"
    if serious:
        headline = "serious"
    elif caution or no_answer:
        headline = "warning"
    elif any(question.key for question in still_open):
        headline = "missing"
    state = counted.get("state")
    return Summary(
        headline=headline,
        serious=tuple(serious),
        caution=tuple(caution),
        notes=tuple(r for r in raised if r.finding.weight == "note"),
        evidence=tuple(note for note in catalogue.evidence if note.when.holds(counted)),
        state=next((s for s in catalogue.states if state and s.id == state[0]), None),
        no_answer=tuple(no_answer),
        open=tuple(still_open),
        given=tuple(given),
        answers=counted,
    )


def _held(catalogue: Catalogue, counted: Chosen) -> list[Raised]:
    """Return the findings that hold, in the catalogue's order.

    Only those are looked at whose questions were answered: many answer just a few.
    """
    raised_by = catalogue.raised_by
    places = [place for name in ("", *counted) for place in raised_by.get(name, ())]
    held = []
    for place in sorted(places):
        finding = catalogue.findings[place]
        causes = finding.when.causes(counted)
        if causes is not None:
            silent = finding.silent and _silence(catalogue, causes)
            held.append(Raised(finding, finding.silent if silent else finding.told, tuple(causes)))
    return held


def _silence(catalogue: Catalogue, causes: Iterable[tuple[str, tuple[str, ...]]]) -> bool:
    """Tell whether one of the answers is that the clinic did not answer."""
    return any(
        not catalogue.question[name].no_answer.isdisjoint(options) for name, options in causes
    )
