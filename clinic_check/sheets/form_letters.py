"""Form letters to fill in and send: to cancel, to dispute a charge, for records, to a board.

Each is made from what was typed for it and kept nowhere. What was left blank is a line to fill in
by hand, so that an empty form makes a letter that reads well too. The words stand in
`content/guides/letters.toml`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from clinic_check.checklist.catalogue import CatalogueFault
from clinic_check.checklist.load import read
from clinic_check.checklist.texts import word_problems
from clinic_check.languages import ENGLISH

FILE = "guides/letters.toml"

LIMITS = {"line": 120, "text": 1_500, "day": 10}
"""Characters that a field takes: a line, a paragraph, a day as YYYY-MM-DD."""

LINE_WIDTH = 60
"""Signs of a line for a longer text: as wide as the letter at 12 points."""

SENDER = ("name", "address")
"""The fields that stand above the date: every letter has them."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Field:
    """Something to type for a letter. `purpose` is the browser's word for it (autocomplete)."""

    id: str
    label: str
    hint: str = ""
    kind: Literal["line", "text", "day"] = "line"
    purpose: str = "off"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with placeholders for fields. With `only`, it needs that field filled in."""

    text: str
    only: str = ""


@dataclass(frozen=True)
class FormLetter:
    """One of them: what is asked for it, how to send it, and what it says."""

    id: str
    title: str
    intro: str
    how: tuple[str, ...]
    to: str
    to_address: str
    subject: str
    paragraphs: tuple[Paragraph, ...]
    enclosed: str
    fields: tuple[Field, ...]

    @cached_property
    def field(self) -> dict[str, Field]:
        """The fields by id."""
        return {field.id: field for field in self.fields}


@dataclass(frozen=True)
class FormLetters:
    """All kinds of letters. `blank` is the line to fill in by hand; for a longer text there are
    `blank_lines` of them, each LINE_WIDTH signs wide.

    `sender`, `date`, `to` and `signature` frame every letter; `to` has a placeholder for whom it
    goes to.
    """

    blank: str
    blank_lines: int
    closing: str
    sender: tuple[str, ...]
    date: str
    to: str
    signature: str
    by_hand: str
    letters: tuple[FormLetter, ...]

    @cached_property
    def letter(self) -> dict[str, FormLetter]:
        """The kinds by id: "cancel", "dispute", "records" and "complaint"."""
        return {letter.id: letter for letter in self.letters}


@dataclass(frozen=True)
class WrittenLetter:
    """A letter part by part, for a page or a PDF; `text` is the same as plain text.

    `sender` and `to` are lines of an address. A blank is a line of underscores everywhere.
    """

    title: str
    sender: tuple[str, ...]
    date: str
    to: tuple[str, ...]
    subject: str
    paragraphs: tuple[str, ...]
    enclosed: str
    closing: str
    signature: str

    @property
    def text(self) -> str:
        """The letter as plain text, with an empty line between its parts."""
        return _plain(self)


def load_letters(content: Path, language: str = ENGLISH) -> FormLetters:
    """Read the letters of a folder of content; raise CatalogueFault with every fault in them."""
    letters = read(content / FILE, FormLetters, FILE, language)
    if language != ENGLISH:
        return letters  # the proofreader of translations reads them
    if faults := [f"{FILE}, {fault}." for fault in _faults(letters)]:
        raise CatalogueFault(faults)
    return letters


def write_letter(letters: FormLetters, kind: str, typed: Mapping[str, str]) -> WrittenLetter:
    """Write a letter from what was typed: field id -> words, with days already in words.

    Fields that are missing or empty become lines to fill in by hand. Raises KeyError for a kind
    that there isn't.
    """
    form = letters.letter[kind]
    given = {name: _tidy(words) for name, words in typed.items() if words.strip()}

    one, lines = letters.blank, ("_" * LINE_WIDTH + "\n") * letters.blank_lines
    blanks = {field.id: f"\n\n{lines}".rstrip() for field in form.fields if field.kind == "text"}

    def filled(text: str) -> str:
        # In one pass: braces that a person typed stay as they are.
        words = _PLACEHOLDER.sub(lambda name: given.get(name[1]) or blanks.get(name[1], one), text)
        return words.replace(" \n", "\n")

    return WrittenLetter(
        title=form.title,
        sender=tuple(map(filled, letters.sender)),
        date=filled(letters.date),
        to=tuple(map(filled, filter(None, (letters.to.replace("{to}", form.to), form.to_address)))),
        subject=filled(form.subject),
        paragraphs=tuple(filled(p.text) for p in form.paragraphs if not p.only or p.only in given),
        enclosed=form.enclosed,
        closing=letters.closing,
        signature=filled(letters.signature),
    )


def _tidy(words: str) -> str:
    """Return what was typed without needless gaps; the lines of a longer text stay apart."""
    return "\n".join(line for typed in words.splitlines() if (line := " ".join(typed.split())))


def _plain(letter: WrittenLetter) -> str:
    parts = (
        "\n".join(letter.sender),
        letter.date,
        "\n".join(letter.to),
        letter.subject,
        *letter.paragraphs,
        letter.enclosed,
        letter.closing,
        letter.signature,
    )
    text = "\n\n".join(part for part in parts if part)
    # The lines of a list follow each other.
    return re.sub(r"\n\n(?=- )", "\n", text) + "\n"


def _faults(letters: FormLetters) -> Iterator[str]:
    frame = (letters.closing, letters.by_hand, *letters.sender, letters.date, letters.to)
    for words in (*frame, letters.signature):
        for problem in word_problems(_PLACEHOLDER.sub("it", words)):
            yield f"what stands in every letter {problem}"
    known = [letter.id for letter in letters.letters]
    for name in {name for name in known if known.count(name) > 1}:
        yield f"letter id “{name}”: is given more than once"
    for letter in letters.letters:
        where = f"letter “{letter.id}”"
        for name in SENDER:
            if name not in letter.field:
                yield f"{where}: has no field “{name}”, which every letter has"
        if len(letter.field) != len(letter.fields):
            yield f"{where}: a field is given more than once"
        for paragraph in letter.paragraphs:
            if paragraph.only and paragraph.only not in letter.field:
                yield f"{where}: there is no field “{paragraph.only}”"
        for key, words in letter_texts(letter):
            for name in _PLACEHOLDER.findall(words):
                if name not in letter.field:
                    yield f"{where}: `{key}` has a placeholder “{name}”, which is no field"
            for problem in word_problems(_PLACEHOLDER.sub("it", words)):
                yield f"{where}: `{key}` {problem}"


def letter_texts(letter: FormLetter) -> Iterator[tuple[str, str]]:
    """Yield every text of a letter that is read, with the key under which it stands."""
    for key in ("title", "intro", "to", "to_address", "subject", "enclosed"):
        yield key, getattr(letter, key)
    for line in letter.how:
        yield "how", line
    for paragraph in letter.paragraphs:
        yield "paragraphs", paragraph.text
    for field in letter.fields:
        yield "label", field.label
        yield "hint", field.hint
