"""The register of every number that a question or answer ever had, so that old codes stay true.

`numbers.toml` in the content folder keeps a layout for every released catalogue that changed its
questions: which questions and options a code has room for, and under which numbers. A number is
never given to another thing, and an id never changes its number.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Literal

from clinic_check.checklist.catalogue import Catalogue, Question

FILE = "numbers.toml"
"""The register's name in a folder of content."""

MOST_LAYOUTS = 63
"""The code keeps six bits for the number of its layout, and there is no layout 0."""

FINGERPRINTS = 2**12
"""How many fingerprints there are."""

MOST_STATES = 2**178
"""More states of a whole checklist would make a code of over 44 characters (see `code`)."""

_INTRO = """\
# Made by `clinic-check code register`; please don't edit. It keeps every number that a question or
# an answer was ever given, because codes on people's papers are made of them.
"""


@dataclass(frozen=True)
class Numbered:
    """A question as one release had it: its options' ids with their numbers.

    `exclusive` are the options of a tick list that exclude all others.
    """

    id: str
    number: int
    label: str
    pick: Literal["one", "many"]
    options: Mapping[str, int]
    exclusive: tuple[str, ...] = ()

    @cached_property
    def alone(self) -> tuple[str, ...]:
        """The options of which only one can be chosen, in the order of their numbers."""
        by_number = sorted(self.options, key=self.options.__getitem__)
        return tuple(o for o in by_number if self.pick == "one" or o in self.exclusive)

    @cached_property
    def together(self) -> tuple[str, ...]:
        """The options that can be ticked together, in the order of their numbers."""
        by_number = sorted(self.options, key=self.options.__getitem__)
        return tuple(option for option in by_number if option not in self.alone)

    @cached_property
    def states(self) -> int:
        """In how many ways the question can be answered, a blank among them."""
        return int(2 ** len(self.together)) + len(self.alone)

    def digit(self, chosen: tuple[str, ...]) -> int:
        """Return the question's state: 0 is blank, then come those that stand alone, then ticks.

        What this release doesn't have is left out; of options that stand alone there may be one.
        """
        if not chosen:
            return 0
        for digit, option in enumerate(self.alone, start=1):
            if option in chosen:
                return digit
        ticks = sum(2**bit for bit, option in enumerate(self.together) if option in chosen)
        return len(self.alone) + ticks if ticks else 0


@dataclass(frozen=True)
class CodeLayout:
    """How the codes of one release are laid out: its questions with their numbers.

    `version` is the catalogue's that came with it first.
    """

    number: int
    version: str
    questions: tuple[Numbered, ...]

    @cached_property
    def ordered(self) -> tuple[Numbered, ...]:
        """The questions in the order of their numbers."""
        return tuple(sorted(self.questions, key=lambda question: question.number))

    @cached_property
    def states(self) -> int:
        """In how many ways the whole checklist can be answered."""
        return math.prod(question.states for question in self.questions)

    @cached_property
    def fingerprint(self) -> int:
        """A number below FINGERPRINTS that tells this layout from one with other ids."""
        words = json.dumps([_shape(question) for question in self.ordered])
        return int.from_bytes(sha256(words.encode()).digest()) % FINGERPRINTS


@dataclass(frozen=True)
class Register:
    """Every layout that was ever released, the oldest first."""

    layouts: tuple[CodeLayout, ...] = ()


def _shape(question: Numbered) -> tuple[object, ...]:
    """Return what codes depend on: all but the label."""
    numbers = sorted(question.options.items(), key=lambda option: option[1])
    alone = sorted(question.exclusive)
    return question.number, question.id, question.pick, numbers, alone


def layout_of(catalogue: Catalogue, number: int) -> CodeLayout:
    """Return the layout that the catalogue has now, under this number."""
    questions = tuple(_numbered(question) for question in catalogue.questions)
    return CodeLayout(number, catalogue.frame.version, questions)


def _numbered(question: Question) -> Numbered:
    return Numbered(
        id=question.id,
        number=question.number,
        label=question.label,
        pick=question.pick,
        options={option.id: option.number for option in question.options},
        exclusive=tuple(option.id for option in question.options if option.exclusive),
    )


def with_layout(catalogue: Catalogue, register: Register, *, anew: bool = False) -> Register:
    """Return the register with the catalogue's layout at its end, if that is not there already.

    `anew` puts it there instead of the newest one: for a release that nobody has used yet.
    Raise ValueError, in a sentence, when the newest one has the same version, as it may be in use.
    """
    layouts = register.layouts[:-1] if anew else register.layouts
    if layouts and _same(catalogue, layouts[-1]):
        return replace(register, layouts=layouts)
    if layouts and layouts[-1].version == catalogue.frame.version:
        raise ValueError(
            f"The questions have changed since version {catalogue.frame.version} was registered. "
            "Give catalogue.toml a new version, then register it."
        )
    return Register((*layouts, layout_of(catalogue, len(layouts) + 1)))


def _same(catalogue: Catalogue, layout: CodeLayout) -> bool:
    now = layout_of(catalogue, layout.number)
    return list(map(_shape, now.ordered)) == list(map(_shape, layout.ordered))


def as_toml(register: Register) -> str:
    """Return the text of the file."""
    lines = [_INTRO]
    for layout in register.layouts:
        lines += ["[[layouts]]", f"number = {layout.number}", f"version = {_word(layout.version)}"]
        for question in layout.questions:
            options = ", ".join(f"{_word(id)} = {n}" for id, n in question.options.items())
            lines += ["", "[[layouts.questions]]", f"id = {_word(question.id)}"]
            lines += [f"number = {question.number}", f"label = {_word(question.label)}"]
            lines += [f"pick = {_word(question.pick)}", f"options = {{ {options} }}"]
            if question.exclusive:
                lines.append(f"exclusive = [{', '.join(map(_word, question.exclusive))}]")
        lines.append("")
    return "\n".join(lines)


def _word(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def faults_in_numbers(catalogue: Catalogue, register: Register) -> list[str]:
    """Return every fault of the register, and of the catalogue against it, a sentence each."""
    now = layout_of(catalogue, len(register.layouts) + 1)
    found = [
        *_order(register),
        *_repeated(now),
        *_changed((*register.layouts, now)),
        *_unregistered(catalogue, register),
    ]
    if now.states > MOST_STATES:
        found.append("The code of this checklist would be longer than 44 characters.")
    return list(dict.fromkeys(f"{FILE}: {fault}" for fault in found))


def _order(register: Register) -> Iterator[str]:
    versions = [layout.version for layout in register.layouts]
    if [layout.number for layout in register.layouts] != list(range(1, len(versions) + 1)):
        yield "The layouts have to be numbered 1, 2, 3 and so on, in this order."
    if len(versions) > MOST_LAYOUTS:
        yield f"It has {len(versions)} layouts, and codes can tell only {MOST_LAYOUTS} apart."
    for version in sorted({version for version in versions if versions.count(version) > 1}):
        yield f"Version {version} is registered more than once."
    for layout in register.layouts:
        yield from (f"Version {layout.version}: {fault}" for fault in _repeated(layout))


def _repeated(layout: CodeLayout) -> Iterator[str]:
    """A number that two questions have, or two answers of a question; or an id given twice."""
    seen: dict[int, str] = {}
    for question in layout.questions:
        if question.id in seen.values():
            yield f"Question “{question.id}” stands there more than once."
        elif question.number in seen:
            other = seen[question.number]
            yield f"Question number {question.number} is used by “{other}” and “{question.id}”."
        seen.setdefault(question.number, question.id)
        options: dict[int, str] = {}
        for name, number in question.options.items():
            if number in options:
                both = f"“{options[number]}” and “{name}”"
                yield f"Question “{question.id}”: answer number {number} is used by {both}."
            options.setdefault(number, name)


def _changed(layouts: tuple[CodeLayout, ...]) -> Iterator[str]:
    """What a later layout calls, numbers or asks in another way than an earlier one."""
    questions, picks, answers = _Given("Question"), dict[str, str](), dict[str, _Given]()
    for layout in layouts:
        numbers = {question.id: question.number for question in layout.questions}
        yield from questions.take(numbers, layout.version)
        for question in layout.questions:
            given = answers.setdefault(question.id, _Given(f"Question “{question.id}”: answer"))
            yield from given.take(question.options, layout.version)
            if picks.setdefault(question.id, question.pick) != question.pick:
                yield (
                    f'Question “{question.id}” had `pick = "{picks[question.id]}"` before. '
                    "A question of another kind needs an id and a number of its own."
                )


class _Given:
    """The numbers that were ever given to things of one kind, and the version that gave them."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.numbers: dict[str, tuple[int, str]] = {}
        self.owners: dict[int, str] = {}

    def take(self, numbers: Mapping[str, int], version: str) -> Iterator[str]:
        """Add a version's ids with their numbers; yield what differs from earlier ones."""
        before = set(self.numbers)
        for name, number in numbers.items():
            owner = self.owners.get(number, name)
            if name in before and self.numbers[name][0] != number:
                old, when = self.numbers[name]
                yield (
                    f"{self.kind} “{name}” had number {old} in version {when}, and {number} in "
                    f"version {version}. Numbers are permanent: give it {old} again."
                )
            elif owner in before and owner != name:
                thing = f"{self.kind} “{name}” of version {version} has number {number}"
                given = f"which version {self.numbers[owner][1]} gave to “{owner}”"
                advice = "Give it a number that was never used"
                if owner not in numbers:
                    advice = (
                        f"If it is the same thing, call it “{owner}” again. If not, g" + advice[1:]
                    )
                yield f"{thing}, {given}. {advice}."
            self.numbers.setdefault(name, (number, version))
            self.owners.setdefault(number, name)


def _unregistered(catalogue: Catalogue, register: Register) -> Iterator[str]:
    """The newest layout has to be the catalogue's."""
    if not register.layouts:
        yield "It has no layout yet. Run `clinic-check code register`."
        return
    newest = register.layouts[-1]
    listed = {question.id: question for question in newest.questions}
    advice = "Give catalogue.toml a new version and run `clinic-check code register`."
    for question in catalogue.questions:
        known = listed.pop(question.id, None)
        if known is None:
            yield f"Question “{question.id}” is missing from the newest layout. {advice}"
        elif _shape(known) != _shape(_numbered(question)):
            yield f"The answers of “{question.id}” differ from the newest layout’s. {advice}"
    for name in listed:
        yield f"Question “{name}” of the newest layout is no longer asked. {advice}"
