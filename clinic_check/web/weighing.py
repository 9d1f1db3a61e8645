"""What a visitor's answers come to, and the code that brings them back."""

from clinic_check.checklist.findings import Summary, assess
from clinic_check.saving.code import encode
from clinic_check.web.context import site
from clinic_check.web.session import Visit


def weigh(visit: Visit) -> Summary:
    """Return what a visitor's answers come to, with the signs of a trial record they looked up."""
    known = site().library.trials.sign
    names = visit.looked_up.signs if visit.looked_up else ()
    return assess(site().catalogue, visit.answers, [known[name].finding for name in names])


def code_of(visit: Visit) -> str:
    """Return the code of these answers; empty where nothing is answered."""
    library = site().library
    if not visit.answers:
        return ""
    return encode(library.catalogue, library.register, visit.answers, visit.helper)
