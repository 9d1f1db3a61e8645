"""The sheets: as PDF to show, mail or print, the doctor's as a page too, and the blank checklist.

The answers come from the cookie, so no address holds any, and no file is named after the clinic.
"""

import io
import logging
from collections.abc import Callable

from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from clinic_check.library import Library
from clinic_check.sheets.carried import Carried
from clinic_check.sheets.clinic_letter import write
from clinic_check.sheets.doctor import for_doctor
from clinic_check.sheets.form_letters import WrittenLetter
from clinic_check.sheets.paper import parts
from clinic_check.sheets.pdf import SIZES, PdfFault, Size
from clinic_check.sheets.printed import Which, blank_pdf, letter_pdf, sheet_pdf
from clinic_check.web import session as visits
from clinic_check.web.context import site
from clinic_check.web.limits import slot
from clinic_check.web.session import Visit
from clinic_check.web.weighing import code_of, library_for_papers, weigh

pages = Blueprint("sheets", __name__)
log = logging.getLogger("clinic_check")

FILES: dict[str, str] = {
    "doctor": "for-my-doctor.pdf",
    "call": "for-the-call.pdf",
    "both": "for-my-doctor-and-the-call.pdf",
    "everything": "everything.pdf",
    "blank": "blank-checklist.pdf",
    "letter": "letter.pdf",
}
"""What each file is called when it is kept. The clinic's name stays out of it: others see it."""

BOTH = "both"
"""Asks for the sheet for the call in two languages, line under line."""


@pages.get("/sheet/doctor.pdf")
def doctor_pdf() -> ResponseReturnValue:
    """Sheet 1, for the doctor."""
    return _mine("doctor")


@pages.get("/sheet/call.pdf")
def call_pdf() -> ResponseReturnValue:
    """Sheet 2, for the call."""
    return _mine("call")


@pages.get("/sheet/both.pdf")
def both_pdf() -> ResponseReturnValue:
    """Both sheets."""
    return _mine("both")


@pages.get("/sheet/everything.pdf")
def everything_pdf() -> ResponseReturnValue:
    """All that the summary has, with reasons and sources."""
    return _mine("everything")


@pages.get("/blank.pdf")
def blank() -> ResponseReturnValue:
    """The checklist to fill in by hand."""
    here = site()

    def make() -> bytes:
        return blank_pdf(
            here.catalogue,
            here.library.paper,
            here.today(),
            _size("letter"),
            address=here.settings.public_url or "",
            language=here.language,
        )

    return _file("blank", make)


@pages.get("/letter.pdf")
def letter_as_pdf() -> ResponseReturnValue:
    """The letter to the clinic, with what is still open."""
    visit, here = visits.load(), site()
    if not visit.answers:
        return redirect(url_for("summary.summary"), code=303)
    library = library_for_papers(visit)
    words = library.paper
    letter = write(words.letter, weigh(visit, library), visit.clinic, visit.helper)

    def make() -> bytes:
        return letter_pdf(
            words,
            here.today(),
            _size("letter"),
            title=letter.subject,
            to=[f"{words.letter.to} {visit.clinic}"] if visit.clinic else [],
            paragraphs=letter.paragraphs,
            closing=words.letter.closing,
            language=library.language,
        )

    return _file("letter", make)


@pages.get("/sheet/doctor")
def doctor() -> str:
    """Sheet 1 as a page, and as text to paste into a message."""
    return render_template("sheets/doctor.html", **_as_page(), text=_as_text())


@pages.get("/sheet/doctor.txt")
def doctor_text() -> Response:
    """Sheet 1 as plain text."""
    return Response(_as_text() + "\n", mimetype="text/plain")


def _as_text() -> str:
    return render_template("sheets/doctor.txt", **_as_page()).strip()


def _as_page() -> dict[str, object]:
    """Return what the page and the text are drawn from."""
    visit = visits.load()
    library = library_for_papers(visit)
    return {
        "sheet": for_doctor(library.catalogue, library.paper, weigh(visit, library)),
        "sheet_language": library.language,
        "carried": _carried(visit, library.language),
        "words": library.paper,
        "about": parts(library.paper.doctor.about, {"clinic": visit.clinic}),
    }


def _mine(which: Which) -> ResponseReturnValue:
    """Answer with a sheet of this person's answers; without any there is nothing to print."""
    visit = visits.load()
    if not visit.answers:
        return redirect(url_for("summary.summary"), code=303)
    library = site().library if which == "everything" else library_for_papers(visit)
    second = _second_library(library) if which == "call" else None
    looked_up = visit.looked_up
    usual: Size = "a4" if "abroad" in visit.answers.get("place", ()) else "letter"

    def make() -> bytes:
        return sheet_pdf(
            which,
            library.catalogue,
            library.paper,
            weigh(visit, library),
            _carried(visit, library.language),
            _size(usual),
            looked_up=(looked_up.number, looked_up.date) if looked_up else None,
            also=(
                (second.catalogue, second.paper, weigh(visit, second), second.language)
                if second
                else None
            ),
        )

    return _file(which, make)


def _second_library(first: Library) -> Library | None:
    """Return the content in the second language of the sheet for the call, if both are asked for.

    One is the page's own; beside an English page that is the first other language.
    """
    if request.args.get("language") != BOTH:
        return None
    others = [name for name in site().libraries if name != first.language]
    here = site().language
    return site().libraries[here if here in others else others[0]]


def _carried(visit: Visit, language: str) -> Carried:
    here = site()
    return Carried(
        visit.clinic,
        here.today(),
        code_of(visit),
        here.settings.public_url or "",
        visit.helper,
        language,
    )


def _size(usual: Size) -> Size:
    """Return the size of paper that was asked for; the usual one where none of ours was."""
    asked = request.args.get("paper", "").lower()
    return next((size for size in SIZES if size == asked), usual)


def written_letter(letter: WrittenLetter) -> ResponseReturnValue:
    """Answer with a letter that was made of what is typed on its page, and of nothing else."""
    here = site()

    def make() -> bytes:
        return letter_pdf(
            here.library.paper,
            here.today(),
            _size("letter"),
            title=letter.subject,
            sender=letter.sender,
            dated=letter.date,
            to=[line for part in letter.to for line in part.splitlines()],
            paragraphs=[line for part in letter.paragraphs for line in part.splitlines() if line],
            closing=[part for part in (letter.enclosed, letter.closing) if part],
            signature=letter.signature,
            language=here.language,
        )

    return _file("letter", make)


def _file(which: str, make: Callable[[], bytes]) -> ResponseReturnValue:
    """Answer with a file that the browser shows; say so on a page where none can be made."""
    try:
        with slot("paper"):
            pdf = make()
    except PdfFault as fault:
        # Its text may hold what a person typed, so only its cause is written down.
        cause = type(fault.__cause__).__name__
        log.error("No PDF: %s in %s", cause, request.endpoint, extra={"fault": cause})
        return render_template("sheets/unavailable.html"), 503
    return send_file(
        io.BytesIO(pdf), mimetype="application/pdf", download_name=FILES[which], max_age=0
    )
