"""“Check the trial number”: what the public registry says of a study, and what that doesn't prove.

The town that is typed here is used for this page alone and kept nowhere.
"""

import datetime
from dataclasses import replace

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from clinic_check.checklist.answers import counting, tidy
from clinic_check.trials.describe import lines
from clinic_check.trials.number import AskAgain, Elsewhere, Number, read_number
from clinic_check.trials.places import find_places
from clinic_check.trials.registry import CouldNotCheck, Found, look_up
from clinic_check.trials.signs import signs
from clinic_check.web import session as kept
from clinic_check.web.context import running
from clinic_check.web.forms import TokenForm, TrialForm
from clinic_check.web.limits import Busy, place
from clinic_check.web.session import LookedUp
from clinic_check.web.signing import token
from clinic_check.web.views.asking import only_typed, trouble_with

pages = Blueprint("trial", __name__)


@pages.route("/trial", methods=["GET", "POST"])
def trial() -> ResponseReturnValue:
    """Take a number, look it up, and say what the record says."""
    form = TrialForm()
    if not form.validate_on_submit():
        return _asking(form, status=422 if form.errors else 200)
    if only_typed():
        return _asking(form)
    words = running().library.trials
    typed = read_number(form.number.data or "", words)
    if not isinstance(typed, Number):
        if isinstance(typed, Elsewhere):
            return _asking(form, elsewhere=typed)
        suggestion = typed.suggestion if isinstance(typed, AskAgain) else ""
        return _asking(form, status=422, question=typed.text, suggestion=suggestion)
    try:
        with place("look-up"):
            outcome = look_up(typed.number, running().registry, running().records)
            if isinstance(outcome, Found):
                return _found(outcome, form.town.data or "")
        if isinstance(outcome, CouldNotCheck) and outcome.reason == "busy":
            raise Busy("look-up")
    except Busy as busy:
        page, _ = _asking(form, trouble=words.failures["busy"])
        return page, busy.code, busy.headers
    told = words.not_checked if isinstance(outcome, CouldNotCheck) else words.not_found
    reason = words.failures[outcome.reason] if isinstance(outcome, CouldNotCheck) else ""
    return render_template(
        "trial_not_found.html", told=told, reason=reason, outcome=outcome, form=form
    )


@pages.post("/trial/keep")
def keep() -> ResponseReturnValue:
    """Put the look-up into the checklist: the number, the date and the signs, and what the person
    confirms of them. A record can show that an offer differs, never that it matches.
    """
    form = TokenForm()
    known = running().library.trials.sign
    number = read_number(request.form.get("number", ""), running().library.trials)
    if not form.validate() or not isinstance(number, Number):
        return _asking(TrialForm(), status=422, trouble=trouble_with(form))
    mine = kept.load()
    shown = tuple(name for name in request.form.getlist("sign") if name in known)
    answers = {**mine.answers, "trial-number": ("in-writing",)}
    match = request.form.get("match", "")
    if match in {known[name].match for name in shown} - {""}:
        answers["trial-match"] = tidy(running().catalogue.question["trial-match"], [match])
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    looked_up = LookedUp(number.number, today, tuple(dict.fromkeys(shown)))
    kept.store(replace(mine.replacing(answers), looked_up=looked_up))
    return redirect(url_for("pages.answers") + "#record", code=303)


@pages.post("/trial/forget")
def forget() -> ResponseReturnValue:
    """Take the look-up out of the checklist again."""
    if not TokenForm().validate():
        abort(400)
    kept.store(replace(kept.load(), looked_up=None))
    return redirect(url_for("pages.answers"), code=303)


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
            "trial.html",
            form=form,
            question=question,
            suggestion=suggestion,
            elsewhere=elsewhere,
            trouble=trouble or trouble_with(form),
            words=running().library.trials,
            on=running().registry.on,
        ),
        status,
    )


def _found(outcome: Found, town: str) -> str:
    """Draw what the record says, what it doesn't, and what doesn't fit the offer."""
    words = running().library.trials
    mine = kept.load()
    counted = counting(running().catalogue, mine.answers)
    today = datetime.datetime.now(tz=datetime.UTC).date()
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
    search = find_places(outcome.trial, words, town, mine.clinic)
    return render_template(
        "trial_found.html",
        outcome=outcome,
        lines=lines(outcome.trial, words, today, search, outcome.asked),
        signs=raised,
        matches=list(dict.fromkeys(sign.match for sign in raised if sign.match)),
        differs=running().catalogue.question["trial-match"].option,
        words=words,
        today=today,
        token=token(),
    )
