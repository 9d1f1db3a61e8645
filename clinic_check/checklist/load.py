"""Reads the content folder into the catalogue, and lists every fault of shape at once.

cattrs checks the shape: unknown keys are refused, and no value is turned into another kind.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeVar, cast, get_args, get_origin

import cattrs

from clinic_check.checklist.catalogue import (
    Catalogue,
    CatalogueFault,
    EvidenceNote,
    Finding,
    Harm,
    Known,
    Passage,
    Place,
    Section,
    Source,
    State,
    Term,
    Token,
    worded,
)
from clinic_check.checklist.frame import Frame, Option
from clinic_check.languages import ENGLISH
from clinic_check.languages.translations import TranslationFault, in_language

T = TypeVar("T")


def read(path: Path, kind: type[T], name: str = "", language: str = ENGLISH) -> T:
    """Read one file of content into a dataclass; raise CatalogueFault with all that is wrong.

    `name` is what the faults call the file: its own name, unless it stands in a folder. In another
    language each text is a translator's, or else stays in English.
    """
    name = name or path.name
    data = _load(path, name)
    try:
        worded = in_language(name, data, language)
    except TranslationFault as fault:
        raise CatalogueFault([f"{language}: {fault}."]) from None
    return _structure(worded, kind, name)


class FaultCollector:
    """Gathers what is wrong in one part of the content after another, to tell it all at once."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def of(self, read_it: Callable[[], T]) -> T:
        """Return what is read, and note the faults where it can't be: then nobody may use it."""
        try:
            return read_it()
        except CatalogueFault as fault:
            self.found += fault.faults
            return cast(T, None)


def load(content: Path, language: str = ENGLISH) -> Catalogue:
    """Read a folder of content; raise CatalogueFault with every fault of shape in any file."""
    faults = FaultCollector()

    def part(name: str, kind: type[T]) -> T:
        return faults.of(lambda: read(content / name, kind, name, language))

    frame = part("catalogue.toml", Frame)
    combinations = part("combinations.toml", _Combinations)
    sources = part("sources.toml", _Sources)
    states = part("states.toml", _States)
    evidence = part("evidence.toml", _Evidence)
    harms = part("harms.toml", _Harms)
    tokens = part("trust.toml", _Trust)
    places = part("reports.toml", _Reports)
    terms = part("glossary.toml", _Glossary)
    if frame:
        sections = [part(f"sections/{name}.toml", Section) for name in frame.sections]
        faults.found += _unlisted(content, frame)
    if faults.found:
        raise CatalogueFault(faults.found)
    scales = {scale.id: scale.options for scale in frame.scales}
    scales["states"] = tuple(Option(s.id, s.number, s.name) for s in states.states)
    return Catalogue(
        frame=frame,
        sections=tuple(_with_scales(section, scales) for section in sections),
        combinations=combinations.findings,
        sources=sources.sources,
        states_note=states.general,
        states=states.states,
        evidence_note=evidence.general,
        evidence=evidence.notes,
        harms=harms.harms,
        known=evidence.known,
        tokens=tokens.tokens,
        places=places.places,
        terms=terms.terms,
    )


@dataclass(frozen=True)
class _Combinations:
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Sources:
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class _States:
    general: Passage
    states: tuple[State, ...]


@dataclass(frozen=True)
class _Evidence:
    general: Passage
    notes: tuple[EvidenceNote, ...]
    known: tuple[Known, ...]


@dataclass(frozen=True)
class _Harms:
    harms: tuple[Harm, ...]


@dataclass(frozen=True)
class _Trust:
    tokens: tuple[Token, ...]


@dataclass(frozen=True)
class _Reports:
    places: tuple[Place, ...]


@dataclass(frozen=True)
class _Glossary:
    terms: tuple[Term, ...]


def _unlisted(content: Path, frame: Frame) -> list[str]:
    """Return a fault for each section file that no patient would ever see."""
    names = sorted(path.stem for path in (content / "sections").glob("*.toml"))
    return [
        f"sections/{name}.toml: catalogue.toml does not list this section."
        for name in names
        if name not in frame.sections
    ]


def _with_scales(section: Section, scales: Mapping[str, tuple[Option, ...]]) -> Section:
    return replace(
        section,
        questions=tuple(
            q
            if q.options or q.scale not in scales
            else replace(q, options=worded(q, scales[q.scale]))
            for q in section.questions
        ),
    )


def _load(path: Path, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise CatalogueFault([f"{name}: the file is missing or can't be read."]) from None
    except UnicodeDecodeError:
        raise CatalogueFault([f"{name}: the file isn't UTF-8 text."]) from None
    except tomllib.TOMLDecodeError as error:
        raise CatalogueFault([f"{name}: this isn't valid TOML: {error}."]) from None


def _structure(data: object, kind: type[T], name: str) -> T:
    try:
        return _CONVERTER.structure(data, kind)
    except Exception as error:  # cattrs gathers every fault in one group; any other is a fault too
        faults = cattrs.transform_error(error, path="", format_exception=_told)
        raise CatalogueFault([_sentence(name, data, fault) for fault in faults]) from None


class _Misfit(TypeError):
    """A value of another kind; its text says which kind it has to be."""


def _told(error: BaseException, kind: object) -> str:
    """Return what is wrong, to stand after the place where it is."""
    if isinstance(error, KeyError):
        return "is missing"
    if isinstance(error, cattrs.ForbiddenExtraKeysError):
        return "there is no key " + " or ".join(f"“{key}”" for key in sorted(error.extra_fields))
    if get_origin(kind) is Literal:
        return "has to be one of " + ", ".join(f"“{value}”" for value in get_args(kind))
    return str(error) if isinstance(error, _Misfit) else "has the wrong form"


_STEP = re.compile(r"\.(\w+)|\[(\d+)\]|\['([^']*)'\]")


def _sentence(name: str, data: object, fault: str) -> str:
    """Return a fault as a sentence that names the place: `x.toml, finding “y”: `weight` …`."""
    told, _, path = fault.rpartition(" @ ")
    place = name
    keys: list[str] = []  # from the last thing in a list that was named
    for attribute, index, key in _STEP.findall(path):
        if index:
            data = data[int(index)] if isinstance(data, list) else None
            own = data.get("id") if isinstance(data, dict) else None
            what = ".".join(keys)
            place += f", {what.removesuffix('s')} “{own}”" if own else f", {what} {int(index) + 1}"
            keys = []
        else:
            keys.append(attribute or key)
            data = data.get(keys[-1]) if isinstance(data, dict) else None
    return f"{place}: `{'.'.join(keys)}` {told}." if keys else f"{place}: {told}."


def _converter() -> cattrs.Converter:
    """Make the reader of content: unknown keys refused, and no value turned into another kind."""
    converter = cattrs.Converter(forbid_extra_keys=True)

    def exact(kind: type, words: str) -> Any:
        def structure(value: object, _: object) -> object:
            if type(value) is not kind:
                raise _Misfit(f"has to be {words}")
            return value

        return structure

    for kind, name in ((int, "a whole number"), (bool, "true or false")):
        converter.register_structure_hook(kind, exact(kind, name))

    def text(value: object, _: object) -> str:
        if not isinstance(value, str):
            raise _Misfit("has to be a text")
        return value  # as it is: one in English on a page in another language knows that it is

    converter.register_structure_hook(str, text)

    def words(make: Any) -> Any:
        def structure(value: object, _: object) -> object:
            if not isinstance(value, list) or not all(isinstance(w, str) for w in value):
                raise _Misfit("has to be a list of texts")
            return make(value)

        return structure

    converter.register_structure_hook_func(lambda kind: kind == tuple[str, ...], words(tuple))
    converter.register_structure_hook_func(lambda kind: kind == frozenset[str], words(frozenset))
    return converter


_CONVERTER = _converter()
