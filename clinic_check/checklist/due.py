"""What somebody has to do for the content soon: sources to read again, names that are missing."""

import datetime

from clinic_check.checklist.catalogue import Catalogue, Source


def reminders(catalogue: Catalogue, today: datetime.date) -> list[str]:
    """Return what somebody has to do soon, a sentence each; none of it stops the app."""
    review = catalogue.frame.review
    notes = [
        f"sources.toml, source “{source.id}”: nobody has read it for over twelve months."
        for source in stale(catalogue, today)
    ]
    if not catalogue.frame.emergency.signed_off_by:
        notes.append("catalogue.toml: no clinician has signed the emergency line yet.")
    if not review.reviewers:
        notes.append("catalogue.toml: no reviewer is named.")
    if not review.next_review:
        notes.append("catalogue.toml: no date is set for the next review.")
    elif (day(review.next_review) or today) < today:
        notes.append(f"catalogue.toml: the review of {review.next_review} is due.")
    if unchecked := sum(not source.checked for source in catalogue.sources):
        notes.append(f"sources.toml: {unchecked} sources are not yet checked at their own page.")
    return notes


def stale(catalogue: Catalogue, today: datetime.date) -> tuple[Source, ...]:
    """Return the sources that nobody checked, or else read, in the last twelve months."""
    year = datetime.timedelta(days=365)
    return tuple(s for s in catalogue.sources if today - (day(s.checked or s.read) or today) > year)


def day(words: str) -> datetime.date | None:
    """Return the day that a YYYY-MM-DD names; None for anything else."""
    try:
        named = datetime.date.fromisoformat(words)
    except ValueError:
        return None
    return named if named.isoformat() == words else None
