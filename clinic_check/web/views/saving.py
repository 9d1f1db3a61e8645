"""“Save for later” and “Continue with a code”: out to paper, a file or a calendar, and back in.

Codes and files come by POST, are read in memory and forgotten; none is ever in an address.
"""

import datetime
import unicodedata
from dataclasses import dataclass, field, replace

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from clinic_check.checklist.rules import Chosen
from clinic_check.saving import file as answers_file
from clinic_check.saving import reminder as calendar
from clinic_check.saving.code import GROUP, LONGEST_TYPED, CodeFault, decode, encode
from clinic_check.saving.file import FileFault
from clinic_check.saving.reminder import DayFault
from clinic_check.web import session as kept
from clinic_check.web.context import running
from clinic_check.web.forms import TokenForm
from clinic_check.web.session import Kept
from clinic_check.web.signing import token
from clinic_check.web.views.asking import trouble_with

pages = Blueprint("resume", __name__)

MOST_NAMED = 10
"""How many questions are named in one sentence, and kept in the cookie for it."""


@dataclass(frozen=True)
class Found:
    """What a code or a file held. `remarks`: "new", "gone", "lost", "dropped" -> names to tell."""

    answers: Chosen
    helper: bool
    remarks: dict[str, list[str]] = field(default_factory=dict)


@pages.get("/save")
def save() -> ResponseReturnValue:
    """Save for later: the code, the file, and a reminder."""
    return _saving()


@pages.get("/save/file")
def file() -> Response:
    """The answers as a file."""
    mine = kept.load()
    text = answers_file.write(running().catalogue, mine.answers, mine.helper)
    return _download(text.encode(), "application/json", "clinic-check-answers.json")


@pages.post("/save/reminder")
def reminder() -> ResponseReturnValue:
    """A reminder as a file for a calendar, for the day that the person chose."""
    form = TokenForm()
    typed = _showable(request.form.get("day", ""))
    if not form.validate():
        return _saving(typed, trouble=trouble_with(form), status=422)
    now = datetime.datetime.now(tz=datetime.UTC)
    try:
        day = calendar.read_day(typed, now)
    except DayFault as fault:
        return _saving(typed, fault=str(fault), status=422)
    entry = calendar.write(running().library.reminder, day, now)
    return _download(entry, "text/calendar; charset=utf-8", "ask-the-clinic-again.ics")


@pages.route("/resume", methods=["GET", "POST"])
def resume() -> ResponseReturnValue:
    """Continue with a code, or with a saved file. What is here already is replaced only on a yes.

    The two forms differ in their field: `code` or `file`.
    """
    if request.method == "GET":
        return _asking()
    try:
        form = TokenForm()
    except RequestEntityTooLarge:
        return _asking(file_fault=answers_file.TOO_BIG, status=413)
    typed = request.form.get("code", "")
    if not form.validate():
        return _asking(typed, trouble=trouble_with(form), status=422)
    try:
        found = _from_file() if "file" in request.files else _from_code(typed)
    except CodeFault as fault:
        return _asking(typed, code_fault=fault, status=422)
    except FileFault as fault:
        return _asking(file_fault=str(fault), status=422)
    mine = kept.load()
    if mine == Kept({}, helper=mine.helper) or mine.answers == found.answers:
        return _put_back(found)
    return _confirming(found)


@pages.post("/resume/replace")
def replace_mine() -> ResponseReturnValue:
    """“Replace my answers”: the person has seen what would be lost, and the code comes again."""
    form = TokenForm()
    typed = request.form.get("code", "")
    try:
        found = _from_code(typed)
    except CodeFault as fault:
        return _asking(typed, code_fault=fault, trouble=trouble_with(form), status=422)
    if not form.validate():
        return _confirming(found, trouble=trouble_with(form), status=422)
    return _put_back(found)


@pages.get("/resume/opened")
def opened() -> ResponseReturnValue:
    """Say that the answers are back, what is new, what is gone, and what to look up again."""
    remarks = session.get("opened")
    if not isinstance(remarks, dict):
        return redirect(url_for("pages.answers"), code=303)
    mine = kept.load()
    number = mine.answers.get("trial-number") == ("in-writing",) and not mine.looked_up
    return render_template(
        "resume_opened.html", remarks=remarks, count=len(mine.answers), number=number
    )


def code_of(mine: Kept) -> str:
    """Return the code of these answers; empty where nothing is answered."""
    library = running().library
    if not mine.answers:
        return ""
    return encode(library.catalogue, library.register, mine.answers, mine.helper)


def _from_code(typed: str) -> Found:
    library = running().library
    opened = decode(library.catalogue, library.register, typed)
    if not opened.answers:
        raise CodeFault("There is no answer in this code that we can use. Nothing was changed.")
    remarks = {
        "new": [question.label for question in opened.new],
        "gone": list(opened.gone),
        "lost": [question.label for question in opened.lost],
    }
    return Found(opened.answers, opened.helper, _named(remarks))


def _from_file() -> Found:
    upload = request.files["file"]
    if not upload.filename:
        raise FileFault("Choose a file first.")
    saved = answers_file.read(running().catalogue, upload.stream.read(answers_file.LIMIT + 1))
    if not saved.answers:
        unknown = f" We do not know: {', '.join(saved.dropped)}." if saved.dropped else ""
        raise FileFault(
            f"There is no answer in this file that we can use. Nothing was changed.{unknown}"
        )
    return Found(saved.answers, saved.helper, _named({"dropped": list(saved.dropped)}))


def _named(remarks: dict[str, list[str]]) -> dict[str, list[str]]:
    """Leave out what there is nothing to say of, and shorten long lists: the cookie is small."""
    named = {}
    for kind, names in remarks.items():
        more = len(names) - MOST_NAMED
        if names:
            named[kind] = [*names[:MOST_NAMED], f"and {more} more"] if more > 1 else names
    return named


def _put_back(found: Found) -> ResponseReturnValue:
    """Keep what was found. The name and the record of other answers don't belong to it."""
    mine = kept.load()
    if mine.answers == found.answers:
        kept.store(replace(mine, helper=found.helper))
    else:
        kept.store(Kept(found.answers, helper=found.helper))
    session["opened"] = found.remarks
    return redirect(url_for(".opened"), code=303)


def _saving(
    day: str = "", *, fault: str = "", trouble: str = "", status: int = 200
) -> ResponseReturnValue:
    mine = kept.load()
    return (
        render_template(
            "save.html",
            code=code_of(mine),
            count=len(mine.answers),
            day=day,
            fault=fault,
            trouble=trouble,
            token=token(),
        ),
        status,
    )


def _asking(
    typed: str = "",
    *,
    code_fault: CodeFault | None = None,
    file_fault: str = "",
    trouble: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    shown = _showable(typed)
    return (
        render_template(
            "resume.html",
            typed=shown,
            code_fault=str(code_fault or ""),
            groups=_as_typed(shown, code_fault.groups if code_fault else ()),
            file_fault=file_fault,
            trouble=trouble,
            token=token(),
        ),
        status,
    )


def _confirming(found: Found, *, trouble: str = "", status: int = 200) -> ResponseReturnValue:
    """Ask before anything is lost. A file's answers come again as a code too."""
    mine = kept.load()
    return (
        render_template(
            "resume_confirm.html",
            mine=mine,
            mine_code=code_of(mine),
            found=found,
            code=code_of(Kept(found.answers, helper=found.helper)),
            trouble=trouble,
            token=token(),
        ),
        status,
    )


def _showable(typed: str) -> str:
    """Return what was typed as a page may show it again: a line of visible signs."""
    return "".join(c for c in typed[: 2 * LONGEST_TYPED] if c.isprintable())


def _as_typed(typed: str, groups: tuple[int, ...]) -> list[tuple[int, str]]:
    """Return the numbers of the groups that look wrong, each with what was typed there.

    In the groups that were typed, or in fours where it was typed in one go.
    """
    gaps = "".join(" " if unicodedata.category(c) in ("Pd", "Zs", "Sm") else c for c in typed)
    parts = gaps.split()
    if len(parts) == 1:
        parts = [parts[0][at : at + GROUP] for at in range(0, len(parts[0]), GROUP)]
    return [(group, parts[group - 1]) for group in groups if group <= len(parts)]


def _download(body: bytes, kind: str, name: str) -> Response:
    return Response(
        body,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
