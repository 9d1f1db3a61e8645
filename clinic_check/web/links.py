"""Links that a page works out: the same page in another language, and the way back from a tool."""

from urllib.parse import quote

from flask import request, url_for

from clinic_check.languages import ENGLISH, LANGUAGES
from clinic_check.web.context import site

PARTS = ("quick", "check", "details", "change")


def back_name() -> str:
    """Return which question led here, as “part/question-id”; empty where none did, or none we know.

    It stands in the address of the tool and in a hidden field of its forms; it holds no answer.
    """
    return _known(request.form.get("back", "")) or back_in_address()


def back_in_address() -> str:
    """Return the same where it stands in the address of this page."""
    return _known(request.args.get("back", ""))


def _known(named: str) -> str:
    part, _, question = named.partition("/")
    return named if part in PARTS and question in site().catalogue.question else ""


def back_address(otherwise: str) -> str:
    """Return the address of that question, or else of another endpoint."""
    part, _, question = back_name().partition("/")
    if not question:
        return url_for(otherwise)
    return url_for("checklist.question", part=part, question_id=question)


def root() -> str:
    """Return what stands before every address of this site, of whatever language."""
    here = site().language
    return request.script_root if here == ENGLISH else request.script_root.removesuffix(f"/{here}")


def address_in(language: str, endpoint: str = "") -> str:
    """Return the address of this page in another language; of its start, where none stands here.

    `endpoint` names the page that a form is typed on. It can come back at an address that only
    takes forms, as `/claims/keep` does, and must still be sent to where it is drawn.
    """
    home = root() if language == ENGLISH else f"{root()}/{language}"
    if endpoint:
        return home + url_for(endpoint).removeprefix(request.script_root)
    rule = request.url_rule
    if rule is None or "GET" not in (rule.methods or ()):
        return f"{home}/"
    back = back_in_address()
    return home + quote(request.path) + (f"?back={quote(back)}" if back else "")


def preferred() -> str:
    """Return the language that a browser asks for, where an English page isn't in it."""
    if site().language != ENGLISH:
        return ""  # somebody chose this language; the page links to English anyway
    asked = request.accept_languages.best_match(LANGUAGES)
    return asked if asked and asked != ENGLISH else ""
