"""The other papers: the checklist to fill in by hand, the sheets by themselves, and the letter."""

from flask import Blueprint, render_template, request

from clinic_check.checklist.findings import assess
from clinic_check.saving import code as resume
from clinic_check.sheets.blank import blank, blank_quick
from clinic_check.sheets.letter import write
from clinic_check.web import session as kept
from clinic_check.web.context import running
from clinic_check.web.summary_page import draw_sheet
from clinic_check.web.views.summing import my_sheet

pages = Blueprint("papers", __name__)


@pages.get("/paper/blank")
def whole() -> str:
    """The whole checklist, to print and to fill in by hand."""
    library = running().library
    code = resume.length(library.register.layouts[-1])
    return render_template(
        "blank.html",
        parts=blank(library.catalogue),
        groups=-(-code // resume.GROUP),
        site=request.host_url,
    )


@pages.get("/paper/quick")
def quick() -> str:
    """The quick check on one page, to print and to fill in by hand."""
    lines = blank_quick(running().catalogue)
    return render_template("blank_quick.html", lines=lines, site=request.host_url)


@pages.get("/paper/call")
def call() -> bytes:
    """The call sheet by itself: what to read out on the telephone."""
    return draw_sheet("call", my_sheet())


@pages.get("/paper/doctor")
def doctor() -> bytes:
    """The doctor's sheet by itself: page 1 of the summary."""
    return draw_sheet("doctor", my_sheet())


@pages.get("/letter")
def letter() -> str:
    """A letter or an e-mail to the clinic, with what is still open."""
    mine = kept.load()
    summary = assess(running().catalogue, mine.answers)
    return render_template("letter.html", letter=write(summary, mine.clinic, mine.helper))
