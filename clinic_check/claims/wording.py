"""A wording of phrases.toml: words with few signs, so that a clinician can add one.

stimulat*            any word that begins like this
cure|side_effect*    one word or the other, or a phrase joined by _
{tissue}             any word or phrase of the list `tissue` under [words]
body?                may be there or not
..  ..6              up to three (or six) other words
#  nct#              a number; letters and then a number
^  $                 the sentence begins (ends) here
"""

from dataclasses import dataclass
from typing import NamedTuple

from clinic_check.claims.text import words_of
from clinic_check.languages import ENGLISH


class WordingError(ValueError):
    """A wording that can't be read; the message says which and why."""


class Hit(NamedTuple):
    """A wording found: the words it covers (end exclusive), its kind, owner and pattern."""

    first: int
    end: int
    kind: str
    owner: str
    pattern: str
    wording: "Wording"


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One part of a wording: any of these words, beginnings, numbers or phrases of them.

    `bit` marks the words that it can begin with, `single` those that are all of it.
    """

    whole: frozenset[str]
    stems: tuple[str, ...]
    numbered: tuple[str, ...]  # letters that a number follows; "" is a bare number
    phrases: tuple[tuple[int, tuple["Choice", ...]], ...]  # each with the bits that it needs
    bit: int
    single: int

    def names(self, word: str) -> bool:
        """Say whether this word is one of the words of this part."""
        return (
            word in self.whole
            or word.startswith(self.stems)
            or any(word[len(n) :][:1].isdigit() for n in self.numbered if word.startswith(n))
            or any(piece.names(word) for _, phrase in self.phrases for piece in phrase)
        )


@dataclass(frozen=True, slots=True)
class Step:
    """A part, or a gap of up to `gap` words when there is none."""

    choice: Choice | None
    optional: bool = False
    gap: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """A line of phrases.toml, read; `needs` are the bits that a sentence must have for it.

    `first` is the part that it begins with, `steps` are all its parts and gaps.
    """

    first: Choice
    steps: tuple[Step, ...]
    opens: bool
    closes: bool
    kind: str
    owner: str
    pattern: str
    needs: int
    number: int  # of all wordings, in the order of phrases.toml

    def names(self, word: str) -> bool:
        """Say whether the wording itself has this word, rather than passing it over in a gap."""
        return any(step.choice is not None and step.choice.names(word) for step in self.steps)


def pieces_of(word: str, line: str, language: str = ENGLISH) -> list[str]:
    """Return a word of a wording as a text would be read: folded, and cut at hyphens."""
    if word == "#":
        return [word]
    sign = word[-1] if word[-1] in "*#" else ""
    found = words_of(word.removesuffix(sign) if sign else word, language)
    if not found:
        raise WordingError(f"{line!r} holds {word!r}, which is no word")
    return [*found[:-1], found[-1] + sign]
