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
from clinic_check.checklist.rules import Chosen

FORMAT = "clinic-check-answers"
VERSION = 1

LIMIT = 64_000
"""Bytes. With everything answered a file has about 2,000."""

TOO_BIG = f"This file is too big. A saved file has less than {LIMIT // 1000} kB."

MOST_NAMED = 10
"""How many dropped ids are named."""

_KEYS = ("format", "version", "catalogue", "who", "answers")
_WHO = {"me": False, "helper": True}
_PLAIN = re.compile(r"[a-z0-9-]{1,40}", re.ASCII)
_RELEASE = re.compile(r"[0-9A-Za-z.-]{1,40}", re.ASCII)


class FileFault(ValueError):
    """A file that can't be opened. Its text is a sentence for the person who chose it."""


@dataclass(frozen=True)
class Saved:
    """What a file held.

    `helper`: saved for someone that the person helps. `version`: the catalogue it was saved with.
    `dropped`: questions, and answers as "question: answer", that today's catalogue doesn't have.
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
        raise FileFault("This file was not saved by this checklist.")
    version = saved.get("version")
    if type(version) is int and version > VERSION:
        raise FileFault("This file was saved by a newer version of this checklist.")
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
        raise FileFault("This file has been changed since it was saved, so it can’t be opened.")
    known: dict[str, tuple[str, ...]] = {}
    dropped: list[str] = []
    for name, value in answers.items():
        options = _options(value)
        question = catalogue.question.get(name)
        if question is None:
            dropped.append(_shown(name))
            continue
        if question.pick == "one" and len(options) > 1:
            raise FileFault(f"This file gives more than one answer to “{name}”.")
        if pair := contradiction(question, options):
            one, other = labels(question, tuple(option.id for option in pair))
            raise FileFault(
                f"This file gives “{one}” and “{other}” as answers to “{question.label}”. They "
                "can’t both be true, so it can’t be opened."
            )
        dropped += [f"{name}: {_shown(item)}" for item in options if item not in question.option]
        if chosen := tidy(question, options):
            known[name] = chosen
    return Saved(known, _WHO[who], release, _first(dropped))


def parse(raw: bytes) -> Any:
    """Return the JSON of a file; raise FileFault if it is too long, or isn't JSON in UTF-8."""
    if len(raw) > LIMIT:
        raise FileFault(TOO_BIG)
    try:
        return json.loads(
            raw.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_refuse
        )
    except (ValueError, RecursionError):  # of the JSON, the UTF-8, or far too many brackets
        raise FileFault("This file can’t be read. It may be damaged, or of another kind.") from None


def _options(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    options = [option for option in values if isinstance(option, str)]
    if len(options) < len(values):
        raise FileFault("This file has an answer that is no text, so it can’t be opened.")
    return options


def _shown(name: str) -> str:
    """Return an id as it may be shown: a file must not put its own words on our page."""
    return name if _PLAIN.fullmatch(name) else "(not a name of ours)"


def _first(dropped: list[str]) -> tuple[str, ...]:
    named = list(dict.fromkeys(dropped))
    if len(named) > MOST_NAMED:
        named[MOST_NAMED:] = [f"and {len(named) - MOST_NAMED} more"]
    return tuple(named)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a key that is given twice: JSON would keep the last one without a word."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError
    return dict(pairs)


def _refuse(_constant: str) -> NoReturn:
    """NaN and Infinity aren't JSON, though Python reads them."""
    raise ValueError
