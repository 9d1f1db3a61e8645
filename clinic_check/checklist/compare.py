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
from clinic_check.checklist.frame import Headline
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

GIVEN_AS = {
    "in-writing": "{} gave it in writing",
    "said": "{} said so, with nothing in writing",
    "no": "{} told you there is none",
}
"""Answers of the scale “evidence” -> how they are told of. Silence is told alike everywhere."""

STANDS_AS: dict[Standing, str] = {
    "serious": "this is a serious sign for {}",
    "caution": "this is a warning sign for {}",
    "no-answer": "{} would not say",
    "open": "this is still open for {}",
    "given": "no sign by itself for {}",
    "left-out": "this does not apply to {}",
}


@dataclass(frozen=True)
class Clinic:
    """A clinic as the person named it for this page, and the answers about it."""

    name: str
    answers: Chosen


@dataclass(frozen=True)
class Headed:
    """A clinic's own headline, with what it can't mean, and how much was found, in words."""

    name: str
    level: Level
    headline: Headline
    told: str
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


def compare(catalogue: Catalogue, clinics: tuple[Clinic, ...]) -> Comparison:
    """Set two or three clinics side by side, in the order given."""
    summaries = {clinic.name: assess(catalogue, clinic.answers) for clinic in clinics}
    rows = [
        *_several_answers(catalogue, summaries),
        *_questions(catalogue, summaries),
    ]
    answered = [row for row in rows if any(cell.labels for cell in row.cells)]
    return Comparison(
        clinics=tuple(_headed(catalogue, name, summary) for name, summary in summaries.items()),
        groups=tuple(
            # What differs comes before what is the same; else the order of the checklist stays.
            (standing, tuple(sorted(group, key=lambda row: row.same)))
            for standing in STANDINGS
            if (group := [row for row in answered if row.standing == standing])
        ),
        blank=tuple(row.title for row in rows if row not in answered),
    )


def _headed(catalogue: Catalogue, name: str, summary: Summary) -> Headed:
    headline = catalogue.frame.headlines[summary.headline]
    told = headline.said(summary.count)
    return Headed(name, summary.headline, headline, told, _counts(summary))


def _questions(catalogue: Catalogue, summaries: dict[str, Summary]) -> Iterator[Row]:
    """Give a row for each question that is shown for any of the clinics."""
    shown = {name: questions_shown(catalogue, s.answers) for name, s in summaries.items()}
    raised = {name: _raised(catalogue, s) for name, s in summaries.items()}
    for question in catalogue.questions:
        cells, phrases = [], []
        for name, summary in summaries.items():
            chosen = summary.answers.get(question.id, ())
            standing: Standing = "left-out"
            if question in shown[name]:
                standing = raised[name].get(question.id) or _unraised(question, chosen)
            labels = tuple(question.option[option].label for option in chosen)
            cells.append(Cell(name, standing, labels))
            phrases.append(_phrase(question, chosen, standing))
        if any(cell.standing != "left-out" for cell in cells):
            yield _row(question.id, question.text, cells, phrases, several=False)


def _several_answers(catalogue: Catalogue, summaries: dict[str, Summary]) -> Iterator[Row]:
    """Give a row for each sign that no single question raises."""
    for finding in catalogue.combinations:
        cells, phrases = [], []
        for name, summary in summaries.items():
            told = [
                r.words.told
                for r in (*summary.serious, *summary.caution)
                if r.finding.id == finding.id
            ]
            standing: Standing = "left-out"
            if told and finding.weight != "note":
                standing = finding.weight
            cells.append(Cell(name, standing, tuple(told)))
            phrases.append("this holds for {}" if told else "not for {}")
        if any(cell.labels for cell in cells):
            yield _row(finding.id, finding.line, cells, phrases, several=True)


def _raised(catalogue: Catalogue, summary: Summary) -> dict[str, Standing]:
    """Return question id -> the worst sign that its answer raises.

    A finding of a section hangs on its last question; the ones before it are filters.
    """
    order = {question.id: place for place, question in enumerate(catalogue.questions)}
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


def _unraised(question: Question, chosen: tuple[str, ...]) -> Standing:
    if not question.no_answer.isdisjoint(chosen):
        return "no-answer"
    return "open" if not chosen or not question.leave_open.isdisjoint(chosen) else "given"


def _phrase(question: Question, chosen: tuple[str, ...], standing: Standing) -> str:
    """Return how this answer is told of, with a gap for the clinics' names."""
    if standing == "left-out":
        return STANDS_AS[standing]
    if not chosen:
        return "nothing is filled in for {}"
    if question.no_answer.intersection(chosen):
        return STANDS_AS["no-answer"]
    if "not-asked" in chosen:
        return "you have not asked {} yet"
    if question.scale == "evidence" and chosen[0] in GIVEN_AS:
        return GIVEN_AS[chosen[0]]
    return STANDS_AS[standing]


def _row(name: str, title: str, cells: list[Cell], phrases: list[str], *, several: bool) -> Row:
    standing = min((cell.standing for cell in cells), key=STANDINGS.index)
    same = len({(cell.standing, cell.labels) for cell in cells}) == 1
    said = _said(cells, phrases, same)
    return Row(name, title, standing, tuple(cells), said, same, several)


def _said(cells: list[Cell], phrases: list[str], same: bool) -> str:
    """Say the difference in one sentence, the worst first."""
    everybody = "both" if len(cells) == 2 else "all three"
    if same:
        return f"The same for {everybody}."
    if len(set(phrases)) == 1:
        return "The answers differ. " + _begun(phrases[0].format(everybody)) + "."
    named: dict[str, list[str]] = {}
    for cell, phrase in sorted(
        zip(cells, phrases, strict=True), key=lambda both: STANDINGS.index(both[0].standing)
    ):
        named.setdefault(phrase, []).append(cell.name)
    parts = [phrase.format(" and ".join(names)) for phrase, names in named.items()]
    first = next(iter(named))
    # A name stays as it was typed; any other first word gets its capital.
    parts[0] = parts[0] if first.startswith("{}") else _begun(parts[0])
    return "; ".join(parts) + "."


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _counts(summary: Summary) -> str:
    """Return the counts as a sentence: “2 serious signs, 1 other sign, 3 not answered, …”."""

    def some(number: int, thing: str) -> str:
        return f"{number or 'no'} {thing}{'' if number == 1 else 's'}"

    serious = some(len(summary.serious), "serious sign")
    others = some(len(summary.caution), "other sign")
    silent, still_open = len(summary.no_answer), len(summary.open)
    return _begun(
        f"{serious}, {others}, {silent or 'none'} not answered, {still_open or 'none'} still open."
    )
