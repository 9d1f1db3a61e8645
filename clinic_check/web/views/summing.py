"""Sums up the answers in the cookie, for the summary and for its two sheets by themselves."""

import datetime

from clinic_check.checklist.findings import assess
from clinic_check.sheets.summary import Sheet, build
from clinic_check.web import session as kept
from clinic_check.web.context import running
from clinic_check.web.views.saving import code_of


def my_sheet() -> Sheet:
    """Return the summary of this person's answers, laid out."""
    mine = kept.load()
    catalogue, known = running().catalogue, running().library.trials.sign
    looked_up = mine.looked_up
    signs = [known[name].finding for name in (looked_up.signs if looked_up else ())]
    found = assess(catalogue, mine.answers, signs)
    record = (looked_up.number, looked_up.date) if looked_up else None
    today = datetime.datetime.now(tz=datetime.UTC).date()
    return build(
        catalogue, found, mine.clinic, today, record, code=code_of(mine), helper=mine.helper
    )
