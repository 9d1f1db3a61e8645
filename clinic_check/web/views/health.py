"""Two addresses for the machines that watch over a copy: does it run, and may it be used."""

from flask import Blueprint

from clinic_check.settings import weakness
from clinic_check.web.context import running

pages = Blueprint("health", __name__)

PLAIN = {"Content-Type": "text/plain; charset=utf-8"}


@pages.get("/healthz")
def process() -> tuple[str, dict[str, str]]:
    """The process answers. Where it does not, start it again."""
    return "ok\n", PLAIN


@pages.get("/readyz")
def ready() -> tuple[str, int, dict[str, str]]:
    """The content is loaded and the key is fit; a sentence for each that is not, and 503.

    `serve` refuses to start with either fault, but other servers can call `create_app` their way.
    """
    here = running()
    wrong = []
    if not here.catalogue.questions:
        wrong.append("The content has no questions.")
    if fault := weakness(here.settings.secret_key):
        wrong.append(f"The key is too weak: {fault}.")
    if here.settings.own_key and not here.settings.local:
        wrong.append("The key is this copy’s own: other copies could not read its cookies.")
    return "\n".join(wrong or ["ready"]) + "\n", 503 if wrong else 200, PLAIN
