"""The answers as a small file, for people who keep files: written to be saved, read to be opened.

The form is JSON, described in `docs/answers.schema.json`. A file is a stranger's until it is read:
its size, its form and every word in it are checked, and nothing of it is shown but plain ids.
"""

import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from clinic_check.checklist.answers import contradiction, labels, tidy
from clinic_check.checklist.answers import write as write_answers
from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.messages import InputFault
from clinic_check.checklist.rules import Chosen

FORMAT = "clinic-check-answers"
VERSION = 1

LIMIT = 64_000
"""Bytes. With everything answered a file has about 2,000."""

HIDDEN = "?"
"""Stands for a name that no id of ours can be: a file must not put its own words on our page."""

_KEYS = ("format", "version", "catalogue", "who", "answers")
_WHO = {"me": False, "helper": True}
_PLAIN = re.compile(r"[a-z0-9-]{1,40}", re.ASCII)
_RELEASE = re.compile(r"[0-9A-Za-z.-]{1,40}", re.ASCII)


class FileFault(InputFault):
    """A file that can't be opened; a message says why to the person who chose it."""


@dataclass(frozen=True)
class Saved:
    """What a file held.

    `helper`: saved for someone that the person helps. `version`: the catalogue it was saved with.
    `dropped`: ids that today's catalogue doesn't have, of questions, and of answers as "question:
    answer".
    """

    answers: Chosen
    helper: bool
    version: str
    dropped: tuple[str, ...] = ()


def write(catalogue: Catalogue, answers: Chosen, helper: bool) -> str:
    """Return the text of a file with these answers."""
    saved = {
        "format": FORMAT,
        "version": VERSION,
        "catalogue": catalogue.frame.version,
        "who": "helper" if helper else "me",
        "answers": write_answers(catalogue, answers),
    }
    return json.dumps(saved, indent=2) + "\n"


def read(catalogue: Catalogue, raw: bytes) -> Saved:
    """Return what a file holds; raise FileFault, which says why it can't be opened."""
    saved = parse(raw)
    if not isinstance(saved, dict) or saved.get("format") != FORMAT:
        raise FileFault("file.other")
    version = saved.get("version")
    if type(version) is int and version > VERSION:
        raise FileFault("file.newer")
    release, who, answers = saved.get("catalogue"), saved.get("who"), saved.get("answers")
    if (
        type(version) is not int
        or version != VERSION
        or sorted(saved) != sorted(_KEYS)
        or not isinstance(release, str)
        or not _RELEASE.fullmatch(release)
        or not isinstance(who, str)
        or who not in _WHO
        or not isinstance(answers, dict)
    ):
        raise FileFault("file.changed")
    known: dict[str, tuple[str, ...]] = {}
    dropped: list[str] = []
    for name, value in answers.items():
        options = _options(value)
        question = catalogue.question.get(name)
        if question is None:
            dropped.append(_shown(name))
            continue
        if question.pick == "one" and len(options) > 1:
            raise FileFault("file.twice", question=question.label)
        if pair := contradiction(question, options):
            one, other = labels(question, tuple(option.id for option in pair))
            raise FileFault("file.contradiction", one=one, other=other, question=question.label)
        dropped += [f"{name}: {_shown(item)}" for item in options if item not in question.option]
        if chosen := tidy(question, options):
            known[name] = chosen
    return Saved(known, _WHO[who], release, tuple(dict.fromkeys(dropped)))


def parse(raw: bytes) -> Any:
    """Return the JSON of a file, in UTF-8 or as UTF-16 or UTF-32, as some editors save it.

    Raise FileFault if it is too long, or isn't JSON.
    """
    if len(raw) > LIMIT:
        raise too_big()
    try:
        return json.loads(raw, object_pairs_hook=_object, parse_constant=_refuse)
    except (ValueError, RecursionError):  # of the JSON, the letters, or far too many brackets
        raise FileFault("file.unreadable") from None


def too_big() -> FileFault:
    """Return what to say of a file that is over the limit."""
    return FileFault("file.too-big", most=LIMIT // 1000)


def _options(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    options = [option for option in values if isinstance(option, str)]
    if len(options) < len(values):
        raise FileFault("file.no-text")
    return options


def _shown(name: str) -> str:
    """Return an id as it may be shown."""
    return name if _PLAIN.fullmatch(name) else HIDDEN


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a key that is given twice: JSON would keep the last one without a word."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError
    return dict(pairs)


def _refuse(_constant: str) -> NoReturn:
    """NaN and Infinity aren't JSON, though Python reads them."""
    raise ValueError
