"""“Save for later” and “Go on with a code”: out to paper, a file or a calendar, and back in.

Codes and files come by POST, are read in memory and forgotten; none is ever in an address.
"""

import datetime
from dataclasses import dataclass, field, replace

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from clinic_check.checklist.rules import Chosen
from clinic_check.checklist.walk import unfinished
from clinic_check.saving import file as answers_file
from clinic_check.saving import reminder as calendar
from clinic_check.saving.code import Opened, decode
from clinic_check.saving.file import FileFault
from clinic_check.saving.reminder import DayFault
from clinic_check.saving.typed import GROUP, CodeFault, as_shown, typed_groups
from clinic_check.sheets.summary import FIRST_OPEN
from clinic_check.web import session as visits
from clinic_check.web.context import site
from clinic_check.web.forms import TokenForm, say
from clinic_check.web.session import Visit
from clinic_check.web.weighing import code_of, weigh

pages = Blueprint("saving", __name__)


@dataclass(frozen=True)
class Found:
    """What a code or a file held.

    `remarks`: "new", "longer", "gone", "lost", "dropped" -> the names to tell, with commas.
    """

    answers: Chosen
    helper: bool
    remarks: dict[str, str] = field(default_factory=dict)


@pages.get("/save")
def save() -> ResponseReturnValue:
    """Save for later: the code, the file, and a reminder."""
    return _saving()


@pages.get("/save/file")
def file() -> ResponseReturnValue:
    """The answers as a file; where there are none, the page that says so."""
    visit = visits.load()
    if not visit.answers:
        return redirect(url_for(".save"), code=303)
    text = answers_file.write(site().catalogue, visit.answers, visit.helper)
    return _download(text.encode(), "application/json", "clinic-check-answers.json")


@pages.get("/save/reminder")
def reminder() -> ResponseReturnValue:
    """A reminder as a file for a calendar, for the day that the person chose."""
    if "day" not in request.args:
        return redirect(url_for(".save"), code=303)
    typed = as_shown(request.args["day"])
    now = datetime.datetime.now(tz=datetime.UTC)
    try:
        day = calendar.read_day(typed, now)
    except DayFault as fault:
        return _saving(typed, fault=fault.say(site().library.messages), status=422)
    entry = calendar.write(site().library.reminder, day, now)
    return _download(entry, "text/calendar; charset=utf-8", "ask-the-clinic-again.ics")


@pages.route("/resume", methods=["GET", "POST"])
def resume() -> ResponseReturnValue:
    """Go on with a code, or with a saved file. What is here already is replaced only on a yes.

    The two forms differ in their field: `code` or `file`.
    """
    if request.method != "POST":
        return _asking()
    try:
        form = TokenForm()
    except RequestEntityTooLarge:
        return _asking(file_fault=answers_file.too_big(), status=413)
    typed = request.form.get("code", "")
    if not form.validate():
        typed = "" if form.cleared_since() else typed
        return _asking(typed, trouble=form.trouble(), status=422)
    if "change" in request.form:  # it comes from the page in another language, to be typed on
        return _asking(typed)
    try:
        found = _from_file() if "file" in request.files else _from_code(typed)
    except CodeFault as fault:
        return _asking(typed, code_fault=fault, status=422)
    except FileFault as fault:
        return _asking(file_fault=fault, status=422)
    mine = visits.load()
    if mine == Visit({}, helper=mine.helper) or mine.answers == found.answers:
        return _put_back(found)
    return _confirming(found)


@pages.post("/resume/replace")
def replace_mine() -> ResponseReturnValue:
    """“Replace my answers”: the person has seen what would be lost, and the code comes again."""
    form = TokenForm()
    typed = request.form.get("code", "")
    valid = form.validate()
    if form.cleared_since():
        return _asking(trouble=form.trouble(), status=422)
    try:
        found = _from_code(typed)
    except CodeFault as fault:
        return _asking(typed, code_fault=fault, trouble=form.trouble(), status=422)
    if not valid:
        return _confirming(found, trouble=form.trouble(), status=422)
    return _put_back(found)


@pages.get("/resume/opened")
def opened() -> ResponseReturnValue:
    """Say that the answers are back, what is new, what is gone, and where to go on."""
    remarks = session.get("opened")
    if not isinstance(remarks, dict):
        return redirect(url_for("checklist.answers"), code=303)
    visit = visits.load()
    known = {kind: names for kind, names in remarks.items() if isinstance(names, str)}
    catalogue = site().catalogue
    return render_template(
        "saving/opened.html",
        remarks=known,
        count=len(visit.answers),
        number=visit.answers.get("trial-number") == ("in-writing",) and not visit.looked_up,
        more=unfinished(catalogue, visit.answers),
        missing=weigh(visit).missing[:FIRST_OPEN],
    )


def _from_code(typed: str) -> Found:
    library = site().library
    opened = decode(library.catalogue, library.register, typed)
    if not opened.answers:
        raise CodeFault("opened.no-answer.code")
    return Found(opened.answers, opened.helper, remarks_on(opened))


def remarks_on(opened: Opened) -> dict[str, str]:
    """Return what has changed since a code was made: its kind -> the names, with commas."""
    remarks = {
        "new": [question.label for question in opened.new],
        "longer": [question.label for question in opened.more],
        "gone": opened.gone,
        "lost": [
            say("list.answer", question=each.label, answers=", ".join(opened.retired[each.id]))
            for each in opened.lost
        ],
    }
    messages = site().library.messages
    return {kind: messages.listing(names) for kind, names in remarks.items() if names}


def _from_file() -> Found:
    upload = request.files["file"]
    if not upload.filename:
        raise FileFault("opened.no-file")
    saved = answers_file.read(site().catalogue, upload.stream.read(answers_file.LIMIT + 1))
    dropped = site().library.messages.listing(saved.dropped)
    if saved.answers:
        return Found(saved.answers, saved.helper, {"dropped": dropped} if dropped else {})
    if dropped:
        raise FileFault("opened.no-answer.file-unknown", names=dropped)
    raise FileFault("opened.no-answer.file")


def _put_back(found: Found) -> ResponseReturnValue:
    """Keep what was found. The name and the record of other answers don't belong to it."""
    mine = visits.load()
    if mine.answers == found.answers:
        visits.store(replace(mine, helper=found.helper))
    else:
        visits.store(Visit(found.answers, helper=found.helper))
    session["opened"] = found.remarks
    return redirect(url_for(".opened"), code=303)


def _saving(day: str = "", *, fault: str = "", status: int = 200) -> ResponseReturnValue:
    mine = visits.load()
    return (
        render_template(
            "saving/save.html",
            code=code_of(mine),
            count=len(mine.answers),
            day=day,
            fault=fault,
        ),
        status,
    )


def _asking(
    typed: str = "",
    *,
    code_fault: CodeFault | None = None,
    file_fault: FileFault | None = None,
    trouble: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    shown = as_shown(typed)
    messages = site().library.messages
    return (
        render_template(
            "saving/resume.html",
            typed=shown,
            code_fault=code_fault.say(messages) if code_fault else "",
            groups=_as_typed(shown, code_fault.groups if code_fault else ()),
            file_fault=file_fault.say(messages) if file_fault else "",
            trouble=trouble,
        ),
        status,
    )


def _confirming(found: Found, *, trouble: str = "", status: int = 200) -> ResponseReturnValue:
    """Ask before anything is lost. A file's answers come again as a code too."""
    mine = visits.load()
    return (
        render_template(
            "saving/confirm.html",
            mine=mine,
            mine_code=code_of(mine),
            found=found,
            code=code_of(Visit(found.answers, helper=found.helper)),
            trouble=trouble,
        ),
        status,
    )


def _as_typed(typed: str, groups: tuple[int, ...]) -> list[tuple[int, str]]:
    """Return the numbers of the groups that look wrong, each with what was typed there.

    In the groups that were typed, or in fours where it was typed in one go.
    """
    parts = typed_groups(typed)
    if len(parts) == 1:
        parts = [parts[0][at : at + GROUP] for at in range(0, len(parts[0]), GROUP)]
    return [(group, parts[group - 1]) for group in groups if group <= len(parts)]


def _download(body: bytes, kind: str, name: str) -> Response:
    return Response(
        body,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
