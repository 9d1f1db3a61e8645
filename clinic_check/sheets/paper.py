"""The two sheets of paper as data: what a doctor reads in a minute, and what to ask by phone."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from clinic_check.checklist.answers import labels, labels_of
from clinic_check.checklist.catalogue import Catalogue, Question
from clinic_check.checklist.findings import Summary
from clinic_check.checklist.frame import CallEntry

SERIOUS_LINES = 6
CALL_QUESTIONS = 10
ROW_CHARACTERS = 76  # about what one line of the doctor's page holds beside the row's name
GROUPS = ("review", "safety", "promises", "money", "people")


class Row(NamedTuple):
    """One short row of the doctor's page: as many answers as fit, and how many more there are."""

    labels: tuple[str, ...]
    more: int = 0

    def __str__(self) -> str:
        """Return the answers as they stand on the row."""
        return "; ".join(self.labels)


class Doctor(NamedTuple):
    """The first sheet. `groups` are (group, lines), serious signs only, at most six lines.

    `change` tells whether the clinic spoke of stopping other treatment: yes, no, or not-said.
    """

    condition: Row
    source: Row
    route: Row
    where: Row
    status: Row
    stage: Row
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    more: int
    others: int
    unanswered: int
    open: int
    change: str


class Call(NamedTuple):
    """The second sheet: how to begin, and at most ten questions, most needed first."""

    opening: tuple[str, ...]
    questions: tuple[str, ...]
    study: bool


def unsettled(summary: Summary) -> set[str]:
    """Return the ids of the questions that are open or were not answered."""
    return {question.id for question in (*summary.no_answer, *summary.open)}


def for_doctor(catalogue: Catalogue, summary: Summary) -> Doctor:
    """Lay out the first sheet."""
    answers = summary.answers

    def row(name: str) -> Row:
        return _row_of(catalogue.question[name], answers.get(name, ()))

    where = [
        label
        for name in ("place", "state", "kind")
        for label in labels(catalogue.question[name], answers.get(name, ()))
    ]
    status = [
        f"{catalogue.question[name].label}: {labels_of(catalogue.question[name], answers[name])}"
        for name in ("approval", "ind", "registered")
        if name in answers
    ]
    top = [raised.finding for raised in summary.serious[:SERIOUS_LINES]]
    lines: dict[str, list[str]] = {group: [] for group in GROUPS}
    for finding in top:
        lines[finding.group].append(finding.line)
    claims = answers.get("claims", ())
    return Doctor(
        condition=row("condition"),
        source=row("source"),
        route=row("route"),
        where=_row(where),
        status=_row(status, lines=2),
        stage=row("stage"),
        groups=tuple([(group, tuple(those)) for group, those in lines.items() if those]),
        more=max(0, len(summary.serious) - SERIOUS_LINES),
        others=len(summary.caution),
        unanswered=len(summary.no_answer),
        open=len(summary.open),
        change="yes"
        if "instead" in claims
        else "no"
        if claims and "not-looked" not in claims
        else "not-said",
    )


@lru_cache(1024)
def _row_of(question: Question, options: tuple[str, ...]) -> Row:
    # What no doctor has named yet comes first: it's what a doctor can help with at once.
    first = tuple([option for option in options if option == "not-named"])
    others = tuple([option for option in options if option != "not-named"])
    return _row(labels(question, first + others))


def _row(labels: Sequence[str], lines: int = 1) -> Row:
    """Keep what fits on the row's lines; always at least one."""
    length = 0
    for kept, label in enumerate(labels):
        length += len(label) + 2
        if kept and length > lines * ROW_CHARACTERS:
            return Row(tuple(labels[:kept]), len(labels) - kept)
    return Row(tuple(labels))


def for_call(catalogue: Catalogue, summary: Summary) -> Call:
    """Lay out the second sheet."""
    sheet = catalogue.frame.call
    study = "study" in summary.answers.get("kind", ())
    open_ones = unsettled(summary)

    def needed(entries: Iterable[CallEntry]) -> Iterator[str]:
        for entry in entries:
            if not entry.questions:
                yield entry.ask
            elif not open_ones.isdisjoint(entry.questions):
                open_ones.difference_update(entry.questions)  # never asked twice
                yield entry.ask

    asked = list(needed(sheet.study)) if study else []
    asked += needed(sheet.offer)
    if study:
        asked = [ask.replace("clinic", "study team") for ask in asked]
    return Call(sheet.opening, tuple(asked[:CALL_QUESTIONS]), study)
