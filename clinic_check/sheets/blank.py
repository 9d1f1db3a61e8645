"""The checklist to fill in by hand, as data: questions with boxes, and filters told in words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clinic_check.checklist.catalogue import Catalogue, Question
from clinic_check.checklist.rules import Rule

HINT = 110
"""Characters of a hint that fit on paper; its first sentence always stands there."""


@dataclass(frozen=True)
class Line:
    """A question on paper: its number there, when to answer it, and a hint of one sentence."""

    number: int
    question: Question
    only_if: str
    hint: str


@dataclass(frozen=True)
class Part:
    """A section on paper; `only_if` is empty where everyone fills it in."""

    title: str
    only_if: str
    lines: tuple[Line, ...]


def blank(catalogue: Catalogue) -> tuple[Part, ...]:
    """Return the whole checklist, its questions numbered from 1."""
    numbers = {question.id: number for number, question in enumerate(catalogue.questions, start=1)}
    return tuple(
        Part(
            section.title,
            only_if(catalogue, section.shown, numbers),
            tuple(
                Line(numbers[q.id], q, only_if(catalogue, q.shown, numbers), _short(q.hint))
                for q in section.questions
            ),
        )
        for section in catalogue.sections
    )


def blank_quick(catalogue: Catalogue) -> tuple[Line, ...]:
    """Return the questions of the quick check, numbered from 1, with their whole hints."""
    asked = (catalogue.question[name] for name in catalogue.frame.quick)
    return tuple(Line(number, q, "", q.hint) for number, q in enumerate(asked, start=1))


def only_if(catalogue: Catalogue, rule: Rule | None, numbers: Mapping[str, int]) -> str:
    """Say a filter in words: “Only if you ticked “A” at question 3.” Empty without a filter."""
    if rule is None:
        return ""

    def ticked(entries: Mapping[str, frozenset[str]]) -> list[str]:
        return [_ticked(catalogue.question[name], entries[name], numbers) for name in entries]

    needed = ticked(rule.all)
    needed += [f"nothing but {each}" for each in ticked(rule.only)]
    if rule.any:
        each = ", or ".join(ticked(rule.any))
        needed.append(each if rule.at_least == 1 else f"at least {rule.at_least} of these: {each}")
    said = [f"Only if you ticked {', and '.join(needed)}."] if needed else []
    if rule.none:
        said.append(f"Not if you ticked {', or '.join(ticked(rule.none))}.")
    if rule.not_only:
        said.append(f"Not if you ticked nothing but {', or '.join(ticked(rule.not_only))}.")
    return " ".join(said)


def _ticked(question: Question, options: Iterable[str], numbers: Mapping[str, int]) -> str:
    labels = [f"“{option.label}”" for option in question.options if option.id in options]
    return f"{' or '.join(labels)} at question {numbers[question.id]}"


def _short(hint: str) -> str:
    """Return a hint's first sentences: paper has little room, and the screen shows the rest."""
    first, *others = re.split(r"(?<=[.?!]) (?=[A-Z“])", hint)
    for sentence in others:
        if len(first) + len(sentence) >= HINT:
            break
        first += f" {sentence}"
    return first
