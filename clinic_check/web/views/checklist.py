"""The way through the checklist: the start, one question a page, the stop, the check of answers."""

from dataclasses import dataclass, replace

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from clinic_check.checklist.answers import labels_of, questions_shown
from clinic_check.checklist.catalogue import Question, Section
from clinic_check.checklist.walk import (
    Part,
    Step,
    first_unanswered,
    part_of,
    questions_in,
    step,
)
from clinic_check.languages import LANGUAGES
from clinic_check.web import session as visits
from clinic_check.web.context import site
from clinic_check.web.forms import NameForm, QuestionForm, TokenForm
from clinic_check.web.links import address_in
from clinic_check.web.session import Visit

pages = Blueprint("checklist", __name__)

WAYS = {
    "start": "checklist.start",
    "summary": "summary.summary",
    "clear": "checklist.clear",
    "save": "saving.save",
    "privacy": "about.privacy",
}
"""What the other buttons of a question's page are called -> where they lead, once it is stored."""

DOORS = {"claims": "claims.claims", "trial": "trial.trial"}
"""The same for the tools beside the checklist, which lead back to the question afterwards."""


@pages.get("/")
def start() -> str:
    """The first page. It sets no cookie."""
    visit = visits.load()
    return render_template(
        "checklist/start.html", helper=visit.helper, answered=bool(visit.answers)
    )


@pages.get("/<any(quick,check,details):part>")
def begin(part: Part) -> ResponseReturnValue:
    """Lead to the first question of a part that isn't answered yet."""
    catalogue = site().catalogue
    answers = visits.load().answers
    first = first_unanswered(catalogue, part, answers)
    if first is None and part == "quick":
        first = questions_in(catalogue, part)[0]
    return redirect(_question(part, first) if first else _end(part), code=303)


@pages.route("/<any(quick,check,details,change):part>/<question_id>", methods=["GET", "POST"])
def question(part: str, question_id: str) -> ResponseReturnValue:
    """One question. All buttons store what was chosen, and then lead where they say."""
    catalogue = site().catalogue
    here = catalogue.question.get(question_id)
    if here is None:
        section = catalogue.section.get(question_id) or abort(404)
        return redirect(_first_of(section), code=303)  # edition 1 had a section on each page
    walked: Part | None = None if part == "change" else part  # type: ignore[assignment]  # the route knows no other
    if walked and here not in questions_in(catalogue, walked):
        walked = part_of(catalogue, here)
        # A page from before the questions changed may still be sent: its ticks are taken.
        if request.method != "POST":
            return redirect(_question(walked, here), code=303)
    visit = visits.load()
    if request.method != "POST":
        shown = questions_shown(catalogue, visit.answers)
        if here not in shown:
            return redirect(_after(walked, here, visit), code=303)
        return _ask(walked, here, visit, shown, visit.answers.get(here.id, ()))
    form = QuestionForm(here)
    go = request.form.get("go", "on")
    now = visit.answers.get(here.id, ())
    if form.validate():
        sent = () if go == "blank" else form.sent()
        if go == "blank" or not form.newer(now):
            visit = visit.replacing({here.id: sent})
            visits.store(visit)
        return redirect(_lead(go, walked, here, visit), code=303)
    trouble = form.trouble()
    error = "" if form.cleared_since() else next(iter(form.answer.errors), "")
    shown = questions_shown(catalogue, visit.answers)
    return _ask(walked, here, visit, shown, form.again(now), trouble=trouble, error=error)


@pages.get("/stop")
def stop() -> str:
    """After the main questions: the summary first, the details second."""
    catalogue = site().catalogue
    answers = visits.load().answers
    shown = questions_shown(catalogue, answers)
    main = questions_in(catalogue, "check")
    return render_template(
        "checklist/stop.html",
        details=sum(q not in main for q in shown),
        blank=sum(q in main and not answers.get(q.id) for q in shown),
    )


@pages.route("/<any(quick,check,details,change):part>/name", methods=["GET", "POST"])
def name(part: str) -> ResponseReturnValue:
    """The clinic's name, asked last and on a page of its own."""
    visit = visits.load()
    form = NameForm(clinic=visit.clinic)
    if form.validate_on_submit():
        if not form.newer(visit.clinic):
            visits.store(replace(visit, clinic=form.clinic.data or ""))
        go = request.form.get("go", "on")
        if go == "start":
            return redirect(url_for(".start"), code=303)
        if go in LANGUAGES:
            return redirect(address_in(go), code=303)
        if go == "back":
            return redirect(_before_name(part, visit), code=303)
        after = ".answers" if part in ("details", "change") else "summary.summary"
        return redirect(url_for(after), code=303)
    typed = form.again(visit.clinic)
    return (
        render_template(
            "checklist/name.html",
            clinic=typed,
            was=visit.clinic,
            error="" if form.cleared_since() else next(iter(form.clinic.errors), ""),
            trouble=form.trouble(),
        ),
        422 if form.errors else 200,
    )


@dataclass(frozen=True)
class Group:
    """A section on the page of answers: (question, its answer in words) for each that is shown, and
    the next one that is blank with the part that it stands in.
    """

    section: Section
    rows: tuple[tuple[Question, str], ...]
    next: Question | None
    part: Part

    @property
    def blank(self) -> int:
        """How many questions are not answered."""
        return sum(not answer for _, answer in self.rows)

    @property
    def answered(self) -> int:
        """How many questions are answered."""
        return len(self.rows) - self.blank


@pages.get("/answers")
def answers() -> str:
    """Check your answers: by section, those with something left to answer first."""
    catalogue = site().catalogue
    visit = visits.load()
    shown = questions_shown(catalogue, visit.answers)
    groups = []
    for section in catalogue.sections:
        here = [question for question in section.questions if question in shown]
        rows = tuple((q, labels_of(q, visit.answers.get(q.id, ()))) for q in here)
        blank = [q for q in here if not visit.answers.get(q.id)]
        first = min(blank, key=lambda q: part_of(catalogue, q) != "check", default=None)
        if rows:
            groups.append(Group(section, rows, first, part_of(catalogue, first or here[0])))
    groups.sort(key=lambda group: not group.blank)
    return render_template(
        "checklist/answers.html",
        groups=groups,
        clinic=visit.clinic,
        looked_up=visit.looked_up,
        helper=visit.helper,
    )


@pages.route("/keep", methods=["GET", "POST"])
def keep() -> ResponseReturnValue:
    """How long the answers stay on this device: until the browser is closed, or for a week."""
    form = TokenForm()
    valid, change = form.validate_on_submit(), "change" in request.form
    if valid and not change:
        session.permanent = request.form.get("keep") == "week"
        if not session.permanent:
            session.pop("_permanent")
        back = ".stop" if visits.load().answers else ".start"
        return redirect(url_for(back), code=303)
    again = (form.errors or change) and not form.cleared_since()
    keep = request.form.get("keep") == "week" if again else session.permanent
    return (
        render_template("checklist/keep.html", keep=keep, trouble=form.trouble()),
        422 if form.errors else 200,
    )


@pages.route("/who", methods=["GET", "POST"])
def who() -> ResponseReturnValue:
    """Who the answers are for: the person who fills them in, or someone whom they help."""
    form = TokenForm()
    visit = visits.load()
    # Every way here says “for someone else”, so that is ticked at first; a press decides.
    unsaid = visit.helper or request.method == "GET"
    helper = request.form["who"] == "helper" if "who" in request.form else unsaid
    if form.validate_on_submit() and "change" not in request.form:
        visits.store(replace(visit, helper=helper))
        return redirect(url_for(".start"), code=303)
    shown = visit.helper if form.cleared_since() else helper
    return (
        render_template("checklist/who.html", helper=shown, trouble=form.trouble()),
        422 if form.errors else 200,
    )


@pages.route("/clear", methods=["GET", "POST"])
def clear() -> ResponseReturnValue:
    """Clear my answers: asks once, since they can't be brought back."""
    form = TokenForm()
    if form.validate_on_submit():
        visits.clear()
        return redirect(url_for(".cleared"), code=303)
    trouble = form.trouble()
    return (
        render_template("checklist/clear.html", trouble=trouble),
        422 if form.errors else 200,
    )


@pages.get("/cleared")
def cleared() -> str:
    """Says that nothing of the person's is left on this device."""
    return render_template("checklist/cleared.html")


def _ask(
    part: Part | None,
    here: Question,
    visit: Visit,
    shown: list[Question],
    chosen: tuple[str, ...],
    *,
    trouble: str = "",
    error: str = "",
) -> ResponseReturnValue:
    """Draw a question with what is chosen there, and what to say about it."""
    catalogue = site().catalogue
    return (
        render_template(
            "checklist/question.html",
            part=part or "change",
            question=here,
            section=catalogue.section_of[here.id],
            step=step(catalogue, part, here, shown) if part else None,
            chosen=chosen,
            was=visit.answers.get(here.id, ()),
            helper=visit.helper,
            trouble=trouble,
            error=error,
        ),
        422 if trouble or error else 200,
    )


def _step(part: Part, here: Question, visit: Visit) -> Step:
    catalogue = site().catalogue
    return step(catalogue, part, here, questions_shown(catalogue, visit.answers))


def _lead(go: str, part: Part | None, here: Question, visit: Visit) -> str:
    """Return the address that a button leads to."""
    if go in WAYS:
        return url_for(WAYS[go])
    if go in LANGUAGES:
        return address_in(go)
    if go in DOORS:
        return url_for(DOORS[go], back=f"{part or 'change'}/{here.id}")
    if go == "back":
        return _before(part, here, visit)
    return _after(part, here, visit)


def _before(part: Part | None, here: Question, visit: Visit) -> str:
    if part is None:
        return _on_answers(here)
    before = _step(part, here, visit).before
    if before:
        return _question(part, before)
    return url_for(".stop" if part == "details" else ".start")


def _after(part: Part | None, here: Question, visit: Visit) -> str:
    if part is None:
        return _on_answers(here)
    after = _step(part, here, visit).after
    return _question(part, after) if after else _end(part)


def _end(part: Part) -> str:
    """Return what follows the last question of a part."""
    return url_for(".stop") if part == "check" else url_for(".name", part=part)


def _before_name(part: str, visit: Visit) -> str:
    if part == "change":
        return url_for(".answers")
    if part == "check":
        return url_for(".stop")
    walked: Part = "quick" if part == "quick" else "details"
    catalogue = site().catalogue
    shown = questions_shown(catalogue, visit.answers)
    return _question(walked, [q for q in questions_in(catalogue, walked) if q in shown][-1])


def _question(part: Part, here: Question) -> str:
    return url_for(".question", part=part, question_id=here.id)


def _on_answers(here: Question) -> str:
    return url_for(".answers", _anchor=here.id)


def _first_of(section: Section) -> str:
    first = section.questions[0]
    return _question(part_of(site().catalogue, first), first)
