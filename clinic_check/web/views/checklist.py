"""The checklist's own pages: the start, the quick check, the sections, the answers, the summary."""

from collections.abc import Callable, Hashable
from dataclasses import replace

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from clinic_check.checklist.answers import counting, deciding, questions_shown, sections_shown, tidy
from clinic_check.checklist.catalogue import Catalogue, Question, Section
from clinic_check.checklist.rules import Chosen
from clinic_check.web import session as kept
from clinic_check.web.context import running
from clinic_check.web.forms import NameForm, TokenForm, showable
from clinic_check.web.questions import Drawn, drawn_in, laid_out, neighbours
from clinic_check.web.signing import token
from clinic_check.web.summary_page import draw_summary
from clinic_check.web.templating import address, draw_all, draw_problems, page
from clinic_check.web.views.asking import number_typed, trouble_with
from clinic_check.web.views.summing import my_sheet

pages = Blueprint("pages", __name__)


@pages.get("/")
def start() -> bytes:
    """The first page. It sets no cookie."""
    return page("start.html", helper=kept.for_another())


@pages.route("/quick", methods=["GET", "POST"])
def quick() -> ResponseReturnValue:
    """The quick check: five questions on one page, then the summary."""
    catalogue = running().catalogue
    questions = tuple(catalogue.question[name] for name in catalogue.frame.quick)
    return _ask(
        questions,
        questions,
        after=lambda _: url_for("pages.summary"),
        template="quick.html",
        back=address("pages.start"),
    )


@pages.route("/check/<section_id>", methods=["GET", "POST"])
def section(section_id: str) -> ResponseReturnValue:
    """One section. One that doesn't apply leads on to the next that does."""
    catalogue = running().catalogue
    here = catalogue.section.get(section_id) or abort(404)
    answers = kept.load().answers
    decided = deciding(catalogue, answers)
    apply = sections_shown(catalogue, decided)
    places = [part.id for part in apply]
    if section_id not in places and request.method == "GET":
        return redirect(_next(catalogue, here, answers), code=303)
    before, _ = neighbours(catalogue, here, apply)
    return _ask(
        here.questions,
        drawn_in(here, decided),
        after=lambda changed: (
            url_for("trial.trial") if number_typed() else _next(catalogue, here, changed)
        ),
        template="section.html",
        button="Continue",
        back=address("pages.section", section_id=before.id) if before else address("pages.start"),
        section=here.id,
        title=here.title,
        intro=here.intro,
        place=places.index(section_id) + 1 if section_id in places else len(places),
        places=len(places),
    )


@pages.route("/change/<question_id>", methods=["GET", "POST"])
def change(question_id: str) -> ResponseReturnValue:
    """One question, with those that hang on it, from the page of answers and back to it."""
    catalogue = running().catalogue
    question = catalogue.question.get(question_id) or abort(404)
    here = catalogue.section_of[question_id]
    questions = tuple(
        other
        for other in here.questions
        if other is question or (other.shown and question_id in other.shown.questions())
    )
    return _ask(
        questions,
        questions,
        after=lambda _: url_for("pages.answers") + f"#{question_id}",
        template="change.html",
        back=address("pages.answers"),
        blank_button=question,
    )


@pages.route("/answers", methods=["GET", "POST"])
def answers() -> ResponseReturnValue:
    """Check your answers: each with its Change link, and a name for the sheet if wanted."""
    catalogue = running().catalogue
    mine = kept.load()
    form = NameForm(clinic=mine.clinic)
    if form.validate_on_submit():
        kept.store(replace(mine, clinic=form.clinic.data or ""))
        return redirect(url_for("pages.summary"), code=303)
    counted = counting(catalogue, mine.answers)
    shown = {question.id for question in questions_shown(catalogue, counted)}
    sections = [
        (part, [(q, _labels(q, counted)) for q in part.questions if q.id in shown])
        for part in sections_shown(catalogue, counted)
    ]
    return (
        render_template(
            "answers.html",
            form=form,
            trouble=trouble_with(form),
            sections=sections,
            looked_up=mine.looked_up,
            helper=mine.helper,
            token=token(),
            back=url_for("pages.section", section_id=sections[-1][0].id),
        ),
        422 if form.errors else 200,
    )


@pages.get("/summary")
def summary() -> bytes:
    """The risk summary: on the screen to read, on paper to take to a doctor."""
    return draw_summary(my_sheet())


@pages.route("/clear", methods=["GET", "POST"])
def clear() -> ResponseReturnValue:
    """Clear my answers: asks once, since they can't be brought back."""
    form = TokenForm()
    if form.validate_on_submit():
        kept.clear()
        return redirect(url_for("pages.cleared"), code=303)
    return (
        render_template("clear.html", trouble=trouble_with(form), token=token()),
        422 if form.errors else 200,
    )


@pages.get("/cleared")
def cleared() -> str:
    """Says that nothing is left on this device."""
    return render_template("cleared.html")


def _ask(
    questions: tuple[Question, ...],
    drawn: tuple[Question, ...],
    *,
    after: Callable[[Chosen], str],
    template: str,
    back: str,
    button: str = "the button",
    blank_button: Question | None = None,
    **same: Hashable,
) -> ResponseReturnValue:
    """Draw a page of questions, or take its answers and lead on.

    `questions` may be answered here, `drawn` are those to draw on a first visit, and `after` maps
    the answers to the next address. A page with something wrong comes back with all that was sent.
    `button` is what the page's button is called, to name it when it has to be pressed again.
    `blank_button` is the question that the page's "Leave it blank" button empties: a radio button
    can't be unticked.
    """
    catalogue = running().catalogue
    mine = kept.load()
    chosen: Chosen = mine.answers
    problems: dict[str, str] = {}
    trouble = number = town = ""
    if request.method == "POST":
        form = running().form(questions)()
        was_drawn = form.drawn_questions()
        sent = {question.id: form.sent(question) for question in was_drawn}
        if "blank" in request.form and blank_button is not None:
            sent[blank_button.id] = ()
        if form.validate():
            changed = mine.replacing({q.id: tidy(q, sent[q.id]) for q in was_drawn})
            kept.store(changed)
            # 307 sends the same form on, with the number that was typed on this page.
            code = 307 if number_typed() else 303
            return redirect(after(changed.answers), code=code)
        drawn = tuple(was_drawn) or drawn
        chosen = {**mine.answers, **sent}
        problems = form.problems()
        trouble = trouble_with(form, button)
        number, town = request.form.get("number", ""), request.form.get("town", "")
    here = [
        Drawn(q, chosen.get(q.id, ()), problems.get(q.id, ""), only_if)
        for q, only_if in laid_out(catalogue, drawn)
    ]
    own: dict[str, str | bytes] = {
        "token": token(),
        "drawn": " ".join([q.id for q in drawn]),
        "questions": draw_all(here),
        "problems": draw_problems(here, trouble) if problems or trouble else "",
        "number": showable(number),
        "town": showable(town),
    }
    wrong = bool(problems or trouble)
    html = page(template, own, wrong=wrong, back=back, helper=mine.helper, **same)
    return (html, 422) if wrong else html


def _next(catalogue: Catalogue, here: Section, answers: Chosen) -> str:
    """Return the address after this section: the next that applies, or the page of answers."""
    apply = sections_shown(catalogue, deciding(catalogue, answers))
    _, after = neighbours(catalogue, here, apply)
    if after is None:
        return url_for("pages.answers")
    return url_for("pages.section", section_id=after.id)


def _labels(question: Question, counted: Chosen) -> list[str]:
    return [question.option[name].label for name in counted.get(question.id, ())]
