"""The kinds of claim, their wordings and what a patient reads about them (content/phrases.toml)."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from clinic_check.checklist.catalogue import CatalogueFault
from clinic_check.checklist.load import read
from clinic_check.languages import ENGLISH
from clinic_check.settings import CONTENT


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of wording: its lines, and examples that must and must not be found by it.

    `heeds`, where given, stands for the category's own. `needs` names readings, one of which must
    hold, or the wording is no claim. Where a claim of a category in `yields` covers some of the
    same words, this one gives way to it.
    """

    id: str
    wordings: tuple[str, ...]
    match: tuple[str, ...]
    refuse: tuple[str, ...]
    heeds: tuple[str, ...] | None = None
    needs: tuple[str, ...] = ()
    yields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of claim: what a patient reads about it, and its patterns.

    `heeds` names the readings (ids of `Reading`) in which the wording is no claim. `abroad` says
    what else matters where the offer is in another country.
    """

    id: str
    name: str
    why: str
    proof: str
    ask: str
    heeds: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    sources: tuple[str, ...] = ()
    abroad: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """Something a reader would expect: how it shows in a text, and what to say when it doesn't.

    In a reading that it heeds a wording doesn't show it: "no risk" names no risk.
    """

    id: str
    name: str
    told: str
    ask: str
    patterns: tuple[Pattern, ...]
    sources: tuple[str, ...] = ()
    heeds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Implied:
    """What a careful text lets a reader think without saying it: by naming an illness, a price."""

    id: str
    name: str
    told: str
    ask: str
    patterns: tuple[Pattern, ...]
    sources: tuple[str, ...] = ()
    heeds: tuple[str, ...] = ()


Entry = Category | Absence | Implied
E = TypeVar("E", Category, Absence, Implied)


@dataclass(frozen=True, slots=True)
class Reading:
    """Words that change how a sentence is read, such as "no", "may" or "researchers said".

    `reach` counts the words between the sign and the claim that it still governs: 0 means the
    whole sentence. `wordings` stand before the claim, `after` behind it ("… is not known").
    """

    id: str
    about: str
    wordings: tuple[str, ...]
    match: tuple[str, ...]
    refuse: tuple[str, ...]
    reach: int = 0
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """Signs of who speaks in the whole text: a seller or a reporter.

    `weight` is what a sentence with such a sign counts.
    """

    id: str
    about: str
    weight: int
    wordings: tuple[str, ...]
    match: tuple[str, ...]
    refuse: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stories:
    """How patients' stories are followed through a text.

    `opens` are headings that stories stand under, `closes` words with which another part begins.
    `fared` tells how a patient was or is; a story without it is none. `past` are words of
    telling, `person` those of one person, `mine` of one who says “I”. With `turns` or `says`
    somebody else speaks: the story ends. With `healers` it is a doctor or a writer who says “I”.
    """

    opens: tuple[str, ...]
    closes: tuple[str, ...]
    fared: tuple[str, ...]
    past: tuple[str, ...]
    mine: tuple[str, ...]
    person: tuple[str, ...]
    says: tuple[str, ...]
    turns: tuple[str, ...]
    healers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """What kind of text it looks like, and what a patient is told of that."""

    id: str
    told: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """The whole of content/phrases.toml; `languages` holds small words of each, by its code."""

    languages: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]
    categories: tuple[Category, ...]
    missing: tuple[Absence, ...]
    implied: tuple[Implied, ...]
    readings: tuple[Reading, ...]
    voices: tuple[Voice, ...]
    stories: Stories
    kinds: tuple[Kind, ...]


def load(path: Path = CONTENT / "phrases.toml", language: str = ENGLISH) -> Phrases:
    """Read phrases.toml; raise CatalogueFault with everything that is wrong with its shape."""
    return read(path, Phrases, language=language)


@dataclass(frozen=True, slots=True)
class Wordings:
    """How a category, an absence or what is implied is worded in another language."""

    id: str
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class OtherPhrases:
    """The whole of content/phrases-es.toml: the same kinds, found in texts of another language."""

    words: dict[str, tuple[str, ...]]
    categories: tuple[Wordings, ...]
    missing: tuple[Wordings, ...]
    implied: tuple[Wordings, ...]
    readings: tuple[Reading, ...]
    voices: tuple[Voice, ...]
    stories: Stories


def load_other(phrases: Phrases, path: Path = CONTENT / "phrases-es.toml") -> Phrases:
    """Read phrases-es.toml, and return `phrases` with its wordings in place of the English ones.

    Raise CatalogueFault with all that is wrong with its shape, and with every id that `phrases`
    doesn't have. A kind that isn't in the file isn't looked for in Spanish.
    """
    other = read(path, OtherPhrases)
    faults = [
        f"{path.name}, {part} “{wordings.id}”: phrases.toml has no such id."
        for part in ("categories", "missing", "implied")
        for wordings in getattr(other, part)
        if wordings.id not in {entry.id for entry in getattr(phrases, part)}
    ]
    if faults:
        raise CatalogueFault(faults)
    return replace(
        phrases,
        words=other.words,
        categories=_in_place(phrases.categories, other.categories),
        missing=_in_place(phrases.missing, other.missing),
        implied=_in_place(phrases.implied, other.implied),
        readings=other.readings,
        voices=other.voices,
        stories=other.stories,
    )


def _in_place(entries: tuple[E, ...], others: tuple[Wordings, ...]) -> tuple[E, ...]:
    patterns = {wordings.id: wordings.patterns for wordings in others}
    return tuple(replace(entry, patterns=patterns.get(entry.id, ())) for entry in entries)
