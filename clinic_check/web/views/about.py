"""The pages about the site: who made it, its sources, its words, its privacy, its access."""

from flask import Blueprint, render_template

from clinic_check.web import session as kept
from clinic_check.web.templating import page

pages = Blueprint("about", __name__)


@pages.get("/about")
def about() -> bytes:
    """Who made this, who pays for it, and how the content is kept up to date."""
    return page("about.html")


@pages.get("/sources")
def sources() -> bytes:
    """Every source, with its date."""
    return page("sources.html")


@pages.get("/glossary")
def glossary() -> bytes:
    """What the words mean."""
    return page("glossary.html")


@pages.get("/privacy")
def privacy() -> str:
    """Exactly what the cookie holds."""
    return render_template("privacy.html", contents=kept.CONTENTS)


@pages.get("/accessibility")
def accessibility() -> bytes:
    """How the pages were made to be used by everyone, and what was tested."""
    return page("accessibility.html")
