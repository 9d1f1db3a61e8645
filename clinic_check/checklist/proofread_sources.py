"""Whether every fact has a source, who read it when, and what somebody has to do for it soon."""

import datetime
import re
from collections.abc import Collection, Iterator

from clinic_check.checklist.catalogue import Catalogue, Source

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def source_problems(
    catalogue: Catalogue, cited_elsewhere: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield every fault of the sources and of what cites them: (file, entry, problem).

    `cited_elsewhere` are the sources that the phrases and the words on trials cite.
    """
    cited: set[str] = set(cited_elsewhere)
    for file, entry, sources, needed in _cited(catalogue):
        cited.update(sources)
        if needed and not sources:
            yield file, entry, "has no source"
        for name in sources:
            if name not in catalogue.source:
                yield file, entry, f"there is no source “{name}”"
        for name in {name for name in sources if sources.count(name) > 1}:
            yield file, entry, f"names the source “{name}” twice"
    for source in catalogue.sources:
        for problem in _source(source):
            yield "sources.toml", f"source “{source.id}”", problem
        if source.id not in cited:
            yield "sources.toml", f"source “{source.id}”", "nothing cites it"


def _cited(catalogue: Catalogue) -> Iterator[tuple[str, str, tuple[str, ...], bool]]:
    """Yield what can cite sources: file, entry, ids of sources, and whether it has to have one."""
    for section in catalogue.sections:
        for question in section.questions:
            file = f"sections/{section.id}.toml"
            yield file, f"question “{question.id}”", question.sources, False
    for file, finding in catalogue.homes:
        yield file, f"finding “{finding.id}”", finding.sources, True
    yield "catalogue.toml", "emergency", catalogue.frame.emergency.sources, False
    yield "states.toml", "general", catalogue.states_note.sources, True
    for state in catalogue.states:
        yield "states.toml", f"state “{state.id}”", state.sources, bool(state.note)
    yield "evidence.toml", "general", catalogue.evidence_note.sources, True
    for note in catalogue.evidence:
        yield "evidence.toml", f"note “{note.id}”", note.sources, False
    for harm in catalogue.harms:
        yield "harms.toml", f"harm “{harm.id}”", harm.sources, True
    for token in catalogue.tokens:
        yield "trust.toml", f"token “{token.id}”", token.sources, True
    for known in catalogue.known:
        yield "evidence.toml", f"known “{known.id}”", known.sources, True
    for place in catalogue.places:
        yield "reports.toml", f"place “{place.id}”", place.sources, False
    for term in catalogue.terms:
        yield "glossary.toml", f"term “{term.id}”", term.sources, False


def _source(source: Source) -> Iterator[str]:
    if source.number < 1:
        yield "needs a `number`, from 1, that no other source ever had"
    if not source.publisher or not source.title:
        yield "needs a publisher and a title"
    if not source.url.startswith("https://"):
        yield "its address has to begin with https://"
    if source.date and not _DATE.fullmatch(source.date):
        yield f"its date “{source.date}” is not YYYY, YYYY-MM or YYYY-MM-DD"
    if not day(source.read):
        yield f"`read` “{source.read}” is not a date (YYYY-MM-DD)"
    if source.checked and not day(source.checked):
        yield f"`checked` “{source.checked}” is not a date (YYYY-MM-DD)"


def reminders(catalogue: Catalogue, today: datetime.date) -> list[str]:
    """Return what somebody has to do soon, a sentence each; none of it stops the app."""
    review = catalogue.frame.review
    notes = [
        f"sources.toml, source “{source.id}”: nobody has read it for over twelve months."
        for source in stale(catalogue, today)
    ]
    if not catalogue.frame.emergency.signed_off_by:
        notes.append("catalogue.toml: no clinician has signed the emergency line yet.")
    notes += [
        f"catalogue.toml: no professional translator has signed “{language}” yet."
        for language, name in catalogue.frame.translation_signed_off_by.items()
        if not name
    ]
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
