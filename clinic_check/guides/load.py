"""Reads `content/guides/` into the pages, and lists every fault of shape at once."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from clinic_check.checklist.catalogue import CatalogueFault
from clinic_check.checklist.load import FaultCollector, read
from clinic_check.guides.pages import (
    Family,
    Guides,
    Method,
    OtherWays,
    Questions,
    Signed,
    WayIn,
)
from clinic_check.languages import ENGLISH

T = TypeVar("T")

QUESTIONS = "guides/questions.toml"
SIGNED = "guides/signed.toml"
OTHER_WAYS = "guides/other-ways.toml"
FAMILY = "guides/family.toml"
METHOD = "guides/method.toml"
WAYS_IN = "guides/ways-in.toml"


@dataclass(frozen=True)
class _WaysIn:
    ways: tuple[WayIn, ...]


def load_guides(content: Path, language: str = ENGLISH) -> Guides:
    """Read the pages of a folder of content; raise CatalogueFault with every fault of shape."""
    faults = FaultCollector()

    def part(name: str, kind: type[T]) -> T:
        return faults.of(lambda: read(content / name, kind, name, language))

    questions = part(QUESTIONS, Questions)
    signed = part(SIGNED, Signed)
    other_ways = part(OTHER_WAYS, OtherWays)
    family = part(FAMILY, Family)
    method = part(METHOD, Method)
    ways = part(WAYS_IN, _WaysIn)
    if faults.found:
        raise CatalogueFault(faults.found)
    return Guides(questions, signed, other_ways, family, method, ways.ways)
