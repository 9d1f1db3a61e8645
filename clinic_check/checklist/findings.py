"""From the answers to the summary: what was found, what went unanswered, what is still open."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from clinic_check.checklist.answers import KEPT, labels_of, shown_and_counted
from clinic_check.checklist.catalogue import Catalogue, EvidenceNote, Finding, Question, State
from clinic_check.checklist.rules import Chosen

Level = Literal["serious", "warning", "missing", "none"]


@dataclass(frozen=True, eq=False)  # kept, and known as itself, as a question is
class Words:
    """What there is to say of a finding or a question, whoever it is said to: what was told, why it
    matters, what comes next.
    """

    id: str
    told: str
    why: str
    next: str
    sources: tuple[str, ...]


class Raised(NamedTuple):
    """A finding that holds, in the words that fit: to an answer, or to the clinic's silence.

    `causes` are the answers behind it: (question id, ids of its options). `because` tells them as
    "Question: answer; answer. Question: answer"; both are empty where no answer raised it.
    """

    finding: Finding
    words: Words
    causes: tuple[tuple[str, tuple[str, ...]], ...]
    because: str


@dataclass(frozen=True)
class Summary:
    """What the answers come to. `answers` are those that count (hidden ones left out).

    `no_answer`, `open` and `given` are questions: asked and not answered; not known yet; answered
    without raising a sign. Every question that is shown and raises nothing stands in one of them.
    `telling` are the ids of the questions whose answers raised signs.
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
    telling: Set[str]


class Part(NamedTuple):
    """An answer's part in raising a finding: which of its options count for it, and in words.

    `silent` tells that they say that the clinic did not answer.
    """

    cause: tuple[str, tuple[str, ...]]
    question: str
    answer: str
    silent: bool


class Meaning(NamedTuple):
    """What an answer means, whoever gives it: how its question stands, the findings that it raises
    by itself, and those in which other answers have a say.

    Each finding has its place in the catalogue before it; `with_others` tells too how a finding
    would be raised, where that hangs on this answer alone.
    """

    stands: Literal["no-answer", "open", "given"]
    by_itself: tuple[tuple[int, Raised], ...] = ()
    with_others: tuple[tuple[int, Finding, Raised | None], ...] = ()


def assess(catalogue: Catalogue, answers: Chosen, signs: Iterable[Finding] = ()) -> Summary:
    """Weigh the answers. The headline is the worst thing found, never an average.

    `signs` are findings that a looked-up trial record raised; no answer causes them.
    """
    shown, counted = shown_and_counted(catalogue, answers)
    meanings = [_meaning(catalogue, question, counted.get(question.id, ())) for question in shown]
    held = _held(catalogue, counted, meanings)
    held += [Raised(sign, _words(sign, sign.told), (), "") for sign in signs]
    replaced = {raised.finding.replaces for raised in held}
    by_weight: dict[str, list[Raised]] = {"serious": [], "caution": [], "note": []}
    for raised in held:
        if raised.finding.id not in replaced:
            by_weight[raised.finding.weight].append(raised)
    serious, caution, notes = by_weight.values()
    serious.sort(key=lambda raised: raised.finding.rank)

    stands: dict[str, list[Question]] = {"no-answer": [], "open": [], "given": []}
    for question, meaning in zip(shown, meanings, strict=True):
        stands[meaning.stands].append(question)
    no_answer, still_open, given = stands.values()
    telling = {name for raised in (*serious, *caution) for name, _ in raised.causes}

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
        notes=tuple(notes),
        evidence=tuple([note for note in catalogue.evidence if note.when.holds(counted)]),
        state=catalogue.state.get(state[0]) if state else None,
        no_answer=tuple(no_answer),
        open=tuple(still_open),
        given=tuple([question for question in given if question.id not in telling]),
        answers=counted,
        telling=telling,
    )


def _held(catalogue: Catalogue, counted: Chosen, meanings: Iterable[Meaning]) -> list[Raised]:
    """Return the findings that hold, in the catalogue's order."""
    held: list[tuple[int, Raised]] = []
    possible: list[tuple[int, Finding, Raised | None]] = [
        (place, catalogue.findings[place], None) for place in catalogue.raised_by[""]
    ]
    for meaning in meanings:
        held += meaning.by_itself
        possible += meaning.with_others
    for place, finding, raised in possible:
        if finding.when.holds(counted):
            held.append((place, raised or _raised(catalogue, finding, counted)))
    held.sort()  # no two have the same place
    return [raised for _, raised in held]


@lru_cache(KEPT)
def _meaning(catalogue: Catalogue, question: Question, options: tuple[str, ...]) -> Meaning:
    """Return what this answer means, worked out once."""
    if not question.no_answer.isdisjoint(options):
        meaning = Meaning("no-answer")
    elif not options or not question.leave_open.isdisjoint(options):
        meaning = Meaning("open")
    else:
        meaning = Meaning("given")
    answer = {question.id: options}
    for place in catalogue.raised_by.get(question.id, ()):
        finding, rule = catalogue.findings[place], catalogue.findings[place].when
        if rule.all[question.id].isdisjoint(options):
            continue
        raised = _raised(catalogue, finding, answer) if {*rule.asked} == {question.id} else None
        if rule.questions() != {question.id}:
            others = (*meaning.with_others, (place, finding, raised))
            meaning = meaning._replace(with_others=others)
        elif raised and rule.holds(answer):
            meaning = meaning._replace(by_itself=(*meaning.by_itself, (place, raised)))
    return meaning


def _raised(catalogue: Catalogue, finding: Finding, counted: Chosen) -> Raised:
    """Return the finding as these answers raise it; its rule has to hold."""
    causes, silent = [], False
    asked: dict[str, str] = {}
    for name in finding.when.asked:
        part = _part(catalogue, finding, name, counted.get(name, ()))
        if part.answer:
            causes.append(part.cause)
            silent = silent or part.silent
            # Many questions with one answer ("they would not say") are told in one breath.
            before = asked.get(part.answer)
            asked[part.answer] = f"{before}, {part.question}" if before else part.question
    words = _words(finding, (silent and finding.silent) or finding.told)
    because = ". ".join([f"{questions}: {answer}" for answer, questions in asked.items()])
    return Raised(finding, words, tuple(causes), because)


@lru_cache(KEPT)
def _part(catalogue: Catalogue, finding: Finding, name: str, options: tuple[str, ...]) -> Part:
    question, asked = catalogue.question[name], finding.when.asked[name]
    counting = tuple([option for option in options if option in asked])
    silent = not question.no_answer.isdisjoint(counting)
    return Part((name, counting), question.label, labels_of(question, counting), silent)


@lru_cache(KEPT)
def _words(finding: Finding, told: str) -> Words:
    return Words(finding.id, told, finding.why, finding.next, finding.sources)
