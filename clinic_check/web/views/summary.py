"""The summary: one screen first, everything unfolded at its own address, and the letter."""

from flask import Blueprint, render_template

from clinic_check.checklist.walk import unfinished
from clinic_check.sheets.clinic_letter import write
from clinic_check.sheets.summary import places_to_look_up, summary_page
from clinic_check.web import session as visits
from clinic_check.web.context import site
from clinic_check.web.views.guides import ways_in
from clinic_check.web.weighing import code_of, library_for_papers, weigh

pages = Blueprint("summary", __name__)


@pages.get("/summary")
def summary() -> str:
    """The risk summary, each sign a line that unfolds."""
    return _page(unfolded=False)


@pages.get("/summary/everything")
def everything() -> str:
    """The same with all of it unfolded, for whoever wants to read it through."""
    return _page(unfolded=True)


@pages.get("/summary/places")
def places() -> str:
    """The state's law, and where to look things up and report."""
    found = weigh(visits.load())
    return render_template(
        "summary/places.html",
        page=summary_page(site().catalogue, found),
        places=places_to_look_up(site().catalogue, found.answers),
    )


@pages.get("/letter")
def letter() -> str:
    """A letter or an e-mail to the clinic, with what is still open."""
    visit = visits.load()
    library = library_for_papers(visit)
    return render_template(
        "summary/letter.html",
        letter=write(library.paper.letter, weigh(visit, library), visit.clinic, visit.helper),
        letter_language=library.language,
    )


def _page(*, unfolded: bool) -> str:
    visit = visits.load()
    found = weigh(visit)
    catalogue = site().catalogue
    return render_template(
        "summary/summary.html",
        page=summary_page(catalogue, found),
        ways_in=ways_in(found.answers, visit.helper),
        more=unfinished(catalogue, visit.answers),
        clinic=visit.clinic,
        looked_up=visit.looked_up,
        helper=visit.helper,
        code=code_of(visit),
        today=site().today().isoformat(),
        unfolded=unfolded,
        places=places_to_look_up(catalogue, found.answers) if unfolded else (),
    )
