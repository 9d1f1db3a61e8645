"""What a page says when something isn't right: the sentences stand in `content/messages.toml`."""

import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from clinic_check.checklist.load import read
from clinic_check.languages import ENGLISH

FILE = "messages.toml"

NEEDED: Mapping[str, frozenset[str]] = {
    name: frozenset(placeholders.split())
    for name, placeholders in {
        "answer.forged": "",
        "answer.twice": "",
        "answer.contradiction": "one other",
        "answer.contradictions": "one",
        "name.long": "most",
        "text.long": "length most",
        "text.empty": "",
        "token.old": "button",
        "token.blocked": "button",
        "token.unreadable": "button",
        "token.unreadable-told": "button",
        "busy.reading": "",
        "busy.looking": "",
        "busy.paper": "",
        "compare.both": "",
        "compare.all-three": "",
        "compare.same": "names",
        "compare.differ": "told",
        "compare.and": "one other",
        "compare.counts": "serious others silent open",
        "compare.told.in-writing": "names",
        "compare.told.said": "names",
        "compare.told.no": "names",
        "compare.told.not-asked": "names",
        "compare.told.blank": "names",
        "compare.told.serious": "names",
        "compare.told.caution": "names",
        "compare.told.no-answer": "names",
        "compare.told.open": "names",
        "compare.told.given": "names",
        "compare.told.left-out": "names",
        "compare.told.holds": "names",
        "compare.told.holds-not": "names",
        "compare.letter": "letter",
        "compare.this-check": "",
        "compare.code": "number",
        "compare.version.code": "version",
        "compare.version.file": "version",
        "compare.new": "names",
        "compare.longer": "names",
        "compare.gone": "names",
        "compare.lost": "names",
        "compare.dropped": "names",
        "compare.two-ways": "",
        "compare.nothing": "name",
        "compare.too-few": "",
        "compare.too-many": "",
        "compare.twice": "one other",
        "compare.same-name": "",
        "opened.no-answer.code": "",
        "opened.no-answer.file": "",
        "opened.no-file": "",
        "opened.no-answer.file-unknown": "names",
        "list.more": "names count",
        "list.answer": "question answers",
        "code.none": "",
        "code.too-long": "",
        "code.no-u": "group",
        "code.no-such-sign": "sign group",
        "code.unseen-sign": "group",
        "code.short": "typed whole",
        "code.short-group": "typed whole group",
        "code.long": "typed whole",
        "code.long-group": "typed whole group",
        "code.one-more": "group",
        "code.wrong": "",
        "code.wrong-or-short": "typed whole",
        "code.wrong-group": "group",
        "code.wrong-groups": "first second",
        "code.newer": "",
        "code.other": "",
        "code.contradiction": "one other question",
        "file.too-big": "most",
        "file.unreadable": "",
        "file.other": "",
        "file.newer": "",
        "file.changed": "",
        "file.no-text": "",
        "file.twice": "question",
        "file.contradiction": "one other question",
        "day.none": "",
        "day.unreadable": "",
        "day.past": "",
        "day.far": "",
        "error.400.title": "",
        "error.400.text": "",
        "error.403.title": "",
        "error.403.text": "",
        "error.404.title": "",
        "error.404.text": "",
        "error.405.title": "",
        "error.405.text": "",
        "error.413.title": "",
        "error.413.text": "",
        "error.429.title": "",
        "error.429.text": "",
        "error.500.title": "",
        "error.500.text": "",
        "error.503.title": "",
        "error.503.text": "",
        "error.other.title": "",
        "error.other.text": "",
    }.items()
}
"""Every sentence that the program may have to say, and the placeholders that it fills in there."""


@dataclass(frozen=True)
class Messages:
    """Sentences by name (“area.name”), with `{placeholders}` for what differs."""

    sentences: Mapping[str, str]

    def say(self, name: str, /, **values: object) -> str:
        """Return a sentence with its placeholders filled in; raise KeyError for an unknown name."""
        return self.sentences[name].format(**values)

    def listing(self, names: Iterable[str], most: int = 10) -> str:
        """Return names with commas between them; beyond `most` of them, how many more there are."""
        each = tuple(dict.fromkeys(names))
        shown = ", ".join(each[:most])
        more = len(each) - most
        return self.say("list.more", names=shown, count=more) if more > 0 else shown


class InputFault(ValueError):
    """Something that a person gave can't be used; a message says why.

    `name` is the message's name in `messages.toml`, `values` fill in its placeholders.
    """

    def __init__(self, name: str, **values: object) -> None:
        super().__init__(name)
        self.name = name
        self.values = values

    def say(self, messages: Messages) -> str:
        """Return the sentence for the person who gave it."""
        return messages.say(self.name, **self.values)


def load_messages(content: Path, language: str = ENGLISH) -> Messages:
    """Read the sentences of a content folder; raise CatalogueFault where they can't be read."""
    return Messages(dict(_flat("", read(content / FILE, dict, language=language))))


def faults_in_messages(messages: Messages) -> list[str]:
    """Return what is missing or too much, a sentence each."""
    return list(_faults(messages))


def _flat(before: str, tables: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in tables.items():
        if isinstance(value, Mapping):
            yield from _flat(f"{before}{name}.", value)
        else:
            yield before + name, value if isinstance(value, str) else str(value)


def _faults(messages: Messages) -> Iterator[str]:
    for name in sorted(NEEDED.keys() - messages.sentences.keys()):
        yield f"{FILE}: the sentence “{name}” is missing"
    for name, sentence in messages.sentences.items():
        if name not in NEEDED:
            yield f"{FILE}: nothing says the sentence “{name}”"
            continue
        try:
            filled = {field for _, field, _, _ in string.Formatter().parse(sentence) if field}
        except ValueError:
            yield f"{FILE}: the sentence “{name}” has a brace too many or too few"
            continue
        for field in sorted(filled - NEEDED[name]):
            yield f"{FILE}: the sentence “{name}” has {{{field}}}, which nothing fills in"
        if not sentence.strip():
            yield f"{FILE}: the sentence “{name}” is empty"
