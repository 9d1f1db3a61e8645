"""“Check their words”: the clinic's own text shown back, with the claims marked that need proof.

The text is read in memory, answered and forgotten: it goes into no cookie, address or log.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from clinic_check.checklist.answers import tidy
from clinic_check.claims.reader import Screening
from clinic_check.claims.speaker import FOREIGN
from clinic_check.languages import SPANISH
from clinic_check.web import session as visits
from clinic_check.web.context import site
from clinic_check.web.forms import TEXT_LIMIT, TextForm, TokenForm, needs_no_cookie, say
from clinic_check.web.limits import Busy, slot
from clinic_check.web.links import back_address, back_name

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
    """A part of the text as it stands, with the numbers of the claims in it (none: not a claim)."""

    text: str
    claims: tuple[int, ...]


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
    valid = form.validate_on_submit() or needs_no_cookie(form)
    change = "change" in request.form  # “Change the text”: it comes back to be typed in again
    if change or not valid:
        return _asking(form, wrong=not change or form.cleared_since())
    try:
        with slot("reading"):  # marking and drawing a text of many claims computes as long
            return _found(form.text.data or "")
    except Busy as busy:
        page, _ = _asking(form, trouble=say("busy.reading"))
        return page, busy.code, busy.headers


@pages.post("/claims/keep")
def keep() -> ResponseReturnValue:
    """Tick the answers that the person chose, beside those that are there already."""
    form = TokenForm()
    if not form.validate():
        return _asking(TextForm(), trouble=form.trouble())
    visit = visits.load()
    known = site().catalogue.question
    answers = dict(visit.answers)
    for category in request.form.getlist("tick"):
        if category not in TICKS:
            continue
        name, option = TICKS[category]
        question = known[name]
        before = answers.get(name, ()) if question.pick == "many" else ()
        # What a text says outweighs an earlier "not looked yet": the person asked for this tick.
        beside = [o for o in before if not question.option[o].exclusive]
        answers[name] = tidy(question, [*beside, option])
    visits.store(visit.replacing(answers))
    if back_name():
        return redirect(back_address("checklist.answers"), code=303)
    return redirect(url_for("checklist.answers", _anchor="claims"), code=303)


def _asking(form: TextForm, *, wrong: bool = True, trouble: str = "") -> tuple[str, int]:
    """Draw the page that asks for the text, with what was typed and what to say about it."""
    trouble = trouble or (form.trouble() if wrong else "")
    error = next(iter(form.text.errors), "") if wrong else ""
    return (
        render_template(
            "claims/text.html",
            text="" if form.cleared_since() else form.text.data or "",
            limit=TEXT_LIMIT,
            error="" if form.cleared_since() else error,
            trouble=trouble,
            back=back_name(),
            back_address=back_address("checklist.start"),
        ),
        422 if trouble or error else 200,
    )


def _found(text: str) -> str:
    """Read the text, and draw it with what was found."""
    reader = site().library.reader
    screening = reader.screen(text)
    claims = reader.grouped(screening.matches)
    kinds = {group.entry.id for group in claims}
    missing = [absence for absence in reader.content.missing if absence.id in screening.missing]
    # Who promises a cure says it plainly; what is implied matters where nobody does.
    implied = () if "cure_or_reversal" in kinds else reader.grouped(screening.implied)
    return render_template(
        "claims/found.html",
        text=text,
        pieces=tuple(_pieces(text, screening, [group.entry.id for group in claims])),
        kind=next(kind for kind in reader.content.kinds if kind.id == screening.kind),
        foreign=screening.kind == FOREIGN,
        spanish=screening.language == SPANISH,
        missing=missing,
        claims=claims,
        implied=implied,
        reported=reader.grouped(screening.reported),
        ticks=tuple(_ticks(kinds)),
        back=back_name(),
        back_address=back_address("checklist.start"),
    )


def _pieces(text: str, screening: Screening, order: list[str]) -> Iterator[Piece]:
    """Cut the text where marks begin and end; claims that overlap share one mark."""
    numbers = {kind: number for number, kind in enumerate(order, start=1)}
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


def _ticks(kinds: set[str]) -> Iterator[Tick]:
    known = site().catalogue.question
    for kind, (question, option) in TICKS.items():
        if kind in kinds:
            words = known[question].option[option]
            label = words.label if question == "claims" else f"{known[question].text} {words.label}"
            yield Tick(kind, label, words.hint)
