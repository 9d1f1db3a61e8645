"""Looks for the clinic or town that a person typed among the sites that a record lists.

Names are compared loosely, and a miss proves nothing: it reads “we didn't find it under that
name”. What was typed is used here and forgotten.
"""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from clinic_check.trials.record import Site, Trial
from clinic_check.trials.words import TrialWords

CLOSED = {"WITHDRAWN", "TERMINATED", "SUSPENDED", "COMPLETED", "ACTIVE_NOT_RECRUITING"}
"""The own status of a site that no longer takes people."""

LONGEST_NAME = 120
"""Characters of a name or town that are compared: comparing grows faster than length."""
MOST_COMPARED = 500
"""So many names of a record are compared letter by letter; the others word by word only."""


@dataclass(frozen=True)
class Search:
    """What a person typed, and the sites that may be it; `typed` is empty if nothing was."""

    typed: str
    found: tuple[Site, ...]

    @property
    def closed(self) -> bool:
        """Tell whether every site that was found says of itself that it takes nobody."""
        return bool(self.found) and all(site.status in CLOSED for site in self.found)


def find_sites(trial: Trial, words: TrialWords, town: str = "", clinic: str = "") -> Search:
    """Return the sites that fit all that was typed.

    A record may hide a site's name ("Research Site"): then the town alone decides, if typed.
    """
    wanted_town, wanted_name = _tokens(town, words), _tokens(clinic, words)
    by_letters = iter(range(MOST_COMPARED))
    typed = [t.strip() for t, wanted in ((clinic, wanted_name), (town, wanted_town)) if wanted]
    if not typed:
        return Search("", ())

    def fits(site: Site) -> bool:
        if wanted_town and not _same_town(wanted_town, _tokens(site.city, words)):
            return False
        name = _tokens(site.name, words)
        if not wanted_name or (wanted_town and _hidden(name, words)):
            return True
        if _same_words(wanted_name, name, words):
            return True
        return (
            _alike(wanted_name, name)
            and next(by_letters, None) is not None
            and (_same_letters(wanted_name, name))
        )

    return Search(", ".join(typed), tuple(site for site in trial.sites if fits(site)))


_SPELT = {
    "centre": "center",
    "centers": "center",
    "ctr": "center",
    "ft": "fort",
    "hosp": "hospital",
    "inst": "institute",
    "med": "medical",
    "mt": "mount",
    "st": "saint",
    "ste": "sainte",
    "univ": "university",
}


def _tokens(text: str, words: TrialWords) -> list[str]:
    """Cut a name into plain small words: no accents, no marks, no company endings."""
    bare = "".join(
        c
        for c in unicodedata.normalize("NFKD", text[:LONGEST_NAME].casefold())
        if not unicodedata.combining(c)
    )
    found = re.findall(r"\w+", re.sub(r"[.'’]", "", bare))
    return [_SPELT.get(word, word) for word in found if word not in words.name_endings]


def _same_town(typed: list[str], city: list[str]) -> bool:
    """Tell whether one begins with the other: "Houston, TX" is Houston, "York" isn't New York."""
    shorter = min(len(typed), len(city))
    return shorter > 0 and typed[:shorter] == city[:shorter]


def _same_words(typed: list[str], name: list[str], words: TrialWords) -> bool:
    if not name:
        return False
    if set(typed) <= set(name):
        return True
    return set(name) <= set(typed) and not set(name) <= set(words.common_names)


_ENOUGH = 0.88


def _alike(typed: list[str], name: list[str]) -> bool:
    """Tell whether two names have about as many letters: else they can't be the same."""
    one, other = len("".join(typed)), len("".join(name))
    return 2 * min(one, other) >= _ENOUGH * (one + other) > 0


def _same_letters(typed: list[str], name: list[str]) -> bool:
    return SequenceMatcher(None, "".join(typed), "".join(name)).ratio() >= _ENOUGH


def _hidden(name: list[str], words: TrialWords) -> bool:
    plain = " ".join(word for word in name if not any(c.isdigit() for c in word))
    return plain in ("", *words.hidden_sites)
