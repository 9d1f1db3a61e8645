"""The words on the printed sheets, as `paper.toml` has them, and sentences put together from them.

A sentence stands whole in one text, with placeholders, so that a translator can turn it round.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from clinic_check.checklist.load import read
from clinic_check.checklist.rules import Rule
from clinic_check.languages import ENGLISH

FILE = "paper.toml"

Few = Mapping[str, Mapping[str, str]]
"""Question id -> option id -> few words for that answer."""


@dataclass(frozen=True)
class Part:
    """A piece of a sentence; `answer` tells that it is set off, as something that was told."""

    text: str
    answer: bool = False


@dataclass(frozen=True)
class Asked:
    """What the doctor is asked at one stage: `questions` with boxes, and a `line` to write on.

    Without questions, those that most stages share are asked.
    """

    title: str
    questions: tuple[str, ...] = ()
    line: str = ""


@dataclass(frozen=True)
class DoctorQuestions:
    """The questions to the doctor that most stages share; the first names the condition."""

    meant: str
    meant_not_named: str
    meant_unknown: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A line that is printed while its rule holds."""

    text: str
    when: Rule
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counted:
    """Words for a count, for a count of one, and both in a study."""

    text: str
    one: str = ""
    study: str = ""
    study_one: str = ""

    def of(self, count: int, *, study: bool = False) -> str:
        """Return the words for this count."""
        many, one = (self.study, self.study_one) if study else (self.text, self.one)
        words = one if count == 1 else many
        return (words or self.text).format(count=count)


@dataclass(frozen=True)
class DoctorWords:
    """The words on the doctor's sheet."""

    about: str
    answers: tuple[str, ...]
    offer_title: str
    by_hand_title: str
    by_hand: tuple[str, ...]
    notes_title: str
    papers_title: str
    papers: tuple[str, ...]
    ask: Mapping[str, Asked]
    questions: DoctorQuestions
    offer: Mapping[str, str]
    status: Mapping[str, str]
    stop: Mapping[str, str]
    fda: tuple[Line, ...]
    signs: Mapping[str, Counted]
    also: Mapping[str, str]


@dataclass(frozen=True)
class CallWords:
    """The words on the call sheet.

    `how` tells how to use it. `notes` are what to write below a question: question id -> words.
    """

    about: str
    opening_title: str
    questions_title: str
    how: tuple[str, ...]
    more_title: str
    answers: tuple[str, ...]
    by_hand: tuple[str, ...]
    again: str
    own: str
    nothing_open: str
    emergency_title: str
    opening: Mapping[str, tuple[str, ...]]
    notes: Mapping[str, str]


@dataclass(frozen=True)
class EverythingWords:
    """The words on the pages with everything."""

    about: str
    serious: str
    caution: str
    no_answer: str
    open: str
    open_others: str
    ask: str
    look: str
    clear: str
    clear_note: str
    clear_answer: str
    vague_answer: str
    notes: str
    evidence: str
    state: str
    harm: str
    known: str
    unknown: str
    trust: str
    trust_name: str
    trust_proves: str
    trust_lacks: str
    answers: str
    answers_note: str
    reports: str
    records: str
    emergency: str
    sources: str
    sources_note: str
    next: str
    record: str
    checked: str
    unconfirmed: str


@dataclass(frozen=True)
class BlankWords:
    """The words on the blank checklist."""

    intro: str
    quick_title: str
    whole_title: str
    key: str
    several: str
    only_if_not: str
    only_if: str
    not_if: str
    nothing_but: str
    at_least: str
    at: str
    one_or_other: str
    one_and_other: str
    by_hand: tuple[str, ...]
    said_by: str
    notes: str
    state: str
    enter: str
    enter_quick: str
    enter_whole: str
    code: str
    emergency_title: str
    short: Mapping[str, str]


@dataclass(frozen=True)
class LetterWords:
    """The words in a letter; `mine` and `helping` are how it begins, by what is asked about."""

    to: str
    date: str
    name: str
    subject: str
    subject_study: str
    dear: str
    dear_study: str
    in_writing: str
    in_writing_again: str
    closing: tuple[str, ...]
    more: str
    more_one: str
    mine: Mapping[str, str]
    helping: Mapping[str, str]


@dataclass(frozen=True)
class Paper:
    """All of `paper.toml`."""

    number: str
    page: str
    back: str
    not_checked: str
    collected: str
    collected_helper: str
    title_doctor: str
    title_call: str
    title_both: str
    title_everything: str
    title_blank: str
    doctor: DoctorWords
    short: Few
    call: CallWords
    everything: EverythingWords
    blank: BlankWords
    letter: LetterWords


def load_paper(content: Path, language: str = ENGLISH) -> Paper:
    """Read the words from a content folder; raise CatalogueFault with all that is wrong."""
    return read(content / FILE, Paper, language=language)


def parts(sentence: str, answers: Mapping[str, str]) -> tuple[Part, ...]:
    """Return a sentence in parts, each of its placeholders filled in and set off."""
    return tuple(_parts(sentence, answers))


def _parts(sentence: str, answers: Mapping[str, str]) -> Iterator[Part]:
    for piece in re.split(r"(\{[a-z]+\})", sentence):
        if piece.startswith("{"):
            yield Part(answers[piece[1:-1]], answer=True)
        elif piece:
            yield Part(piece)
