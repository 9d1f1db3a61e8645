"""“Compare clinics”: two or three side by side, from their codes or files and the answers here.

The names that are typed serve this one page. Nothing of it is kept: no name, no code, no file.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.compare import Clinic, compare
from clinic_check.checklist.messages import InputFault
from clinic_check.checklist.rules import Chosen
from clinic_check.saving import code as resume
from clinic_check.saving import file as answers_file
from clinic_check.saving.typed import as_shown
from clinic_check.web import session as visits
from clinic_check.web.context import site
from clinic_check.web.forms import NAME_LIMIT, TokenForm, say
from clinic_check.web.views.saving import remarks_on

pages = Blueprint("compare", __name__)

CLINICS = 3
"""Codes that can be typed, and clinics that fit side by side on paper and on a screen."""

BODY_LIMIT = (CLINICS + 1) * answers_file.LIMIT
"""Bytes: three files as large as a file may be, and the rest of the form."""

LETTERS = "ABC"


@dataclass
class ClinicEntry:
    """An entry of the form: what was typed there, what is wrong with it, and what it holds.

    Entry 0 stands for the answers in this check; it has no code. `told` are sentences on what has
    changed since a code or a file was made.
    """

    number: int
    name: str
    code: str = ""
    chosen: bool = False
    error: str = ""
    answers: Chosen | None = None
    told: tuple[str, ...] = ()

    @property
    def problem(self) -> tuple[str, str]:
        """The id of its first control, and what is wrong, to list at the top of the page."""
        first = f"code-{self.number}" if self.number else "name-0"
        return first, f"{_called(self)}: {self.error}"


@pages.before_request
def allow_three_files() -> None:
    """Take more here than elsewhere: three files may come at once."""
    request.max_content_length = BODY_LIMIT


@pages.route("/compare", methods=["GET", "POST"])
def side_by_side() -> ResponseReturnValue:
    """Ask for the codes, or show the clinics side by side."""
    mine = visits.load()
    empty = [ClinicEntry(0, mine.clinic, chosen=bool(mine.answers))]
    empty += [ClinicEntry(number, "") for number in range(1, CLINICS + 1)]
    if request.method != "POST":
        return _asking(empty, mine.answers)
    try:
        form = TokenForm()
    except RequestEntityTooLarge:
        return _asking(empty, mine.answers, answers_file.too_big().say(site().library.messages))
    entries = list(_read_entries(mine.answers))
    used = [entry for entry in entries if entry.answers is not None]
    valid = form.validate_on_submit()
    if form.cleared_since():
        return _asking(empty, mine.answers, form.trouble())
    if valid and "change" in request.form:  # from the page in another language, to be typed on
        return _asking([replace(entry, error="") for entry in entries], mine.answers)
    trouble = form.trouble() or _trouble(entries, used)
    if not valid or trouble or any(entry.error for entry in entries):
        return _asking(entries, mine.answers, trouble)
    named = [
        (entry, entry.name or say("compare.letter", letter=LETTERS[n]))
        for n, entry in enumerate(used)
    ]
    clinics = tuple(Clinic(name, entry.answers or {}) for entry, name in named)
    return render_template(
        "compare/side_by_side.html",
        compared=compare(site().catalogue, site().library.messages, clinics),
        entries=used,
        told=[(name, sentence) for entry, name in named for sentence in entry.told],
        record=mine.looked_up is not None and entries[0].chosen,
    )


def _asking(entries: list[ClinicEntry], mine: Chosen, trouble: str = "") -> ResponseReturnValue:
    """Draw the form with what was typed. A file that could be read comes back as its code."""
    wrong = bool(trouble) or any(entry.error for entry in entries)
    return (
        render_template(
            "compare/clinics.html",
            entries=entries if mine else entries[1:],
            trouble=trouble,
            wrong=wrong,
        ),
        422 if wrong else 200,
    )


def _read_entries(mine: Chosen) -> Iterator[ClinicEntry]:
    """Read what was typed, entry by entry."""
    here = bool(mine) and "mine" in request.form
    name = _name(0)
    yield ClinicEntry(0, name, chosen=here, answers=mine if here else None, error=_too_long(name))
    for number in range(1, CLINICS + 1):
        name, code = _name(number), request.form.get(f"code-{number}", "").strip()
        entry = ClinicEntry(number, name, as_shown(code), error=_too_long(name))
        file = request.files.get(f"file-{number}")
        raw = file.read() if file and file.filename else b""
        try:
            if code and raw:
                entry.error = say("compare.two-ways")
            elif code:
                _open_code(entry, code)
            elif file and file.filename:
                _open_file(entry, raw)
            elif name and not entry.error:
                entry.error = say("compare.nothing", name=name)
        except InputFault as fault:
            entry.error = fault.say(site().library.messages)
        yield entry


def _name(number: int) -> str:
    return as_shown(" ".join(request.form.get(f"name-{number}", "").split()))


def _too_long(name: str) -> str:
    return say("name.long", most=NAME_LIMIT) if len(name) > NAME_LIMIT else ""


def _open_code(entry: ClinicEntry, code: str) -> None:
    catalogue = site().catalogue
    opened = resume.decode(catalogue, site().library.register, code)
    entry.answers = opened.answers
    entry.told = tuple(_since(catalogue, opened))


def _since(catalogue: Catalogue, opened: resume.Opened) -> Iterator[str]:
    """Say what has changed since the code was made."""
    if opened.version == catalogue.frame.version:
        return
    yield say("compare.version.code", version=opened.version)
    for kind, names in remarks_on(opened).items():
        yield say(f"compare.{kind}", names=names)


def _open_file(entry: ClinicEntry, raw: bytes) -> None:
    catalogue, register = site().catalogue, site().library.register
    saved = answers_file.read(catalogue, raw)
    entry.answers = saved.answers
    # A browser never fills in a file again: the code brings the same answers, if the page returns.
    entry.code = resume.encode(catalogue, register, saved.answers, saved.helper)
    if saved.version != catalogue.frame.version:
        entry.told += (say("compare.version.file", version=saved.version),)
    if saved.dropped:
        entry.told += (
            say("compare.dropped", names=site().library.messages.listing(saved.dropped)),
        )


def _trouble(entries: list[ClinicEntry], used: list[ClinicEntry]) -> str:
    """Return what is wrong with the entries taken together, empty where nothing is."""
    if any(entry.error for entry in entries):
        return ""
    if len(used) < 2:
        return say("compare.too-few")
    if len(used) > CLINICS:
        return say("compare.too-many")
    for entry in used:
        for other in used:
            if other is entry:
                break
            if other.answers == entry.answers:
                return say("compare.twice", one=_called(other), other=_called(entry))
            if other.name and other.name.casefold() == entry.name.casefold():
                return say("compare.same-name")
    return ""


def _called(entry: ClinicEntry) -> str:
    if not entry.number:
        return say("compare.this-check")
    return say("compare.code", number=entry.number)
