"""The way through the questions: which one comes next, and how many are still likely to come."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from clinic_check.checklist.answers import questions_shown
from clinic_check.checklist.catalogue import Catalogue, Question
from clinic_check.checklist.rules import Chosen

Part = Literal["quick", "check", "details"]
"""The quick check, the main questions of the full check, and the details that follow a stop."""

PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True)
class Step:
    """A question's place on the way. `number` counts from 1; `about` is how many there are likely
    to be in this part; `before` and `after` are its neighbours, None at the ends.
    """

    number: int
    about: int
    before: Question | None
    after: Question | None


@lru_cache
def questions_in(catalogue: Catalogue, part: Part) -> tuple[Question, ...]:
    """Return all questions of a part, shown or not, in the order in which they are asked."""
    if part == "quick":
        return tuple(catalogue.question[name] for name in catalogue.frame.quick)
    main = set(catalogue.frame.main)
    return tuple(
        question
        for question in catalogue.questions
        if (question.key or question.id in main) == (part == "check")
    )


def step(catalogue: Catalogue, part: Part, question: Question, shown: Collection[Question]) -> Step:
    """Return a question's place among those of its part that are shown.

    A question that isn't shown gets the place that it would have.
    """
    whole = questions_in(catalogue, part)
    here = whole.index(question)
    before = [other for other in whole[:here] if other in shown]
    after = [other for other in whole[here + 1 :] if other in shown]
    return Step(
        number=len(before) + 1,
        about=len(before) + 1 + len(after),
        before=before[-1] if before else None,
        after=after[0] if after else None,
    )


def first_unanswered(catalogue: Catalogue, part: Part, answers: Chosen) -> Question | None:
    """Return the first question of a part that is shown and blank; None where all are answered."""
    shown = questions_shown(catalogue, answers)
    for question in questions_in(catalogue, part):
        if question in shown and not answers.get(question.id):
            return question
    return None


def unfinished(catalogue: Catalogue, answers: Chosen) -> Part | Literal[""]:
    """Return the first part of the full check with a question that is shown and blank, if any."""
    main = questions_in(catalogue, "check")
    blank = [q for q in questions_shown(catalogue, answers) if not answers.get(q.id)]
    if any(question in main for question in blank):
        return "check"
    return "details" if blank else ""


def part_of(catalogue: Catalogue, question: Question) -> Part:
    """Return the part of the full check that a question stands in."""
    return "check" if question in questions_in(catalogue, "check") else "details"
