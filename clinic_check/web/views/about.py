"""The pages about the site: who made it, its sources, its words, its privacy; and two addresses for
the machines that watch over a copy.
"""

from flask import Blueprint, render_template

from clinic_check.settings import weakness
from clinic_check.web.context import site
from clinic_check.web.session import CONTENTS

pages = Blueprint("about", __name__)
machines = Blueprint("machines", __name__)

PLAIN = {"Content-Type": "text/plain; charset=utf-8"}


@pages.get("/about")
def about() -> str:
    """Who made this, who pays for it, and how the content is kept up to date."""
    return render_template("about/about.html")


@pages.get("/sources")
def sources() -> str:
    """Every source, with its date."""
    return render_template("about/sources.html")


@pages.get("/glossary")
def glossary() -> str:
    """What the words mean."""
    return render_template("about/glossary.html")


@pages.get("/privacy")
def privacy() -> str:
    """Exactly what the cookie holds."""
    return render_template("about/privacy.html", contents=CONTENTS)


@pages.get("/accessibility")
def accessibility() -> str:
    """How the pages were made to be used by everyone, and what was tested."""
    return render_template("about/accessibility.html")


@machines.get("/healthz")
def process() -> tuple[str, dict[str, str]]:
    """The process answers. Where it does not, start it again."""
    return "ok\n", PLAIN


@machines.get("/readyz")
def ready() -> tuple[str, int, dict[str, str]]:
    """The content is loaded and the key is fit; a sentence for each that is not, and 503.

    `serve` refuses to start with either fault, but other servers can call `create_app` their way.
    """
    here = site()
    wrong = []
    if not here.catalogue.questions:
        wrong.append("The content has no questions.")
    if fault := weakness(here.settings.secret_key):
        wrong.append(f"The key is too weak: {fault}.")
    if here.settings.own_key and not here.settings.local:
        wrong.append("The key is this copy’s own: other copies could not read its cookies.")
    return "\n".join(wrong or ["ready"]) + "\n", 503 if wrong else 200, PLAIN
