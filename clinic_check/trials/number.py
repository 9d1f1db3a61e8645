"""Reads the study number that a person typed, and tells a number from what only looks like one.

The registry pads a short number with zeros and then answers with another study, so nothing but
`NCT` and exactly eight digits may go out; anything else is answered with a question.
"""

import re
import unicodedata
from dataclasses import dataclass

from clinic_check.trials.words import OtherRegistry, TrialWords

LONGEST = 500
"""Longer texts than this many characters are not searched; an address fits easily."""


@dataclass(frozen=True)
class Number:
    """A number that can be looked up: `NCT` and eight digits."""

    number: str


@dataclass(frozen=True)
class Elsewhere:
    """A number of another registry, whose own search page can answer."""

    registry: OtherRegistry


@dataclass(frozen=True)
class NotATrial:
    """A number of another kind: an application to FDA, an ethics board's, a plan's."""

    kind: str
    text: str


@dataclass(frozen=True)
class AskAgain:
    """Not a number yet: `text` asks, and `suggestion` may offer what was probably meant."""

    question: str
    text: str
    suggestion: str = ""


Typed = Number | Elsewhere | NotATrial | AskAgain


def read_number(typed: str, words: TrialWords) -> Typed:
    """Read what a person typed or pasted: a number, an address, or something near it."""
    text = _tidy(typed)
    if not text:
        return _ask("empty", words)
    if len(text) > LONGEST:
        return _ask("too-long", words)
    runs = [re.sub(r"[ .-]", "", match[1]) for match in _NCT.finditer(text)]
    numbers = sorted({f"NCT{run}" for run in runs})
    if len(numbers) > 1:
        return _ask("several", words)
    if numbers:
        return _judge(numbers[0], words)
    if re.search(r"(?<![A-Z])NCT(?![A-Z])", text):
        return _ask("not-eight", words)
    for registry in words.registries:
        if re.search(registry.pattern, text, re.IGNORECASE):
            return Elsewhere(registry)
    for kind in words.other_numbers:
        if re.search(kind.pattern, text, re.IGNORECASE):
            return NotATrial(kind.id, kind.text)
    return _nearly(text, words)


_NCT = re.compile(
    r"(?<![A-Z])NCT(?: ?(?:NUMBER|NO|ID))?[^A-Z0-9]{0,5}"  # as in "NCT# 0339 0920", "NCT No. 0339"
    r"((?:[0-9]|[OIL](?=[0-9OIL]*[0-9]))[OIL]{0,3}(?:[ .-]?[0-9][OIL]{0,3})*)(?![A-Z0-9])",
    re.ASCII,
)


def answer_to(typed: Elsewhere | NotATrial | AskAgain, words: TrialWords) -> str:
    """Return what to say when nothing can be looked up."""
    if isinstance(typed, Elsewhere):
        return f"{words.elsewhere} {typed.registry.name}: {typed.registry.page}"
    if isinstance(typed, AskAgain) and typed.suggestion:
        return f"{typed.text} {typed.suggestion}?"
    return typed.text


def _tidy(typed: str) -> str:
    """Make one kind of dash, digit and space of the many that come with pasted text."""
    plain = unicodedata.normalize("NFKC", typed)
    seen = "".join(c for c in plain if unicodedata.category(c) not in {"Cf", "Cc"} or c.isspace())
    dashed = re.sub(r"[\u2010-\u2015\u2212]", "-", seen)
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in dashed)
    return " ".join(digits.upper().split())


def _judge(number: str, words: TrialWords) -> Typed:
    digits = number[3:]
    meant = digits.translate(str.maketrans("OIL", "011"))
    if meant != digits:
        good = len(meant) == 8 and meant.strip("0")
        return _ask("letters", words, f"NCT{meant}" if good else "")
    if len(digits) != 8:
        return _ask("not-eight", words)
    if not digits.strip("0"):
        return _ask("zeros", words)
    return Number(number)


def _nearly(text: str, words: TrialWords) -> Typed:
    """Ask about what could be a number with its prefix lost or its letters changed round."""
    match = re.fullmatch(r"(?:([A-Z]{2,4})[^A-Z0-9]{0,3})?([0-9](?:[ .-]?[0-9])*)", text)
    if not match:
        return _ask("no-number", words)
    prefix, digits = match[1], re.sub(r"[^0-9]", "", match[2])
    if len(digits) != 8 or not digits.strip("0"):
        return _ask("no-number", words)
    if not prefix:
        return _ask("no-prefix", words, f"NCT{digits}")
    if set(prefix) <= set("NCT"):
        return _ask("prefix", words, f"NCT{digits}")
    return _ask("no-number", words)


def _ask(question: str, words: TrialWords, suggestion: str = "") -> AskAgain:
    return AskAgain(question, words.questions[question], suggestion)
