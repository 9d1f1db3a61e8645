"""Draws the page of the summary: what is content is kept ready, a person's own is put between."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import starmap
from operator import attrgetter
from typing import Any

from flask import Flask
from markupsafe import Markup, escape

from clinic_check.checklist.answers import labels_of
from clinic_check.checklist.catalogue import Catalogue, Question
from clinic_check.checklist.findings import Raised, Words
from clinic_check.sheets.paper import Row
from clinic_check.sheets.summary import Answered, Entry, Sheet, in_words
from clinic_check.web.context import extension
from clinic_check.web.moulds import Holes, fill, hole, keep, mould
from clinic_check.web.templating import page

KEPT = 2048
"""Of each kind (findings and silences, passages, sources, rows of answers) so many are kept, at
some 1 kB or less: all that there are, save sets of ticks that few choose.
"""

ROWS = "condition", "source", "route", "where", "status", "stage"
"""The rows of the doctor's sheet."""

ID = attrgetter("id")

MANY = 30
"""Signs from which on they stand closer, to keep the longest summary to a few sheets."""

Numbers = Mapping[bytes, bytes]
"""Each source's number on this page, by the source's id."""


def draw_summary(sheet: Sheet) -> bytes:
    """Return the page of the summary."""
    drawing: Drawing = extension("clinic_check.summary")
    macro = drawing.macro
    cited = map(drawing.names.__getitem__, map(ID, sheet.sources))
    numbers = dict(zip(cited, drawing.numbers, strict=False))
    own: dict[str, str | bytes] = {
        "clinic": sheet.clinic,
        "record": sheet.record,
        "code": sheet.code,
        "serious": drawing.findings(sheet.serious, numbers),
        "caution": drawing.findings(sheet.caution, numbers),
        "no_answer": drawing.findings(sheet.no_answer, numbers),
        "notes": drawing.findings(sheet.notes, numbers),
        "missing": _drawn(macro("lists", "missing"), sheet.missing),
        "open": _drawn(macro("lists", "by_section"), sheet.open),
        "given": drawing.rows(sheet.given),
        "ask": _drawn(items, sheet.ask),
        "look": _drawn(items, sheet.look),
        "evidence": drawing.passages("passage", sheet.evidence, numbers),
        "state": drawing.passages("passage", sheet.state, numbers),
        "tokens": drawing.passages("token", sheet.tokens, numbers),
        "places": drawing.passages("place", sheet.places, numbers),
        "answers": drawing.answers(sheet),
    }
    signs = len(sheet.serious), len(sheet.caution)
    same = {
        "level": sheet.level,
        "had_it": sheet.had_it,
        "helper": sheet.helper,
        "many": sum(signs) > MANY,
        "there": frozenset([name for name, drawn in own.items() if drawn]),
    }
    own |= {
        "sheets": drawing.doctor(sheet) + drawing.call(sheet),
        "serious_count": b"%d" % signs[0],
        "caution_count": b"%d" % signs[1],
        "no_answer_count": b"%d" % len(sheet.no_answer),
        "emergency": drawing.passages("emergency", [sheet.emergency], numbers),
        "sources": drawing.sources(sheet, numbers),
        "read": in_words(sheet.read),
        "day": sheet.day,
    }
    return page("summary.html", own, **same)


def draw_sheet(which: str, sheet: Sheet) -> bytes:
    """Return the page of the doctor's or the call sheet by itself."""
    drawing: Drawing = extension("clinic_check.summary")
    drawn = drawing.doctor(sheet, alone=True) if which == "doctor" else drawing.call(sheet)
    return page(f"{which}.html", {"sheet": drawn})


def set_up_summary(app: Flask) -> None:
    """Make what draws the summary's lists, and give the templates what they share with it."""
    drawing = app.extensions["clinic_check.summary"] = Drawing(app)
    app.jinja_env.filters.update(items=items)
    app.jinja_env.globals.update(mark=drawing.mark)


class Drawing:
    """Draws the summary's lists: each thing once, with holes for its sources' numbers.

    A list is filled as a whole, so a thing costs little more than a look into what is kept. Nothing
    is kept of a person but single answers, each by itself, as anyone could give them, and of which
    kind the page is: its headline, and which lists stand on it.
    """

    def __init__(self, app: Flask) -> None:
        self._templates = app.jinja_env
        catalogue: Catalogue = app.extensions["clinic_check"].catalogue
        self.names = {name: name.encode() for name in catalogue.source}  # as holes are called
        self.numbers = [b"%d" % number for number in range(1, len(catalogue.sources) + 1)]
        kept = keep(KEPT, debug=app.debug)
        self.macro = kept(self._macro)
        self.mark = kept(self._mark)
        self._finding = kept(self._finding_of)
        self._halves = kept(self._halves_of)
        self._passage = kept(self._passage_of)
        self._source = kept(self._source_of)
        self._pattern = kept(self._pattern_of)
        self._row = kept(self._row_of)

    def findings(self, entries: Sequence[Entry | Raised], numbers: Numbers) -> bytes:
        """Draw what was found, each with the answers behind it. With one answer it's kept whole."""
        html = []
        for entry in entries:
            if len(entry.causes) < 2:
                html.append(self._finding(entry.words, entry.because))
            else:
                before, after = self._halves(entry.words)
                html.append(before + _escaped(entry.because).replace(b"%", b"%%") + after)
        return fill(b"\n".join(html), numbers)

    def passages(self, name: str, texts: Iterable[Any], numbers: Numbers) -> bytes:
        """Draw texts of a kind."""
        return fill(b"\n".join([self._passage(name, text) for text in texts]), numbers)

    def sources(self, sheet: Sheet, numbers: Numbers) -> bytes:
        """Draw the list of sources."""
        return fill(b"".join(map(self._source, map(ID, sheet.sources))), numbers)

    def rows(self, answers: Iterable[Answered]) -> bytes:
        """Draw questions with their answers, as list items."""
        return b"\n".join(starmap(self._row, answers))

    def answers(self, sheet: Sheet) -> bytes:
        """Draw all answers, by section."""
        return b"".join(
            [
                fill(self._pattern("lists", "answers", title), {b"rows": self.rows(rows)})
                for title, rows in sheet.answers
            ]
        )

    def doctor(self, sheet: Sheet, *, alone: bool = False) -> bytes:
        """Draw the first sheet; `alone` where the rest of the summary doesn't follow."""
        doctor = sheet.doctor
        signs = b"".join([self._signs(group, lines) for group, lines in doctor.groups])
        pattern = self._pattern(
            "sheet_doctor",
            "sheet_doctor",
            sheet.level,
            frozenset([name for name, there in (("signs", signs), ("code", sheet.code)) if there]),
        )
        # None, one, or several: what the words depend on.
        some = min(doctor.more, 2), min(doctor.others, 2)
        tally = self._pattern("sheet_doctor", "tally", *some, alone)
        counts = {
            b"more": b"%d" % doctor.more,
            b"others": b"%d" % doctor.others,
            b"unanswered": b"%d" % doctor.unanswered,
            b"open": b"%d" % doctor.open,
        }
        own = {
            b"day": sheet.day.encode(),
            b"clinic": _escaped(sheet.clinic),
            b"code": sheet.code.encode(),
            b"whose": fill(self._pattern("sheet_doctor", "whose", sheet.helper), {}),
            b"change": fill(self._pattern("sheet_doctor", "change", doctor.change), {}),
            b"tally": fill(tally, counts),
            b"signs": signs,
        }
        rows: list[Row] = [getattr(doctor, name) for name in ROWS]
        answers = _escaped("\0".join(map(str, rows))).split(b"\0")
        for name, row, labels in zip(ROWS, rows, answers, strict=True):
            said = self._pattern("sheet_doctor", "row", bool(row.labels), row.more)
            own[name.encode()] = fill(said, {b"labels": labels})
        return fill(pattern, own)

    def call(self, sheet: Sheet) -> bytes:
        """Draw the second sheet."""
        call = sheet.call
        asked = [self._pattern("sheet_call", "asked", question) for question in call.questions]
        pattern = self._pattern("sheet_call", "sheet_call", call.study, len(asked))
        clinic = _escaped(sheet.clinic)
        return fill(pattern, {b"clinic": clinic, b"asked": fill(b"".join(asked), {})})

    def _signs(self, group: str, lines: tuple[str, ...]) -> bytes:
        drawn = b"".join([self._pattern("sheet_doctor", "line", line) for line in lines])
        return fill(self._pattern("sheet_doctor", "group", group), {b"lines": fill(drawn, {})})

    def _macro(self, component: str, name: str = "") -> Callable[..., Markup]:
        # An `import` in the template would look through all the variables on every page.
        module = self._templates.get_template(f"components/{component}.html").module
        found: Callable[..., Markup] = getattr(module, name or component)
        return found

    def _mark(self, weight: str) -> Markup:
        return self.macro("marks", "mark")(weight)

    def _pattern_of(self, component: str, name: str, *given: Any) -> bytes:
        return mould(self.macro(component, name)(*given, Holes()))

    def _finding_of(self, words: Words, because: str) -> bytes:
        return self._pattern_of("finding", "finding", words, because)

    def _halves_of(self, words: Words) -> tuple[bytes, bytes]:
        before, _, after = self._finding_of(words, hole("because")).partition(b"%(because)s")
        return before, after

    def _passage_of(self, name: str, text: Any) -> bytes:
        return self._pattern_of("passages", name, text)

    def _source_of(self, name: str) -> bytes:
        return self._pattern_of("sources", "listed", name)

    def _row_of(self, question: Question, options: tuple[str, ...]) -> bytes:
        return items([f"{question.label}: {labels_of(question, options)}"]).encode()


def items(texts: Iterable[str]) -> Markup:
    """Return list items, a text each. Escaped all at once."""
    html = str(escape("\0".join(texts))).replace("\0", "</li>\n<li>")
    return Markup(f"<li>{html}</li>")  # noqa: S704  # escaped above


def _drawn(draw: Callable[[Any], Markup], what: tuple[Any, ...]) -> bytes:
    return draw(what).encode() if what else b""


def _escaped(text: str) -> bytes:
    return escape(text).encode()
