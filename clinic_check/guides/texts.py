"""Every text of the pages of their own that somebody reads, and every source that they cite."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from clinic_check.checklist.rules import Rule
from clinic_check.guides.load import FAMILY, METHOD, OTHER_WAYS, QUESTIONS, SIGNED, WAYS_IN
from clinic_check.guides.pages import Asked, Guides

NOT_READ = frozenset(
    (
        *("id", "group", "reader", "signed_off_by", "lang", "when", "search", "counts", "sources"),
        *("deadline", "letter", "link", "leads_to", "who_helps", "address", "phone"),
    )
)
"""Keys whose words are names for the program, addresses, or somebody's name."""

THEIR_WORDS = frozenset(("text", "also"))
"""The keys of a question that people ask: it stands in their words, not in ours."""


@dataclass(frozen=True)
class Text:
    """One text, with the file, the entry and the key under which a clinician finds it."""

    file: str
    entry: str
    key: str
    words: str
    lang: str = "en"
    theirs: bool = False
    hidden: bool = False


def texts(guides: Guides) -> Iterator[Text]:
    """Yield every text that is read, those too that wait for a signature."""
    for file, page in _files(guides):
        yield from _texts(file, "page", page, {"lang": "en", "theirs": False, "hidden": False})


def cited(guides: Guides) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield what cites sources: file, entry, ids."""
    for file, page in _files(guides):
        yield from _cited(file, "page", page)


def _files(guides: Guides) -> Iterator[tuple[str, Any]]:
    yield QUESTIONS, guides.questions
    yield SIGNED, guides.signed
    yield OTHER_WAYS, guides.other_ways
    yield FAMILY, guides.family
    yield METHOD, guides.method
    yield WAYS_IN, guides.ways


def _texts(
    file: str, entry: str, value: Any, of: Mapping[str, Any], key: str = ""
) -> Iterator[Text]:
    if isinstance(value, str):
        yield Text(file, entry, key, value, **of)
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(file, entry, item, of, key)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _texts(file, f"{key} “{name}”", item, of, key)
    elif is_dataclass(value):
        entry = _entry(entry, value)
        for each in fields(value):
            if each.name not in NOT_READ:
                marks = _marks(value, each.name, of)
                yield from _texts(file, entry, getattr(value, each.name), marks, each.name)


def _marks(value: Any, key: str, of: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is to be said of the texts under a key, beside what holds for the whole entry."""
    marks = dict(of)
    if isinstance(value, Asked):
        marks |= {"lang": value.lang, "theirs": key in THEIR_WORDS}
    if key in ("not_used", "signs"):
        marks["hidden"] = True
    return marks


def _cited(file: str, entry: str, value: Any) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    if isinstance(value, tuple):
        for item in value:
            yield from _cited(file, entry, item)
    elif is_dataclass(value) and not isinstance(value, Rule):
        entry = _entry(entry, value)
        if sources := getattr(value, "sources", ()):
            yield file, entry, sources
        for each in fields(value):
            yield from _cited(file, entry, getattr(value, each.name))


def _entry(entry: str, value: Any) -> str:
    name = getattr(value, "id", "")
    return f"{type(value).__name__.lower()} “{name}”" if name else entry
