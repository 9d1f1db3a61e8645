"""“Check the trial number”: what the public registry says of a study, and what that doesn't prove.

The town that is typed here is used for this page alone and kept nowhere.
"""

from dataclasses import replace

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from clinic_check.checklist.answers import counting, tidy
from clinic_check.trials.describe import lines
from clinic_check.trials.number import AskAgain, Elsewhere, Number, read_number
from clinic_check.trials.registry import CouldNotCheck, Found, look_up
from clinic_check.trials.signs import signs
from clinic_check.trials.sites import find_sites
from clinic_check.web import session as visits
from clinic_check.web.context import site
from clinic_check.web.forms import TokenForm, TrialForm, needs_no_cookie, say
from clinic_check.web.limits import Busy, slot
from clinic_check.web.links import back_address, back_name
from clinic_check.web.session import LookedUp

pages = Blueprint("trial", __name__)


@pages.route("/trial", methods=["GET", "POST"])
def trial() -> ResponseReturnValue:
    """Take a number, look it up, and say what the record says."""
    form = TrialForm()
    if not form.validate_on_submit() and not needs_no_cookie(form):
        return _asking(form, status=422 if form.errors else 200)
    if "change" in request.form:  # it comes back to be typed in again
        return _asking(form)
    words = site().library.trials
    typed = read_number(form.number.data or "", words)
    if not isinstance(typed, Number):
        if isinstance(typed, Elsewhere):
            return _asking(form, elsewhere=typed)
        suggestion = typed.suggestion if isinstance(typed, AskAgain) else ""
        return _asking(form, status=422, question=typed.text, suggestion=suggestion)
    try:
        with slot("look-up"):
            outcome = look_up(typed.number, site().registry, site().records)
            if isinstance(outcome, Found):
                return _found(outcome, form.town.data or "")
        if isinstance(outcome, CouldNotCheck) and outcome.reason == "busy":
            raise Busy("look-up")
    except Busy as busy:
        page, _ = _asking(form, trouble=say("busy.looking"))
        return page, busy.code, busy.headers
    told = words.not_checked if isinstance(outcome, CouldNotCheck) else words.not_found
    reason = words.failures[outcome.reason] if isinstance(outcome, CouldNotCheck) else ""
    return render_template(
        "trials/not_found.html",
        told=told,
        reason=reason,
        outcome=outcome,
        form=form,
        back=back_name(),
        back_address=back_address("checklist.answers"),
    )


@pages.post("/trial/keep")
def keep() -> ResponseReturnValue:
    """Put the look-up into the checklist: the number, the date and the signs, and what the person
    confirms of them. A record can show that an offer differs, never that it matches.
    """
    form = TrialForm()
    known = site().library.trials.sign
    number = read_number(form.number.data or "", site().library.trials)
    if not form.validate() or not isinstance(number, Number):
        return _asking(form, status=422)
    mine = visits.load()
    shown = tuple(name for name in request.form.getlist("sign") if name in known)
    answers = {**mine.answers, "trial-number": ("in-writing",)}
    match = request.form.get("match", "")
    if match in {known[name].match for name in shown} - {""}:
        answers["trial-match"] = tidy(site().catalogue.question["trial-match"], [match])
    today = site().today().isoformat()
    looked_up = LookedUp(number.number, today, tuple(dict.fromkeys(shown)))
    visits.store(replace(mine.replacing(answers), looked_up=looked_up))
    if back_name():
        return redirect(back_address("checklist.answers"), code=303)
    return redirect(url_for("checklist.answers", _anchor="record"), code=303)


@pages.post("/trial/forget")
def forget() -> ResponseReturnValue:
    """Take the look-up out of the checklist again."""
    if not TokenForm().validate():
        abort(400)
    visits.store(replace(visits.load(), looked_up=None))
    return redirect(url_for("checklist.answers"), code=303)


def _asking(
    form: TrialForm,
    *,
    status: int = 200,
    question: str = "",
    suggestion: str = "",
    elsewhere: Elsewhere | None = None,
    trouble: str = "",
) -> tuple[str, int]:
    """Draw the page that asks for the number, with what was typed and what to say about it."""
    return (
        render_template(
            "trials/number.html",
            number="" if form.cleared_since() else form.number.data or "",
            town="" if form.cleared_since() else form.town.data or "",
            question=question,
            suggestion=suggestion,
            elsewhere=elsewhere,
            trouble=trouble or form.trouble(),
            words=site().library.trials,
            on=site().registry.on,
            back=back_name(),
            back_address=back_address("checklist.answers"),
        ),
        status,
    )


def _found(outcome: Found, town: str) -> str:
    """Draw what the record says, what it doesn't, and what doesn't fit the offer."""
    words = site().library.trials
    mine = visits.load()
    counted = counting(site().catalogue, mine.answers)
    today = site().today()
    kind = counted.get("kind", ("",))[0]
    raised = [
        words.sign[name]
        for name in signs(
            outcome.trial,
            words,
            today,
            kind=kind,
            conditions=counted.get("condition", ()),
            town=town,
            clinic=mine.clinic,
        )
    ]
    search = find_sites(outcome.trial, words, town, mine.clinic)
    return render_template(
        "trials/found.html",
        outcome=outcome,
        lines=lines(outcome.trial, words, today, search, outcome.asked),
        signs=raised,
        matches=list(dict.fromkeys(sign.match for sign in raised if sign.match)),
        differs=site().catalogue.question["trial-match"].option,
        words=words,
        today=today,
        back=back_name(),
        town=town,
    )
