"""From the answers to the summary: what was found, what went unanswered, what is still open."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from clinic_check.answers import counting, questions_shown
from clinic_check.catalogue import Catalogue, Chosen, EvidenceNote, Finding, Question, State

Level = Literal["serious", "warning", "missing", "none"]


class Raised(NamedTuple):
    """A finding that holds, with the answers that caused it: (question, ids of its options)."""

    finding: Finding
    causes: tuple[tuple[Question, tuple[str, ...]], ...]

    @property
    def told(self) -> str:
        """What the person told us, in the words that fit: an answer, or the clinic's silence."""
        if self.finding.silent:
            for question, options in self.causes:
                if "no-answer" in question.weights(options):
                    return self.finding.silent
        return self.finding.told


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
    counted = counting(catalogue, answers)
    held = [finding for finding in catalogue.findings if finding.when.holds(counted)]
    replaced = {finding.replaces for finding in held}
    raised = [_raised(catalogue, f, counted) for f in held if f.id not in replaced]
    raised += [Raised(sign, ()) for sign in signs]
    serious = sorted(
        (r for r in raised if r.finding.weight == "serious"), key=lambda r: r.finding.rank
    )
    caution = [r for r in raised if r.finding.weight == "caution"]

    no_answer: list[Question] = []
    still_open: list[Question] = []
    given: list[Question] = []
    telling = {question.id for r in (*serious, *caution) for question, _ in r.causes}
    for question in questions_shown(catalogue, counted):
        weights = question.weights(counted.get(question.id, ()))
        if "no-answer" in weights:
            no_answer.append(question)
        elif not weights or "open" in weights:
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


def _raised(catalogue: Catalogue, finding: Finding, counted: Chosen) -> Raised:
    causes = []
    for entries in (finding.when.all, finding.when.any):
        for name, options in entries.items():
            if chosen := tuple([o for o in counted.get(name, ()) if o in options]):
                causes.append((catalogue.question[name], chosen))
    return Raised(finding, tuple(causes))
