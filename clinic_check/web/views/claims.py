"""“Check their words”: the clinic's own text shown back, with the claims marked that need proof.

The text is read in memory, answered and forgotten: it goes into no cookie, address or log.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from clinic_check.checklist.answers import tidy
from clinic_check.claims.phrases import Absence, Category
from clinic_check.claims.reader import Screening
from clinic_check.web import session as kept
from clinic_check.web.context import running
from clinic_check.web.forms import TEXT_LIMIT, TextForm, TokenForm
from clinic_check.web.limits import Busy, place
from clinic_check.web.signing import token
from clinic_check.web.views.asking import trouble_with

pages = Blueprint("claims", __name__)

BODY_LIMIT = 320 * 1024
"""Bytes: 20,000 characters of any script take 240,000 at most as a form sends them."""

TICKS = {
    "cure_or_reversal": ("claims", "cure"),
    "success_rate": ("claims", "success-rate"),
    "safe_no_risk": ("claims", "no-risk"),
    "established_treatment": ("claims", "settled"),
    "many_conditions": ("claims", "many-diseases"),
    "testimonial": ("claims", "testimonials"),
    "authority_token": ("claims", "borrowed-trust"),
    "unproven_mechanism_as_fact": ("claims", "mechanism"),
    "instead_of_medicine": ("claims", "instead"),
    "fda_halo": ("registered", "yes"),
}
"""Kind of claim -> the answer that it can tick. Pressure and vague science tick nothing: "book a
consultation" isn't pressure."""


@dataclass(frozen=True)
class Piece:
    """A part of the text as it stands, with the numbers of the notes on it (none: not a claim)."""

    text: str
    notes: tuple[int, ...]


@dataclass(frozen=True)
class Note:
    """What a reader is told of one kind of claim, with the phrases that were found."""

    number: int
    category: Category
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Tick:
    """An answer that can be put into the checklist: the kind of claim, and the answer's words."""

    category: str
    label: str
    hint: str


@pages.before_request
def allow_a_long_text() -> None:
    """Take more on this page than elsewhere: a long text of any script has to fit."""
    if request.endpoint == "claims.claims":
        request.max_content_length = BODY_LIMIT


@pages.route("/claims", methods=["GET", "POST"])
def claims() -> ResponseReturnValue:
    """Take the text, and show it back with what was found."""
    form = TextForm()
    if not form.validate_on_submit():
        return _asking(form, trouble_with(form)), 422 if form.errors else 200
    try:
        with place("reading"):  # marking and drawing a text of many claims computes as long
            return _found(form.text.data or "")
    except Busy as busy:
        return _asking(form, busy=True), busy.code, busy.headers


@pages.post("/claims/keep")
def keep() -> ResponseReturnValue:
    """Tick the answers that the person chose, beside those that are there already."""
    form = TokenForm()
    if not form.validate():
        return _asking(TextForm(), trouble_with(form)), 422
    mine = kept.load()
    known = running().catalogue.question
    answers = dict(mine.answers)
    for category in request.form.getlist("tick"):
        if category not in TICKS:
            continue
        name, option = TICKS[category]
        question = known[name]
        before = answers.get(name, ()) if question.pick == "many" else ()
        beside = [o for o in before if not question.option[o].exclusive]
        answers[name] = tidy(question, [*beside, option])
    kept.store(mine.replacing(answers))
    return redirect(url_for("pages.answers") + "#claims", code=303)


def _asking(form: TextForm, trouble: str = "", *, busy: bool = False) -> str:
    """Draw the page that asks for the text, with what was pasted and what to say about it."""
    return render_template("claims.html", form=form, limit=TEXT_LIMIT, trouble=trouble, busy=busy)


def _found(text: str) -> str:
    """Read the text, and draw it with what was found."""
    screening = running().library.reader.screen(text)
    notes = tuple(_notes(text, screening))
    return render_template(
        "claims_found.html",
        pieces=tuple(_pieces(text, screening, notes)),
        notes=notes,
        missing=_missing(screening),
        report=screening.report,
        ticks=tuple(_ticks(notes)),
        token=token(),
    )


def _notes(text: str, screening: Screening) -> Iterator[Note]:
    """Make a note for each kind of claim, in the order in which they come first."""
    kinds = {category.id: category for category in running().library.reader.content.categories}
    order = dict.fromkeys(match.category for match in screening.matches)
    for number, kind in enumerate(order, start=1):
        found = (text[m.start : m.end] for m in screening.matches if m.category == kind)
        yield Note(number, kinds[kind], tuple(dict.fromkeys(" ".join(p.split()) for p in found)))


def _pieces(text: str, screening: Screening, notes: tuple[Note, ...]) -> Iterator[Piece]:
    """Cut the text where marks begin and end; claims that overlap share one mark."""
    numbers = {note.category.id: note.number for note in notes}
    spans: list[tuple[int, int, set[int]]] = []
    for match in screening.matches:
        if spans and match.start < spans[-1][1]:
            start, end, together = spans[-1]
            together.add(numbers[match.category])
            spans[-1] = (start, max(end, match.end), together)
        else:
            spans.append((match.start, match.end, {numbers[match.category]}))
    at = 0
    for start, end, together in spans:
        yield Piece(text[at:start], ())
        yield Piece(text[start:end], tuple(sorted(together)))
        at = end
    yield Piece(text[at:], ())


def _missing(screening: Screening) -> list[Absence]:
    absences = running().library.reader.content.missing
    return [absence for absence in absences if absence.id in screening.missing]


def _ticks(notes: tuple[Note, ...]) -> Iterator[Tick]:
    known = running().catalogue.question
    for note in notes:
        if note.category.id in TICKS:
            question, option = TICKS[note.category.id]
            words = known[question].option[option]
            label = words.label if question == "claims" else f"{known[question].text} {words.label}"
            yield Tick(note.category.id, label, words.hint)
