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
from clinic_check.checklist.messages import Told
from clinic_check.checklist.rules import Chosen
from clinic_check.saving import code as resume
from clinic_check.saving import file as answers_file
from clinic_check.saving.typed import LONGEST_TYPED
from clinic_check.web import session as visits
from clinic_check.web.context import site
from clinic_check.web.forms import NAME_LIMIT, TokenForm, say
from clinic_check.web.views.saving import remarks_on

pages = Blueprint("compare", __name__)

PLACES = 3
"""Codes that can be typed, and clinics that fit side by side on paper and on a screen."""

BODY_LIMIT = (PLACES + 1) * answers_file.LIMIT
"""Bytes: three files as large as a file may be, and the rest of the form."""

LETTERS = "ABC"


@dataclass
class Place:
    """A place of the form: what was typed there, what is wrong with it, and what it holds.

    Place 0 stands for the answers in this check; it has no code. `told` are sentences on what has
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
    empty = [Place(0, mine.clinic, chosen=bool(mine.answers))]
    empty += [Place(number, "") for number in range(1, PLACES + 1)]
    if request.method != "POST":
        return _asking(empty, mine.answers)
    try:
        form = TokenForm()
    except RequestEntityTooLarge:
        return _asking(empty, mine.answers, answers_file.too_big().say(site().library.messages))
    places = list(_read_places(mine.answers))
    used = [place for place in places if place.answers is not None]
    valid = form.validate_on_submit()
    if form.cleared_since():
        return _asking(empty, mine.answers, form.trouble())
    if valid and "change" in request.form:  # from the page in another language, to be typed on
        return _asking([replace(place, error="") for place in places], mine.answers)
    trouble = form.trouble() or _trouble(places, used)
    if not valid or trouble or any(place.error for place in places):
        return _asking(places, mine.answers, trouble)
    named = [
        (place, place.name or say("compare.letter", letter=LETTERS[n]))
        for n, place in enumerate(used)
    ]
    clinics = tuple(Clinic(name, place.answers or {}) for place, name in named)
    return render_template(
        "compare/side_by_side.html",
        compared=compare(site().catalogue, site().library.messages, clinics),
        places=used,
        told=[(name, sentence) for place, name in named for sentence in place.told],
        record=mine.looked_up is not None and places[0].chosen,
    )


def _asking(places: list[Place], mine: Chosen, trouble: str = "") -> ResponseReturnValue:
    """Draw the form with what was typed. A file that could be read comes back as its code."""
    wrong = bool(trouble) or any(place.error for place in places)
    return (
        render_template(
            "compare/clinics.html",
            places=places if mine else places[1:],
            trouble=trouble,
            wrong=wrong,
        ),
        422 if wrong else 200,
    )


def _read_places(mine: Chosen) -> Iterator[Place]:
    """Read what was typed, place by place."""
    here = bool(mine) and "mine" in request.form
    name = _name(0)
    yield Place(0, name, chosen=here, answers=mine if here else None, error=_too_long(name))
    for number in range(1, PLACES + 1):
        name, code = _name(number), request.form.get(f"code-{number}", "").strip()
        place = Place(number, name, _showable(code), error=_too_long(name))
        file = request.files.get(f"file-{number}")
        raw = file.read() if file and file.filename else b""
        try:
            if code and raw:
                place.error = say("compare.two-ways")
            elif code:
                _open_code(place, code)
            elif file and file.filename:
                _open_file(place, raw)
            elif name and not place.error:
                place.error = say("compare.nothing", name=name)
        except Told as fault:
            place.error = fault.say(site().library.messages)
        yield place


def _name(number: int) -> str:
    return _showable(" ".join(request.form.get(f"name-{number}", "").split()))


def _showable(typed: str) -> str:
    """Return what was typed as a page may show it again: a line of visible signs."""
    return "".join(sign for sign in typed[: 2 * LONGEST_TYPED] if sign.isprintable())


def _too_long(name: str) -> str:
    return say("name.long", most=NAME_LIMIT) if len(name) > NAME_LIMIT else ""


def _open_code(place: Place, code: str) -> None:
    catalogue = site().catalogue
    opened = resume.decode(catalogue, site().library.register, code)
    place.answers = opened.answers
    place.told = tuple(_since(catalogue, opened))


def _since(catalogue: Catalogue, opened: resume.Opened) -> Iterator[str]:
    """Say what has changed since the code was made."""
    if opened.version == catalogue.frame.version:
        return
    yield say("compare.version.code", version=opened.version)
    for kind, names in remarks_on(opened).items():
        yield say(f"compare.{kind}", names=names)


def _open_file(place: Place, raw: bytes) -> None:
    catalogue, register = site().catalogue, site().library.register
    saved = answers_file.read(catalogue, raw)
    place.answers = saved.answers
    # A browser never fills in a file again: the code brings the same answers, if the page returns.
    place.code = resume.encode(catalogue, register, saved.answers, saved.helper)
    if saved.version != catalogue.frame.version:
        place.told += (say("compare.version.file", version=saved.version),)
    if saved.dropped:
        place.told += (
            say("compare.dropped", names=site().library.messages.listing(saved.dropped)),
        )


def _trouble(places: list[Place], used: list[Place]) -> str:
    """Return what is wrong with the places taken together, empty where nothing is."""
    if any(place.error for place in places):
        return ""
    if len(used) < 2:
        return say("compare.too-few")
    if len(used) > PLACES:
        return say("compare.too-many")
    for place in used:
        for other in used:
            if other is place:
                break
            if other.answers == place.answers:
                return say("compare.twice", one=_called(other), other=_called(place))
            if other.name and other.name.casefold() == place.name.casefold():
                return say("compare.same-name")
    return ""


def _called(place: Place) -> str:
    if not place.number:
        return say("compare.this-check")
    return say("compare.code", number=place.number)
