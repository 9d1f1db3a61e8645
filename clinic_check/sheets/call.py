"""The second sheet as data: what to read out on the telephone, and room for what they say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.findings import Summary
from clinic_check.checklist.frame import CallEntry
from clinic_check.sheets.explaining import Explainer
from clinic_check.sheets.paper import Paper

MOST_WITH_ROOM = 5
MOST_MORE = 5


@dataclass(frozen=True)
class Row:
    """One thing to ask, and what to write on the line below it; `note` may be empty."""

    ask: str
    note: str = ""


@dataclass(frozen=True)
class Call:
    """The second sheet: what to say first, `questions` with room to write, `more` in a line each.

    Words of the glossary are explained where they first stand. Without any question `nothing_open`
    is said in their place; otherwise it is empty.
    """

    opening: tuple[str, ...]
    questions: tuple[Row, ...]
    more: tuple[str, ...]
    nothing_open: str
    emergency: str


def for_call(catalogue: Catalogue, paper: Paper, summary: Summary) -> Call:
    """Lay out the second sheet."""
    words, answers = paper.call, summary.answers
    study = "study" in answers.get("kind", ())
    stage = "study" if study else next(iter(answers.get("stage", ())), "unknown")
    asked = tuple(_asked(catalogue, paper, summary, study=study))
    explain = Explainer(catalogue.terms)
    with_room = [Row(explain(row.ask), explain(row.note)) for row in asked[:MOST_WITH_ROOM]]
    more = asked[MOST_WITH_ROOM : MOST_WITH_ROOM + MOST_MORE]
    return Call(
        opening=words.opening.get(stage) or words.opening["unknown"],
        questions=tuple(with_room),
        more=tuple(explain(row.ask) for row in more),
        nothing_open="" if asked else words.nothing_open,
        emergency=catalogue.frame.emergency.text,
    )


def _asked(catalogue: Catalogue, paper: Paper, summary: Summary, *, study: bool) -> Iterator[Row]:
    """Give what is open or was not answered, in the call sheet's order; then the other ★."""
    sheet, notes = catalogue.frame.call, paper.call.notes
    open_ones = {question.id for question in (*summary.no_answer, *summary.open)}

    def needed(entries: Iterable[CallEntry]) -> Iterator[Row]:
        for entry in entries:
            if not entry.questions:
                yield Row(entry.ask)
            elif not open_ones.isdisjoint(entry.questions):
                open_ones.difference_update(entry.questions)  # never asked twice
                yield Row(entry.ask, notes.get(entry.questions[0], ""))

    if study:
        yield from needed(sheet.study)
    yield from needed(sheet.offer)
    # What the sheet has no words of its own for is asked in the question's.
    for question in (*summary.no_answer, *summary.missing, *summary.open):
        if question.id in open_ones and question.ask:
            open_ones.discard(question.id)
            said = "said" in summary.answers.get(question.id, ())
            ask = (question.said if said else "") or question.ask
            yield Row(ask, notes.get(question.id, ""))
