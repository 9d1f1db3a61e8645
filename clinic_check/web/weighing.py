"""What a visitor's answers come to, and the code that brings them back."""

from flask import request

from clinic_check.checklist.findings import Summary, assess
from clinic_check.languages import ENGLISH
from clinic_check.library import Library
from clinic_check.saving.code import encode
from clinic_check.web.context import site
from clinic_check.web.session import Visit


def weigh(visit: Visit, library: Library | None = None) -> Summary:
    """Return what a visitor's answers come to, with the signs of a trial record they looked up.

    It is told in the words of `library`, which are those of the page if nothing else is said.
    """
    library = library or site().library
    known = library.trials.sign
    names = visit.looked_up.signs if visit.looked_up else ()
    return assess(library.catalogue, visit.answers, [known[name].finding for name in names])


def code_of(visit: Visit) -> str:
    """Return the code of these answers; empty where nothing is answered."""
    library = site().library
    if not visit.answers:
        return ""
    return encode(library.catalogue, library.register, visit.answers, visit.helper)


def library_for_papers(visit: Visit) -> Library:
    """Return the content in the language of a sheet or letter: the one asked for (`?language=`), or
    else the one that is likely spoken where it goes: English in the US, elsewhere the page's."""
    here = site()
    asked = request.args.get("language", "")
    usual = ENGLISH if "us" in visit.answers.get("place", ()) else here.language
    return here.libraries.get(asked) or here.libraries[usual]
