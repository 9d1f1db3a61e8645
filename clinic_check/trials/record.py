"""What one record of ClinicalTrials.gov says, cut down to the things a patient needs.

The record is the JSON of the registry's API, version 2. Everything in it is optional, and values
are added over the years, so whatever is absent or strange is left out and never an error. Every
list and text is cut at the sizes below while it is read.
"""

import calendar
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

MOST_SITES = 5_000
"""Sites of a study. The largest that we know of have some 2,800."""
MOST_ENTRIES = 200
"""Of any other list: conditions, keywords, things given, groups. Usual records have under 30."""
MOST_PHASES = 10
"""The registry has six words for a phase."""
LONGEST_TEXT = 600
"""Characters of any name, title or word; the registry's own limit for an official title."""
MOST_PEOPLE = 10**9
"""A study of more is a slip, and a number of 4,000 digits breaks the page that writes it out."""
LONGEST_PROSE = 100_000
"""Characters of all the prose together. The registry takes 32,000 for its longest text."""


@dataclass(frozen=True)
class Site:
    """A site, where a study sees people; each text is empty where the record has none."""

    name: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    status: str = ""


@dataclass(frozen=True)
class Given:
    """One thing that people in the study get: the registry's kind of thing, and its name."""

    kind: str
    name: str


@dataclass(frozen=True)
class Trial:
    """One registered study. Texts, dates and status words stand as the registry has them.

    Dates are YYYY-MM-DD or YYYY-MM; a text is empty, and a yes-or-no None, where nothing is said.
    `text` is all the prose of the record, read only for words about who pays.
    """

    number: str = ""
    aliases: tuple[str, ...] = ()
    title: str = ""
    status: str = ""
    last_known_status: str = ""
    why_stopped: str = ""
    verified: str = ""
    last_update: str = ""
    start: str = ""
    end: str = ""
    end_kind: str = ""
    study_type: str = ""
    phases: tuple[str, ...] = ()
    sponsor: str = ""
    sponsor_class: str = ""
    conditions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    given: tuple[Given, ...] = ()
    people: int | None = None
    people_kind: str = ""
    allocation: str = ""
    model: str = ""
    groups: tuple[str, ...] = ()
    masking: str = ""
    sites: tuple[Site, ...] = ()
    fda_drug: bool | None = None
    has_results: bool | None = None
    results_waiting: bool = False
    expanded_access: bool = False
    expanded_access_number: str = ""
    text: str = ""

    @property
    def countries(self) -> tuple[str, ...]:
        """Return the countries of the sites, sorted, once each."""
        return tuple(sorted({site.country for site in self.sites if site.country}))


def read_record(record: object) -> Trial:
    """Read one study as the registry sends it; raise ValueError when it isn't a study at all."""
    if not isinstance(record, dict) or not isinstance(record.get("protocolSection"), dict):
        raise ValueError("this is not a study record")
    protocol = record["protocolSection"]
    who = _part(protocol, "identificationModule")
    state = _part(protocol, "statusModule")
    design = _part(protocol, "designModule")
    info = _part(design, "designInfo")
    lead = _part(_part(protocol, "sponsorCollaboratorsModule"), "leadSponsor")
    people = _part(design, "enrollmentInfo")
    arms = _part(protocol, "armsInterventionsModule")
    access = _part(state, "expandedAccessInfo")
    end = _part(state, "completionDateStruct")
    notes = _part(_part(record, "annotationSection"), "annotationModule")
    return Trial(
        number=_text(who, "nctId"),
        aliases=_texts(who, "nctIdAliases"),
        title=_text(who, "briefTitle") or _text(who, "officialTitle"),
        status=_text(state, "overallStatus"),
        last_known_status=_text(state, "lastKnownStatus"),
        why_stopped=_text(state, "whyStopped"),
        verified=_text(state, "statusVerifiedDate"),
        last_update=_text(_part(state, "lastUpdatePostDateStruct"), "date"),
        start=_text(_part(state, "startDateStruct"), "date"),
        end=_text(end, "date"),
        end_kind=_text(end, "type"),
        study_type=_text(design, "studyType"),
        phases=_texts(design, "phases")[:MOST_PHASES],
        sponsor=_text(lead, "name"),
        sponsor_class=_text(lead, "class"),
        conditions=_texts(_part(protocol, "conditionsModule"), "conditions"),
        keywords=_texts(_part(protocol, "conditionsModule"), "keywords"),
        given=tuple(
            Given(_text(thing, "type"), _text(thing, "name"))
            for thing in _parts(arms, "interventions")
        ),
        people=_integer(people.get("count")),
        people_kind=_text(people, "type"),
        allocation=_text(info, "allocation"),
        model=_text(info, "interventionModel"),
        groups=tuple(_text(arm, "type") for arm in _parts(arms, "armGroups")),
        masking=_text(_part(info, "maskingInfo"), "masking"),
        sites=tuple(
            Site(*(_text(site, key) for key in ("facility", "city", "state", "country", "status")))
            for site in _parts(_part(protocol, "contactsLocationsModule"), "locations", MOST_SITES)
        ),
        fda_drug=_yes_or_no(_part(protocol, "oversightModule").get("isFdaRegulatedDrug")),
        has_results=_yes_or_no(record.get("hasResults")),
        results_waiting=bool(_part(notes, "unpostedAnnotation")),
        expanded_access=access.get("hasExpandedAccess") is True,
        expanded_access_number=_text(access, "nctId"),
        text=_prose(protocol),
    )


def last_sign_of_life(trial: Trial) -> date | None:
    """Return the day when the sponsor last confirmed or changed the record; None if not said."""
    days = [day for day in map(last_day, (trial.verified, trial.last_update)) if day]
    return max(days, default=None)


def silent_days(trial: Trial, today: date) -> int | None:
    """Count the days since the sponsor was last heard of, never below 0; None if not said."""
    heard = last_sign_of_life(trial)
    return None if heard is None else max(0, (today - heard).days)


def last_day(written: str) -> date | None:
    """Read YYYY-MM-DD, or YYYY-MM as the month's last day; None for anything else."""
    match = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", written, re.ASCII)
    if not match:
        return None
    year, month = int(match[1]), int(match[2])
    try:
        return date(year, month, int(match[3] or calendar.monthrange(year, month)[1]))
    except ValueError:  # a thirteenth month, a thirtieth of February
        return None


def readable(text: str) -> str:
    r"""Return the registry's text as it was meant to be read: plain, on one line.

    The registry writes markdown (`R\&D`); and text that a stranger wrote may hold control
    characters, or ones that turn the reading direction round, which no page should pass on.
    """
    shown = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
    kept = (c if unicodedata.category(c) not in _UNSEEN else " " for c in shown)
    return " ".join("".join(kept).split())


_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# What no page may hold: control signs, turns of the reading direction, halves of a sign.
_NO_SIGN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def _part(whole: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    part = whole.get(key)
    return part if isinstance(part, dict) else {}


def _parts(
    whole: Mapping[str, Any], key: str, most: int = MOST_ENTRIES
) -> Iterator[Mapping[str, Any]]:
    parts = whole.get(key)
    entries = parts if isinstance(parts, list) else []
    return (part for part in islice(entries, most) if isinstance(part, dict))


def _text(whole: Mapping[str, Any], key: str, most: int = LONGEST_TEXT) -> str:
    text = whole.get(key)
    return _NO_SIGN.sub(" ", text[:most]) if isinstance(text, str) else ""


def _texts(whole: Mapping[str, Any], key: str) -> tuple[str, ...]:
    texts = whole.get(key)
    entries = texts if isinstance(texts, list) else []
    return tuple(
        _NO_SIGN.sub(" ", text[:LONGEST_TEXT])
        for text in islice(entries, MOST_ENTRIES)
        if isinstance(text, str)
    )


def _integer(value: object) -> int | None:
    return value if type(value) is int and 0 <= value <= MOST_PEOPLE else None


def _yes_or_no(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _prose(protocol: Mapping[str, Any]) -> str:
    """Gather what the record's writers wrote in sentences."""
    who = _part(protocol, "identificationModule")
    told = _part(protocol, "descriptionModule")
    arms = _part(protocol, "armsInterventionsModule")
    wanted = [
        (who, "briefTitle"),
        (who, "officialTitle"),
        (told, "briefSummary"),
        (told, "detailedDescription"),
        (_part(protocol, "eligibilityModule"), "eligibilityCriteria"),
        *((arm, "description") for arm in _parts(arms, "armGroups")),
        *((thing, "description") for thing in _parts(arms, "interventions")),
    ]
    texts = [*_texts(_part(protocol, "conditionsModule"), "keywords")]
    left = LONGEST_PROSE
    for part, key in wanted:
        text = _text(part, key, left)
        left -= len(text)
        texts.append(text)
    return "\n".join(text for text in texts if text)
