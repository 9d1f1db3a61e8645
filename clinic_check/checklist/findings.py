"""From the answers to the summary: what was found, what went unanswered, what is still open."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Literal, NamedTuple

from clinic_check.checklist.answers import shown_and_counted
from clinic_check.checklist.catalogue import (
    Catalogue,
    EvidenceNote,
    Finding,
    Harm,
    Known,
    Question,
    State,
)
from clinic_check.checklist.rules import Chosen

Level = Literal["serious", "warning", "missing", "none"]
"""The headlines, the worst first."""

Standing = Literal["no-answer", "open", "given"]
"""How the answer to a question stands by itself."""


class Raised(NamedTuple):
    """A finding that holds. `told` are its first words, which fit an answer or a clinic's silence.

    `causes` are the answers behind it: (question id, ids of its options); empty where none did.
    """

    finding: Finding
    told: str
    causes: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Summary:
    """What the answers come to. `answers` are those that count (hidden ones left out).

    Findings come by their rank, questions in the catalogue's order. `no_answer`, `open` and `given`
    are questions: asked and not answered; not known yet; answered without raising a sign. Every
    question that is shown and raises nothing stands in one of them. `telling` are the ids of the
    questions whose answers raised signs. `harm` is the first reported harm that fits, if any
    does, and `known` the first line on what is known.
    """

    headline: Level
    serious: tuple[Raised, ...]
    caution: tuple[Raised, ...]
    notes: tuple[Raised, ...]
    evidence: tuple[EvidenceNote, ...]
    harm: Harm | None
    known: Known | None
    state: State | None
    no_answer: tuple[Question, ...]
    open: tuple[Question, ...]
    given: tuple[Question, ...]
    answers: Chosen
    telling: Set[str]

    @property
    def count(self) -> int:
        """How many signs the headline speaks of: the serious ones, or else all others."""
        return len(self.serious) or len(self.caution) + len(self.no_answer)

    @property
    def missing(self) -> tuple[Question, ...]:
        """The key questions that are still open, the one that matters most first."""
        return tuple(sorted((q for q in self.open if q.key), key=lambda question: question.rank))


def assess(catalogue: Catalogue, answers: Chosen, signs: Iterable[Finding] = ()) -> Summary:
    """Weigh the answers. The headline is the worst thing found, never an average.

    `signs` are findings that a looked-up trial record raised; no answer causes them.
    """
    shown, counted = shown_and_counted(catalogue, answers)
    found = [_raised(catalogue, finding, counted) for finding in _held(catalogue, counted)]
    found += [Raised(sign, sign.told, ()) for sign in signs]
    found.sort(key=lambda raised: raised.finding.rank)

    serious, caution, notes = (
        tuple(raised for raised in found if raised.finding.weight == weight)
        for weight in ("serious", "caution", "note")
    )
    stands: dict[Standing, list[Question]] = {"no-answer": [], "open": [], "given": []}
    for question in shown:
        stands[standing(question, counted)].append(question)
    no_answer, still_open, given = stands.values()
    telling = {name for raised in (*serious, *caution) for name, _ in raised.causes}

    headline: Level = "none"
    if serious:
        headline = "serious"
    elif caution or no_answer:
        headline = "warning"
    elif any(question.key for question in still_open):
        headline = "missing"

    return Summary(
        headline=headline,
        serious=serious,
        caution=caution,
        notes=notes,
        evidence=tuple(note for note in catalogue.evidence if note.when.holds(counted)),
        harm=next((harm for harm in catalogue.harms if harm.when.holds(counted)), None),
        known=next((known for known in catalogue.known if known.when.holds(counted)), None),
        state=next((catalogue.state[name] for name in counted.get("state", ())), None),
        no_answer=tuple(no_answer),
        open=tuple(still_open),
        given=tuple(question for question in given if question.id not in telling),
        answers=counted,
        telling=telling,
    )


def standing(question: Question, counted: Chosen) -> Standing:
    """Return how an answer stands by itself; a blank is open, and silence is told before that."""
    chosen = counted.get(question.id, ())
    if not question.no_answer.isdisjoint(chosen):
        return "no-answer"
    if not chosen:
        return "open"
    if not question.leave_open.isdisjoint(chosen):
        return "given" if question.settled and question.settled.holds(counted) else "open"
    return "given"


def _held(catalogue: Catalogue, counted: Chosen) -> list[Finding]:
    """Return the findings whose rules hold, but for those that another of them replaces.

    A finding that is itself replaced still replaces others: "you can stop other treatment", said in
    a study of a transplant, is told as the transplant's note alone. So their order can't matter.
    """
    held = [finding for finding in catalogue.findings if finding.when.holds(counted)]
    replaced = {name for finding in held for name in finding.replaces}
    return [finding for finding in held if finding.id not in replaced]


def _raised(catalogue: Catalogue, finding: Finding, counted: Chosen) -> Raised:
    """Return the finding as these answers raise it; its rule has to hold."""
    causes: list[tuple[str, tuple[str, ...]]] = []
    silent = False
    for name, options in finding.when.causes.items():
        chosen = tuple([option for option in counted.get(name, ()) if option in options])
        if chosen:
            causes.append((name, chosen))
            silent = silent or not catalogue.question[name].no_answer.isdisjoint(chosen)
    told = finding.silent if silent and finding.silent else finding.told
    return Raised(finding, told, tuple(causes))
