"""Finds the signs in a study's record: what in it doesn't fit the offer, or asks for a question.

Each sign is a caution to ask about and not a verdict, because the record holds what its sponsor
typed. Signs that need to know what the person was offered are left out where that is blank.
"""

import re
from collections.abc import Collection, Iterable
from datetime import date

from clinic_check.trials.record import Trial, last_sign_of_life, readable
from clinic_check.trials.sites import find_sites
from clinic_check.trials.words import SIGNS, Fits, TrialWords

OPEN = {
    "RECRUITING",
    "NOT_YET_RECRUITING",
    "ENROLLING_BY_INVITATION",
    "ACTIVE_NOT_RECRUITING",
    "AVAILABLE",
}
"""The statuses of a study that isn't over, as far as its sponsor has said."""

NOT_RECRUITING = {
    "NOT_YET_RECRUITING",
    "ENROLLING_BY_INVITATION",
    "ACTIVE_NOT_RECRUITING",
    "COMPLETED",
    "NO_LONGER_AVAILABLE",
    "TEMPORARILY_NOT_AVAILABLE",
}
"""The statuses of a study that nobody can join by asking, apart from the three that stopped."""

SILENT_YEARS = 2


def signs(
    trial: Trial,
    words: TrialWords,
    today: date,
    *,
    kind: str = "",
    conditions: Collection[str] = (),
    town: str = "",
    clinic: str = "",
) -> tuple[str, ...]:
    """Return the ids of the signs that a record shows, in the order of `SIGNS`.

    `kind` and `conditions` are the option ids of the checklist's questions of that name; `town`
    and `clinic` are what the person typed on the page. Left empty, they raise nothing.
    """
    search = find_sites(trial, words, town, clinic)
    access = trial.study_type == "EXPANDED_ACCESS"
    shown = {
        "withdrawn": trial.status == "WITHDRAWN",
        "stopped": trial.status == "TERMINATED",
        "suspended": trial.status == "SUSPENDED",
        "silent": trial.status == "UNKNOWN" or (trial.status in OPEN and is_silent(trial, today)),
        "not-recruiting": trial.status in NOT_RECRUITING,
        "no-site": not trial.sites and not access and trial.status != "WITHDRAWN",
        "site": bool(trial.sites and search.typed and not search.found),
        "site-closed": search.closed,
        "no-phase": kind == "sold" and trial.phases == ("NA",),
        "observational": kind == "sold" and trial.study_type == "OBSERVATIONAL",
        "fda-flag-no": trial.fda_drug is False
        and not set(words.united_states).isdisjoint(trial.countries)
        and gives_cells(trial, words),
        "condition": is_another_condition(trial, words, conditions),
        "patient-paid": speaks_of_payment(trial, words),
        "expanded-access": access and kind != "special-access",
    }
    return tuple(sign for sign in SIGNS if shown[sign])


def is_silent(trial: Trial, today: date) -> bool:
    """Tell whether the sponsor was last heard of more than two years ago."""
    heard = last_sign_of_life(trial)
    if heard is None:
        return False
    limit = (today.year - SILENT_YEARS, today.month, today.day)
    return (heard.year, heard.month, heard.day) < limit


def gives_cells(trial: Trial, words: TrialWords) -> bool:
    """Tell whether people get cells or tissue.

    Going by the names of what is given; by title and keywords too, unless the study only observes.
    """
    named = [thing.name for thing in trial.given]
    if trial.study_type != "OBSERVATIONAL":
        named += [trial.title, *trial.keywords]
    return any(
        _mentions(text, words.cell_words) and not _mentions(text, words.not_cell_words)
        for text in map(_flat, named)
    )


def speaks_of_payment(trial: Trial, words: TrialWords) -> bool:
    """Tell whether the record has words that can mean that the people in it pay."""
    text = _flat(trial.text)
    return any(
        re.search(rf"(?<!\bnot )(?<!\bnon )\b{re.escape(phrase)}\b", text)
        for phrase in words.payment_words
    )


def is_another_condition(trial: Trial, words: TrialWords, conditions: Collection[str]) -> bool:
    """Tell whether none of the person's conditions is named in the record.

    False wherever words can't settle it: no condition given, or one that we have no words for.
    """
    fits = {fit.option: fit for fit in words.fits}
    if not conditions or not set(conditions) <= set(fits) or not trial.conditions:
        return False
    named = [_flat(text) for text in (*trial.conditions, *trial.keywords, trial.title)]
    return not any(_fits(fits[option], named, words) for option in conditions)


def _fits(fit: Fits, named: Iterable[str], words: TrialWords) -> bool:
    others = [
        word for other in words.fits if other is not fit and other.nerve for word in other.words
    ]
    for text in named:
        own = _mentions(text, fit.words)
        if not fit.nerve:
            if own:
                return True
        elif _mentions(text, words.nerve_words) and (own or not _mentions(text, others)):
            return True
    return False


def _flat(text: str) -> str:
    """Return text for comparing: small letters, one kind of dash, quote and space."""
    return re.sub(r"[\s\-\u2010-\u2015_/]+", " ", readable(text).casefold().replace("’", "'"))


def _mentions(text: str, entries: Iterable[str]) -> bool:
    """Tell whether all the words of any entry occur; a word of up to four letters begins a word."""
    return any(
        all(re.search(rf"\b{re.escape(w)}" if len(w) <= 4 else re.escape(w), text) for w in words)
        for words in (_flat(entry).split() for entry in entries)
    )
