"""Two or three clinics side by side: the same questions, and how the answers differ, in words.

Nothing is ranked: the clinics stay in the order in which they were given. The worst signs and the
silences come first, whichever clinic they are of.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from clinic_check.checklist.answers import questions_shown
from clinic_check.checklist.catalogue import Catalogue, Question
from clinic_check.checklist.findings import Level, Raised, Summary, assess
from clinic_check.checklist.findings import standing as standing_of
from clinic_check.checklist.messages import Messages
from clinic_check.checklist.rules import Chosen

Standing = Literal["serious", "caution", "no-answer", "open", "given", "left-out"]
"""What an answer comes to. `left-out`: the question, or the sign, is none of this clinic's."""

STANDINGS: tuple[Standing, ...] = (
    "serious",
    "caution",
    "no-answer",
    "open",
    "given",
    "left-out",
)
"""The worst first: the order of the page."""

ON_THE_SCALE = ("in-writing", "said", "no")
"""Answers of the scale “evidence” that are told of in words of their own; silence is told alike
everywhere.
"""


@dataclass(frozen=True)
class Clinic:
    """A clinic as the person named it for this page, and the answers about it."""

    name: str
    answers: Chosen


@dataclass(frozen=True)
class Headed:
    """A clinic's own headline, and how much was found, in words."""

    name: str
    level: Level
    headline: str
    limit: str
    counts: str


@dataclass(frozen=True)
class Cell:
    """One clinic's answer: its words (empty where blank), and what it comes to."""

    name: str
    standing: Standing
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One question, or one sign that several answers raise, with a cell for each clinic.

    `standing` is the worst of the cells'; `said` tells the difference in a sentence; `same` is
    true where every clinic has the same answer, `several` for a sign that several answers raise.
    """

    id: str
    title: str
    standing: Standing
    cells: tuple[Cell, ...]
    said: str
    same: bool
    several: bool


@dataclass(frozen=True)
class Comparison:
    """The whole page: `groups` are (standing, rows); `blank` are labels nobody filled in."""

    clinics: tuple[Headed, ...]
    groups: tuple[tuple[Standing, tuple[Row, ...]], ...]
    blank: tuple[str, ...]


def compare(catalogue: Catalogue, messages: Messages, clinics: tuple[Clinic, ...]) -> Comparison:
    """Set two or three clinics side by side, in the order given; the words are of `messages`."""
    summaries = {clinic.name: assess(catalogue, clinic.answers) for clinic in clinics}
    rows = [
        *_several_answers(catalogue, messages, summaries),
        *_questions(catalogue, messages, summaries),
    ]
    answered = [row for row in rows if any(cell.labels for cell in row.cells)]
    return Comparison(
        clinics=tuple(
            Headed(
                name,
                s.headline,
                catalogue.frame.headlines[s.headline].said(s.count),
                catalogue.frame.headlines[s.headline].limit,
                _counts(messages, s),
            )
            for name, s in summaries.items()
        ),
        groups=tuple(
            # What differs comes before what is the same; else the order of the checklist stays.
            (standing, tuple(sorted(group, key=lambda row: row.same)))
            for standing in STANDINGS
            if (group := [row for row in answered if row.standing == standing])
        ),
        blank=tuple(row.title for row in rows if row not in answered),
    )


def _questions(
    catalogue: Catalogue, messages: Messages, summaries: dict[str, Summary]
) -> Iterator[Row]:
    """Give a row for each question that is shown for any of the clinics."""
    shown = {name: questions_shown(catalogue, s.answers) for name, s in summaries.items()}
    raised = {name: _raised(catalogue, s) for name, s in summaries.items()}
    for question in catalogue.questions:
        cells, phrases = [], []
        for name, summary in summaries.items():
            chosen = summary.answers.get(question.id, ())
            standing: Standing = "left-out"
            if question in shown[name]:
                standing = raised[name].get(question.id) or standing_of(question, summary.answers)
            labels = tuple(question.option[option].label for option in chosen)
            cells.append(Cell(name, standing, labels))
            phrases.append(_phrase(question, chosen, standing))
        if any(cell.standing != "left-out" for cell in cells):
            yield _row(messages, question.id, question.text, cells, phrases, several=False)


def _several_answers(
    catalogue: Catalogue, messages: Messages, summaries: dict[str, Summary]
) -> Iterator[Row]:
    """Give a row for each sign that no single question raises."""
    for finding in catalogue.combinations:
        cells, phrases = [], []
        for name, summary in summaries.items():
            told = [
                r.told for r in (*summary.serious, *summary.caution) if r.finding.id == finding.id
            ]
            standing: Standing = "left-out"
            if told and finding.weight != "note":
                standing = finding.weight
            cells.append(Cell(name, standing, tuple(told)))
            phrases.append("holds" if told else "holds-not")
        if any(cell.labels for cell in cells):
            yield _row(messages, finding.id, finding.line, cells, phrases, several=True)


def _raised(catalogue: Catalogue, summary: Summary) -> dict[str, Standing]:
    """Return question id -> the worst sign that its answer raises.

    A finding of a section hangs on its last question; the ones before it are filters.
    """
    order = {question.id: number for number, question in enumerate(catalogue.questions)}
    several = {finding.id for finding in catalogue.combinations}
    found: dict[str, Standing] = {}
    weighed: Iterable[tuple[Standing, Raised]] = (
        *(("caution", raised) for raised in summary.caution),
        *(("serious", raised) for raised in summary.serious),
    )
    for weight, raised in weighed:
        if raised.finding.id not in several:
            found[max((name for name, _ in raised.causes), key=order.__getitem__)] = weight
    return found


def _phrase(question: Question, chosen: tuple[str, ...], standing: Standing) -> str:
    """Return which sentence tells of this answer: the end of its name in `messages`."""
    if standing == "left-out":
        return standing
    if not chosen:
        return "blank"
    if question.no_answer.intersection(chosen):
        return "no-answer"
    if "not-asked" in chosen:
        return "not-asked"
    if question.scale == "evidence" and chosen[0] in ON_THE_SCALE:
        return chosen[0]
    return standing


def _row(
    messages: Messages,
    name: str,
    title: str,
    cells: list[Cell],
    phrases: list[str],
    *,
    several: bool,
) -> Row:
    standing = min((cell.standing for cell in cells), key=STANDINGS.index)
    same = len({(cell.standing, cell.labels) for cell in cells}) == 1
    said = _said(messages, cells, phrases, same)
    return Row(name, title, standing, tuple(cells), said, same, several)


def _said(messages: Messages, cells: list[Cell], phrases: list[str], same: bool) -> str:
    """Say the difference in a sentence for each kind of answer, the worst first."""
    everybody = messages.say("compare.both" if len(cells) == 2 else "compare.all-three")
    if same:
        return messages.say("compare.same", names=everybody)
    if len(set(phrases)) == 1:
        told = messages.say(f"compare.told.{phrases[0]}", names=everybody)
        return messages.say("compare.differ", told=_begun(told))
    named: dict[str, list[str]] = {}
    for cell, phrase in sorted(
        zip(cells, phrases, strict=True), key=lambda both: STANDINGS.index(both[0].standing)
    ):
        named.setdefault(phrase, []).append(cell.name)
    parts = []
    for phrase, names in named.items():
        listed = (
            messages.say("compare.and", one=names[0], other=names[1]) if names[1:] else names[0]
        )
        told = messages.say(f"compare.told.{phrase}", names=listed)
        # A name stays as it was typed; any other first word gets its capital.
        parts.append(told if told.startswith(listed) else _begun(told))
    return " ".join(parts)


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _counts(messages: Messages, summary: Summary) -> str:
    """Return the counts in words: serious signs, other signs, not answered, still open."""
    return messages.say(
        "compare.counts",
        serious=len(summary.serious),
        others=len(summary.caution),
        silent=len(summary.no_answer),
        open=len(summary.open),
    )
