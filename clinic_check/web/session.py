"""What is kept: the signed cookie on the person's own device, and nothing anywhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import g, session

from clinic_check.checklist.answers import tidy
from clinic_check.checklist.rules import Chosen
from clinic_check.web.context import behind, running

CONTENTS = {
    "answers": "The answers that you chose, as short codes such as “deposit: no”.",
    "trial": "A trial number that you looked up, the date, and what we pointed out about it.",
    "who": "That you are filling this in for someone you help, only if you said so.",
    "clinic": "A short name for the clinic, only if you typed one.",
    "opened": "What a code or file that you opened no longer fits, until you change an answer.",
    "csrf_token": "A random code that shows that a form came from this page.",
}
"""Everything that the cookie can hold; the privacy page prints this table, a test compares it."""

LIMIT = 4093
"""Bytes of cookie, its name and settings with it, that every browser keeps."""


@dataclass(frozen=True)
class LookedUp:
    """A look-up that the person put into the checklist: the number, its date, ids of signs."""

    number: str
    date: str
    signs: tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """What the cookie holds for the checklist; the answers are by question id."""

    answers: Chosen
    clinic: str = ""
    looked_up: LookedUp | None = None
    helper: bool = False

    def replacing(self, answers: Mapping[str, tuple[str, ...]]) -> "Kept":
        """Return this with the answers of some questions replaced; an empty answer is a blank."""
        merged = {**self.answers, **answers}
        return replace(self, answers={name: chosen for name, chosen in merged.items() if chosen})


def load() -> Kept:
    """Read the cookie, once a request. What the catalogue doesn't know is dropped and told of."""
    here = behind(g)
    kept: Kept | None = here.get("kept")
    if kept is None:
        here.kept = kept = _read()
    return kept


def _read() -> Kept:
    content: Any = behind(session)
    raw: Any = content.get("answers", {})
    catalogue = running().catalogue
    alone, known = catalogue.alone, catalogue.question
    answers: dict[str, tuple[str, ...]] = {}
    dropped = not isinstance(raw, dict)
    for name, value in raw.items() if isinstance(raw, dict) else ():
        # Most answers are a single option, and nothing about that can be untidy.
        options_alone = alone.get(name)
        if options_alone and value.__class__ is str and value in options_alone:
            answers[name] = options_alone[value]
            continue
        question = known.get(name)
        options = value if isinstance(value, list) else [value]
        chosen = tidy(question, tuple(map(str, options))) if question else ()
        dropped = dropped or len(chosen) != len(options)
        if chosen:
            answers[name] = chosen
    if dropped:
        g.notice = "changed"
    return Kept(
        answers,
        str(content.get("clinic", "")),
        _looked_up(content.get("trial")),
        content.get("who") == "helper",
    )


def for_another() -> bool:
    """Tell whether a helper fills this in; the answers needn't be read for it."""
    return session.get("who") == "helper"


def _looked_up(raw: Any) -> LookedUp | None:
    """Read the look-up; what can't be understood, such as a sign that is gone, is left out."""
    if not isinstance(raw, list) or len(raw) != 3 or not isinstance(raw[2], list):
        return None
    known = running().library.trials.sign
    return LookedUp(str(raw[0]), str(raw[1]), tuple(name for name in raw[2] if name in known))


def store(kept: Kept) -> None:
    """Write the cookie."""
    g.kept = kept
    session.pop("opened", None)  # told of the answers that were there before
    session["answers"] = {
        name: chosen[0] if len(chosen) == 1 else list(chosen)
        for name, chosen in kept.answers.items()
    }
    looked_up = kept.looked_up
    optional = {
        "clinic": kept.clinic,
        "who": "helper" if kept.helper else None,
        "trial": [looked_up.number, looked_up.date, list(looked_up.signs)] if looked_up else None,
    }
    for name, value in optional.items():
        if value:
            session[name] = value
        else:
            session.pop(name, None)


def clear() -> None:
    """Forget everything: the browser is told to drop the cookie."""
    session.clear()
    session.modified = True
    g.pop("kept", None)
