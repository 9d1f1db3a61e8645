"""The kinds of claim, their wordings and what a patient reads about them (content/phrases.toml)."""

from dataclasses import dataclass
from pathlib import Path

from clinic_check.checklist.load import read
from clinic_check.languages import ENGLISH
from clinic_check.settings import CONTENT


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of wording: its lines, and examples that must and must not be found by it.

    `heeds`, where given, stands for the category's own. Where a claim of a category in `yields`
    covers some of the same words, this one gives way to it.
    """

    id: str
    wordings: tuple[str, ...]
    match: tuple[str, ...]
    refuse: tuple[str, ...]
    heeds: tuple[str, ...] | None = None
    yields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of claim: what a patient reads about it, and its patterns.

    `heeds` names the readings (ids of `Reading`) in which the wording is no claim.
    """

    id: str
    name: str
    why: str
    proof: str
    ask: str
    heeds: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Absence:
    """Something a reader would expect: how it shows in a text, and what to say when it doesn't.

    A sentence that makes a claim of a category in `unless` doesn't show it ("no risks at all").
    """

    id: str
    name: str
    told: str
    ask: str
    patterns: tuple[Pattern, ...]
    sources: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Words that change how a sentence is read, such as "no", "may" or "researchers said".

    `reach` counts the words between the sign and the claim that it still governs: 0 means the
    whole sentence. `wordings` stand before the claim, `after` behind it ("… is not known").
    """

    id: str
    about: str
    wordings: tuple[str, ...]
    reach: int = 0
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """Signs of who speaks in the whole text: a seller or a reporter."""

    id: str
    about: str
    weight: int
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stories:
    """Headings that patients' stories stand under, and words with which another part begins."""

    opens: tuple[str, ...]
    closes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The whole of content/phrases.toml."""

    words: dict[str, tuple[str, ...]]
    categories: tuple[Category, ...]
    missing: tuple[Absence, ...]
    readings: tuple[Reading, ...]
    voices: tuple[Voice, ...]
    stories: Stories


def load(path: Path = CONTENT / "phrases.toml", language: str = ENGLISH) -> Phrases:
    """Read phrases.toml; raise CatalogueFault with everything that is wrong with its shape."""
    return read(path, Phrases, language=language)
