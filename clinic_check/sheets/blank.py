"""The checklist to fill in by hand, as data: questions with boxes, and filters told in words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from clinic_check.checklist.catalogue import Catalogue, Question
from clinic_check.checklist.frame import Option
from clinic_check.checklist.rules import Options, Rule
from clinic_check.sheets.explaining import Explainer
from clinic_check.sheets.paper import BlankWords, Paper

HINT = 110
"""Characters of a hint that fit on paper; its first sentence always stands there."""

STATES = "states"  # the scale whose answers are written, not ticked: there are fifty


@dataclass(frozen=True)
class Line:
    """A question on paper: its number there, when to answer it, a short hint, and its boxes.

    `first` marks a key question, `several` one where more than one box may be ticked. `room` says
    what the line below is for.
    """

    number: int
    text: str
    first: bool
    several: bool
    only_if: str
    hint: str
    boxes: tuple[str, ...]
    room: str


@dataclass(frozen=True)
class Part:
    """A section on paper; `only_if` is empty where everyone fills it in."""

    title: str
    only_if: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Blank:
    """Both checklists: the questions of the quick check, and all of them by section."""

    quick: tuple[Line, ...]
    parts: tuple[Part, ...]
    emergency: str
    disclaimer: str
    version: str


def blank(catalogue: Catalogue, paper: Paper) -> Blank:
    """Lay out both checklists, the questions of each numbered from 1."""
    words, frame = paper.blank, catalogue.frame
    numbers = {question.id: number for number, question in enumerate(catalogue.questions, start=1)}
    quick = [catalogue.question[name] for name in frame.quick]
    explain = Explainer(catalogue.terms)
    return Blank(
        quick=tuple(
            _line(words, n, question, "", explain) for n, question in enumerate(quick, start=1)
        ),
        parts=tuple(
            Part(
                section.title,
                only_if(catalogue, words, section.shown, numbers),
                tuple(
                    _line(
                        words,
                        numbers[q.id],
                        q,
                        only_if(catalogue, words, q.shown, numbers),
                        explain,
                    )
                    for q in section.questions
                ),
            )
            for section in catalogue.sections
        ),
        emergency=frame.emergency.text,
        disclaimer=frame.disclaimer,
        version=f"{frame.title} {frame.version}",
    )


def only_if(
    catalogue: Catalogue, words: BlankWords, rule: Rule | None, numbers: Mapping[str, int]
) -> str:
    """Say a filter in words: “Only if you ticked “A” at question 3.” Empty without a filter."""
    if rule is None:
        return ""

    def ticked(entries: Options) -> list[str]:
        return [_ticked(words, catalogue.question[q], entries[q], numbers[q]) for q in entries]

    def either(each: Iterable[str]) -> str:
        return reduce(lambda one, other: words.one_or_other.format(one=one, other=other), each)

    needed = ticked(rule.all)
    needed += [words.nothing_but.format(answers=each) for each in ticked(rule.only)]
    if rule.any:
        answers = either(ticked(rule.any))
        of_these = words.at_least.format(count=rule.at_least, answers=answers)
        needed.append(answers if rule.at_least == 1 else of_these)
    said = []
    if needed:
        together = reduce(
            lambda one, other: words.one_and_other.format(one=one, other=other), needed
        )
        said.append(words.only_if.format(answers=together))
    if rule.none:
        said.append(words.not_if.format(answers=either(ticked(rule.none))))
    if rule.not_only:
        only = words.nothing_but.format(answers=either(ticked(rule.not_only)))
        said.append(words.not_if.format(answers=only))
    return " ".join(said)


def _ticked(words: BlankWords, question: Question, options: Iterable[str], number: int) -> str:
    labels = [f"“{_box(words, question, o)}”" for o in question.options if o.id in options]
    answers = reduce(lambda one, other: words.one_or_other.format(one=one, other=other), labels)
    return words.at.format(answers=answers, number=number)


def _box(words: BlankWords, question: Question, option: Option) -> str:
    """Return what stands beside a box: fewer words, where many questions share an answer."""
    return (words.short.get(option.id) if question.scale == "evidence" else None) or option.label


def _explained(box: str, explain: Explainer) -> str:
    """Explain a word that ends an answer; within one, it would tear the answer apart."""
    told = explain(box)
    return told if told.startswith(box) else box


def _line(
    words: BlankWords, number: int, question: Question, only_if: str, explain: Explainer
) -> Line:
    return Line(
        number=number,
        text=question.text,
        first=question.key,
        several=question.pick == "many",
        only_if=only_if,
        hint=_short(question.hint),
        boxes=tuple(
            _explained(_box(words, question, option), explain)
            for option in question.options
            if question.scale != STATES
        ),
        room=words.state
        if question.scale == STATES
        else words.said_by
        if question.ask
        else words.notes,
    )


def _short(hint: str) -> str:
    """Return a hint's first sentences: paper has little room, and the screen shows the rest."""
    first, *others = re.split(r"(?<=[.?!]) (?=[A-Z“])", hint)
    for sentence in others:
        if len(first) + len(sentence) >= HINT:
            break
        first += f" {sentence}"
    return first
