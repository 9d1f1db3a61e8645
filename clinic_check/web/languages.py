"""The same page in another language: its address, and whether a browser asks for one."""

from urllib.parse import quote

from flask import request, url_for

from clinic_check.languages import ENGLISH, LANGUAGES
from clinic_check.web.back import back_in_address
from clinic_check.web.context import site


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
