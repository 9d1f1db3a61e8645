"""Draws the page of the summary: what is content is kept ready, a person's own is put between."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Flask
from markupsafe import Markup, escape

from clinic_check.moulds import Holes, fill, hole, keep, mould
from clinic_check.running import extension
from clinic_check.sheet import Entry, Sheet, in_words
from clinic_check.templating import page

KEPT = 512
"""Findings, silences, passages and sources that are kept, at some 1 kB: about all there are."""

BECAUSE = b"%(because)s"

MANY = 30
"""Signs from which on they stand closer, to keep the longest summary to a few sheets."""

Numbers = Mapping[bytes, bytes]
"""Each source's number on this page, by the source's id."""


def draw_summary(sheet: Sheet) -> bytes:
    """Return the page of the summary."""
    drawing: Drawing = extension("clinic_check.summary")
    macro = drawing.macro
    numbers = {name.encode(): b"%d" % number for name, number in sheet.numbers.items()}
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
        "given": _drawn(items, sheet.given),
        "ask": _drawn(items, sheet.ask),
        "look": _drawn(items, sheet.look),
        "evidence": drawing.passages("passage", sheet.evidence, numbers),
        "state": drawing.passages("passage", sheet.state, numbers),
        "tokens": drawing.passages("token", sheet.tokens, numbers),
        "places": drawing.passages("place", sheet.places, numbers),
        "answers": _drawn(macro("lists", "answers"), sheet.answers),
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
        "sheets": macro("sheet_doctor")(sheet).encode() + macro("sheet_call")(sheet).encode(),
        "serious_count": b"%d" % signs[0],
        "caution_count": b"%d" % signs[1],
        "no_answer_count": b"%d" % len(sheet.no_answer),
        "emergency": drawing.passages("emergency", [sheet.emergency], numbers),
        "sources": drawing.sources(sheet, numbers),
        "read": in_words(sheet.read),
        "day": sheet.day,
    }
    return page("summary.html", own, **same)


def set_up_summary(app: Flask) -> None:
    """Make what draws the summary's lists, and give the templates what they share with it."""
    drawing = app.extensions["clinic_check.summary"] = Drawing(app)
    app.jinja_env.filters.update(items=items)
    app.jinja_env.globals.update(mark=drawing.mark)


class Drawing:
    """Draws the summary's lists: each thing once, with holes for its sources' numbers.

    A list is filled as a whole, so a thing costs little more than a look into what is kept. What
    the person answered stands between two halves, and is in nothing that is kept.
    """

    def __init__(self, app: Flask) -> None:
        self._templates = app.jinja_env

        kept = keep(KEPT, debug=app.debug)
        self.macro = kept(self._macro)
        self.mark = kept(self._mark)
        self._halves = kept(self._halves_of)
        self._passage = kept(self._passage_of)
        self._source = kept(self._source_of)

    def findings(self, entries: tuple[Entry, ...], numbers: Numbers) -> bytes:
        """Draw what was found, each with the answers behind it."""
        if not entries:
            return b""
        # Escaped all at once: a finding's own share is then too small to measure.
        answers = escape("\0".join([entry.because for entry in entries])).encode()
        html = []
        for entry, because in zip(entries, answers.replace(b"%", b"%%").split(b"\0"), strict=True):
            halves = self._halves(entry.told, because != b"", entry.why, entry.next, entry.sources)
            html.append(because.join(halves))
        return fill(b"\n".join(html), numbers)

    def passages(self, name: str, texts: Iterable[Any], numbers: Numbers) -> bytes:
        """Draw texts of a kind."""
        return fill(b"\n".join([self._passage(name, text) for text in texts]), numbers)

    def sources(self, sheet: Sheet, numbers: Numbers) -> bytes:
        """Draw the list of sources."""
        lines = [self._source(each.id, each.read != sheet.read) for each in sheet.sources]
        return fill(b"".join(lines), numbers)

    def _macro(self, component: str, name: str = "") -> Callable[..., Markup]:
        # An `import` in the template would look through all the variables on every page.
        module = self._templates.get_template(f"components/{component}.html").module
        found: Callable[..., Markup] = getattr(module, name or component)
        return found

    def _mark(self, weight: str) -> Markup:
        return self.macro("marks", "mark")(weight)

    def _halves_of(self, told: str, answered: bool, *rest: Any) -> tuple[bytes, ...]:
        entry = Entry("", told, hole("because") if answered else "", *rest)
        return tuple(mould(self.macro("finding")(entry, Holes())).split(BECAUSE))

    def _passage_of(self, name: str, text: Any) -> bytes:
        return mould(self.macro("passages", name)(text, Holes()))

    def _source_of(self, name: str, read: bool) -> bytes:
        return mould(self.macro("sources", "listed")(name, read, Holes()))


def items(texts: Iterable[str | tuple[str, str]]) -> Markup:
    """Return list items: a text each, or a label and its answer. Escaped all at once."""
    lines = [text if isinstance(text, str) else ": ".join(text) for text in texts]
    html = str(escape("\0".join(lines))).replace("\0", "</li>\n<li>")
    return Markup(f"<li>{html}</li>")  # noqa: S704  # escaped above


def _drawn(draw: Callable[[Any], Markup], what: tuple[Any, ...]) -> bytes:
    return draw(what).encode() if what else b""
