"""Tells in plain words what a record says, as labelled lines for a page."""

from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

from clinic_check.checklist.dates import in_figures, in_words
from clinic_check.languages import ENGLISH
from clinic_check.trials.record import Site, Trial, last_day, last_sign_of_life, readable
from clinic_check.trials.sites import Search
from clinic_check.trials.words import TrialWords

SITES_SHOWN = 10
"""So many sites are named; the others are counted."""

MONTHS_TOLD = 24
"""From so many months on, years are told: the day itself stands beside them."""

STOPPED = {"WITHDRAWN", "TERMINATED", "SUSPENDED"}


@dataclass(frozen=True)
class Line:
    """One thing that the record says: its label, and a text or several, ready to be escaped."""

    id: str
    label: str
    texts: tuple[str, ...]


def lines(
    trial: Trial, words: TrialWords, today: date, search: Search, asked: str = ""
) -> tuple[Line, ...]:
    """Return what the record says, in the order of the page.

    `search` is what `find_sites` found; `asked` is the number that was looked up, which a
    replaced number differs from.
    """
    texts = {
        "title": [_fill(words, "title", title=trial.title)] if trial.title else [],
        "number": [_fill(words, "replaced", number=trial.number)]
        if asked and asked != trial.number
        else [],
        "status": [_status(trial, words)],
        "heard": [_heard(trial, words, today)],
        "stopped": _stopped(trial, words),
        "type": [_code(words, "type", trial.study_type)],
        "phase": [words.code("phase", phase) for phase in trial.phases],
        "sponsor": [_sponsor(trial, words)],
        "conditions": [readable(text) for text in trial.conditions] or [_unsaid(words)],
        "given": _given(trial, words),
        "people": [_people(trial, words)],
        "groups": _groups(trial, words),
        "masking": [words.code("masking", trial.masking)] if trial.masking else [],
        "dates": [_dates(trial, words)],
        "sites": _sites(trial, words, search),
        "flag": [words.sentences[_FLAG[trial.fda_drug]]],
        "results": [_results(trial, words)],
        "access": _access(trial, words),
    }
    return tuple(
        Line(id, label, tuple(texts[id])) for id, label in words.labels.items() if texts[id]
    )


def ago(words: TrialWords, then: date, today: date) -> str:
    """Say how long ago a day was: in months, and from two years on in whole years."""
    months = (today.year - then.year) * 12 + today.month - then.month - (today.day < then.day)
    if months < 1:
        return words.sentences["ago-days"]
    if months == 1:
        return words.sentences["ago-month"]
    if months < MONTHS_TOLD:
        return _fill(words, "ago-months", months=months)
    return _fill(words, "ago-years", years=months // 12)


def day_in_words(written: str, language: str = ENGLISH) -> str:
    """Write YYYY-MM-DD as "March 5, 2024" and YYYY-MM as "March 2024"; else as it stands."""
    return in_words(written, language) if last_day(written) else readable(written)


_FLAG = {True: "flag-yes", False: "flag-no", None: "flag-missing"}


def _fill(words: TrialWords, sentence: str, **blanks: str | int) -> str:
    return words.sentences[sentence].format(**{k: readable(str(v)) for k, v in blanks.items()})


def _unsaid(words: TrialWords) -> str:
    return words.sentences["not-said"]


def _code(words: TrialWords, kind: str, code: str) -> str:
    return words.code(kind, code) if code else _unsaid(words)


def _status(trial: Trial, words: TrialWords) -> str:
    if trial.status == "UNKNOWN" and trial.last_known_status:
        before = words.code("status", trial.last_known_status)
        return _fill(words, "status-unknown", before=before)
    return _code(words, "status", trial.status)


def _heard(trial: Trial, words: TrialWords, today: date) -> str:
    heard = last_sign_of_life(trial)
    if heard is None:
        return words.sentences["heard-never"]
    written = next(t for t in (trial.last_update, trial.verified) if last_day(t) == heard)
    return _fill(
        words, "heard", date=day_in_words(written, words.language), ago=ago(words, heard, today)
    )


def _stopped(trial: Trial, words: TrialWords) -> list[str]:
    if trial.why_stopped:
        return [_fill(words, "stopped", reason=trial.why_stopped)]
    return [words.sentences["stopped-unsaid"]] if trial.status in STOPPED else []


def _sponsor(trial: Trial, words: TrialWords) -> str:
    if not trial.sponsor:
        return _unsaid(words)
    kind = _code(words, "sponsor", trial.sponsor_class or "UNKNOWN")
    return _fill(words, "sponsor", name=trial.sponsor.rstrip(". "), kind=kind)


def _given(trial: Trial, words: TrialWords) -> list[str]:
    things = []
    for thing in trial.given:
        kind = words.code("given", thing.kind) if thing.kind else ""
        name = readable(thing.name)
        things.append(f"{name} ({kind})" if name and kind else name or kind)
    return [thing for thing in things if thing] or [_unsaid(words)]


def _people(trial: Trial, words: TrialWords) -> str:
    if trial.people is None:
        return _unsaid(words)
    kind = {"ESTIMATED": "people-planned", "ACTUAL": "people-joined"}.get(
        trial.people_kind, "people"
    )
    return _fill(words, kind, count=in_figures(trial.people, words.language))


def _groups(trial: Trial, words: TrialWords) -> list[str]:
    if trial.study_type != "INTERVENTIONAL":
        return []
    if not trial.groups and not trial.allocation and not trial.model:
        return [_unsaid(words)]
    if trial.model == "SINGLE_GROUP" or len(trial.groups) == 1:
        return [words.sentences["one-group"]]
    kinds = [words.code("group", kind) for kind in dict.fromkeys(trial.groups) if kind]
    told = [_fill(words, "groups", kinds=f"{', '.join(kinds)}.".capitalize())] if kinds else []
    return [*told, *([words.code("allocation", trial.allocation)] if trial.allocation else [])]


def _dates(trial: Trial, words: TrialWords) -> str:
    if not trial.start and not trial.end:
        return _unsaid(words)
    start, end = (day_in_words(day, words.language) for day in (trial.start, trial.end))
    if end and trial.end_kind == "ESTIMATED":
        end = _fill(words, "end-planned", date=end)
    if not end:
        return _fill(words, "start-only", start=start)
    if not start:
        return _fill(words, "end-only", end=end)
    return _fill(words, "dates", start=start, end=end)


def _sites(trial: Trial, words: TrialWords, search: Search) -> list[str]:
    if not trial.sites:
        return [words.sentences["no-sites"]]
    told = [_fill(words, "sites", count=in_figures(len(trial.sites), words.language))]
    if search.typed and not search.found:
        told.append(_fill(words, "site-not-found", typed=f"“{search.typed}”"))
    found = frozenset(search.found)
    others = (site for site in trial.sites if site not in found)
    shown = [*islice(chain(search.found, others), SITES_SHOWN)]
    for site in shown:
        place = _place(site)
        if site in found:
            place = _fill(words, "found-site", place=place)
        if site.status:
            status = words.code("status", site.status)
            told.append(_fill(words, "site-status", place=place, status=status))
        else:
            told.append(_fill(words, "site", place=place))
    if len(trial.sites) > len(shown):
        more = in_figures(len(trial.sites) - len(shown), words.language)
        told.append(_fill(words, "more-sites", count=more))
    return told


def _place(site: Site) -> str:
    return ", ".join(t for t in (site.name, site.city, site.state, site.country) if t) or "?"


def _results(trial: Trial, words: TrialWords) -> str:
    if trial.has_results is None:
        return _unsaid(words)
    if trial.has_results:
        return words.sentences["results-yes"]
    return words.sentences["results-waiting" if trial.results_waiting else "results-no"]


def _access(trial: Trial, words: TrialWords) -> list[str]:
    if trial.expanded_access_number:
        return [_fill(words, "access-elsewhere", number=trial.expanded_access_number)]
    return [words.sentences["access-elsewhere-unsaid"]] if trial.expanded_access else []
