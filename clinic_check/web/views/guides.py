"""The pages of their own: questions people ask, after signing, other ways, the family, the method.

Nothing that is typed here is kept: a day or a letter comes in by POST, is answered and forgotten.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from clinic_check.checklist.dates import in_words, with_weekday
from clinic_check.checklist.rules import Chosen
from clinic_check.guides import counts
from clinic_check.guides.deadlines import is_over, last_day, state_day
from clinic_check.guides.pages import Guides
from clinic_check.guides.trial_search import search_address
from clinic_check.sheets.form_letters import write_letter
from clinic_check.web import session as visits
from clinic_check.web.context import site
from clinic_check.web.forms import (
    SignedForm,
    letter_form,
    say,
    signed_form,
    state_form,
)
from clinic_check.web.limits import Busy
from clinic_check.web.views.sheets import written_letter

pages = Blueprint("guides", __name__)

ENDPOINTS = {
    "start": "checklist.start",
    "who": "checklist.who",
    "claims": "claims.claims",
    "trial": "trial.trial",
    "quick": "checklist.begin",
    "compare": "compare.side_by_side",
    "blank": "sheets.blank",
    "glossary": "about.glossary",
    "sources": "about.sources",
    "privacy": "about.privacy",
    "about": "about.about",
    "questions": "guides.questions",
    "signed": "guides.signed",
    "other-ways": "guides.other_ways",
    "family": "guides.family",
    "method": "guides.method",
}
"""What the content calls a page -> its endpoint."""

VALUES: dict[str, dict[str, Any]] = {"quick": {"part": "quick"}}
"""The same -> what its address needs beside it."""


@dataclass(frozen=True)
class WorkedOut:
    """A day that was worked out: its id, and the sentence that tells it."""

    id: str
    text: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """A link to a page of ours: its address and its words."""

    address: str
    text: str


def guides() -> Guides:
    """Return the content of these pages."""
    return site().library.guides


def link(name: str) -> Link:
    """Return the link that the content calls by this name: "page" or "page#part"."""
    page, _, part = name.partition("#")
    address = url_for(ENDPOINTS[page], _anchor=part or None, **VALUES.get(page, {}))
    return Link(address, guides().questions.links[name])


def ways_in(answers: Chosen, helper: bool) -> list[Link]:
    """Return the lines of the summary that lead to pages of their own, with the words of each."""
    return [Link(link(way.link).address, way.text) for way in guides().ways_in(answers, helper)]


@pages.get("/questions")
def questions() -> str:
    """The questions that people ask."""
    return render_template("guides/questions.html", page=guides().questions, link=link)


@pages.route("/signed", methods=["GET", "POST"])
def signed() -> ResponseReturnValue:
    """“I have signed, paid, or had it”: what fits, and the last days from the days typed."""
    page = guides().signed
    catalogue = site().catalogue
    form = signed_form(page, catalogue.states)()
    sent = form.is_submitted()
    valid = sent and form.validate()
    trouble = form.trouble()
    if sent and form.cleared_since():
        form, sent = signed_form(page, catalogue.states)(formdata=None), False
    if sent:
        ticked, state = form.ticked(), form.chosen_state
    else:
        answers = visits.load().answers
        ticked, state = page.ticked(answers), "".join(answers.get("state", ()))
    return (
        render_template(
            "guides/signed.html",
            page=page,
            form=form,
            ticked=ticked,
            state=catalogue.state.get(state),
            days=_worked_out(form, state) if sent else [],
            letters=site().library.letters,
            trouble=trouble,
            sent=sent,
        ),
        422 if trouble or (sent and not valid) else 200,
    )


@pages.route("/signed/letters/<kind>", methods=["GET", "POST"])
def letter(kind: str) -> ResponseReturnValue:
    """A letter from what is typed here, as text to copy or to print."""
    letters = site().library.letters
    if kind not in letters.letter:
        abort(404)
    asked = letters.letter[kind]
    form = letter_form(asked, dict(guides().signed.messages))()
    sent = form.is_submitted()
    valid = sent and form.validate()
    trouble = form.trouble()
    if form.cleared_since():
        form = letter_form(asked, dict(guides().signed.messages))(formdata=None)
    elif not sent and "clinic" in asked.field:
        form["clinic"].data = visits.load().clinic
    status, headers = 422 if sent and not valid else 200, {}
    if valid and "pdf" in request.form:
        try:
            return written_letter(write_letter(letters, kind, form.typed()))
        except Busy as busy:
            trouble, status, headers = say("busy.paper"), busy.code, busy.headers
    return (
        render_template(
            "guides/letter.html",
            letters=letters,
            asked=asked,
            form=form,
            letter=write_letter(letters, kind, form.typed()),
            trouble=trouble,
            sent=bool(valid),
        ),
        status,
        headers,
    )


@pages.route("/other-ways", methods=["GET", "POST"])
def other_ways() -> ResponseReturnValue:
    """Kinds of care to ask about, and a ready search for real studies."""
    page = guides().other_ways
    catalogue = site().catalogue
    form = state_form(catalogue.states, dict(guides().signed.messages))()
    sent = form.is_submitted()
    valid = sent and form.validate()
    answers = visits.load().answers
    typed = sent and not form.cleared_since()
    state = form.chosen_state if typed else "".join(answers.get("state", ()))
    name = catalogue.state[state].name if state in catalogue.state else ""
    return (
        render_template(
            "guides/other_ways.html",
            page=page,
            form=form,
            state=state,
            state_name=name,
            mine=answers.get("condition", ()),
            searches={
                condition.id: search_address(condition.search, name)
                for condition in page.conditions
                if condition.search
            },
            trouble=form.trouble(),
        ),
        422 if sent and not valid else 200,
    )


@pages.get("/family")
def family() -> str:
    """For family and helpers, on one page."""
    return render_template("guides/family.html", page=guides().family)


@pages.get("/method")
def method() -> str:
    """How this was made, with today's counts."""
    catalogue = site().catalogue
    counted = counts.count(catalogue, guides())
    return render_template(
        "guides/method.html",
        page=guides().method,
        told=lambda words: counts.told(counted, words, in_words(counted.read, site().language)),
        guides=guides(),
    )


def _worked_out(form: SignedForm, state: str) -> list[WorkedOut]:
    """Tell the last days that follow from the days typed, the state's own after the federal."""
    page = guides().signed
    typed = form.days()
    now = datetime.datetime.now(tz=datetime.UTC)
    told = []
    for deadline in page.deadlines:
        if deadline.id in typed:
            last = last_day(deadline.id, typed[deadline.id])
            words = deadline.past if is_over(last, now) else deadline.by
            told.append(_told(deadline.id, words, last, deadline.sources))
    rule = page.state.get(state)
    if rule and rule.days and "cancel" in typed:
        last = state_day(rule.days, rule.counts, typed["cancel"])
        words = rule.past if is_over(last, now) else rule.by
        told.insert(1, _told("state", words, last, rule.texts[0].sources))
    return told


def _told(id: str, words: str, last: datetime.date, sources: tuple[str, ...]) -> WorkedOut:
    date = with_weekday(last, site().language)
    return WorkedOut(id, words.format(date=date), sources)
