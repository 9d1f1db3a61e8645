"""What the page templates are given: addresses of static files, and questions ready to draw."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from clinic_check.checklist.catalogue import Catalogue, Question, Section
from clinic_check.checklist.rules import Chosen

KEPT_LAYOUTS = 256
"""Pages of questions that are kept: there are some 60, a few with questions that may be hidden."""


def versions(static: Path) -> dict[str, str]:
    """Return the file's address inside the folder -> a short hash of what it holds."""
    return {
        path.relative_to(static).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in sorted(static.rglob("*"))
        if path.is_file()
    }


class Drawn(NamedTuple):
    """A question as it stands on a page: the chosen options, and the error if there is one."""

    question: Question
    chosen: tuple[str, ...]
    error: str
    only_if: str

    @property
    def id(self) -> str:
        """The id of the question's element, where links lead to."""
        return self.question.id

    @property
    def problem(self) -> tuple[str, str]:
        """The id of its first control, and what is wrong, to list at the top of the page."""
        states = self.question.scale == "states"
        first = "select" if states else self.question.options[0].id
        return f"{self.id}-{first}", f"{self.question.label}: {self.error}"


def drawn_in(section: Section, counted: Chosen) -> tuple[Question, ...]:
    """Return the section's questions that are drawn.

    A question whose filter stands on the same page is always drawn (with "Only if …"); any other
    when its filter holds.
    """
    here = {question.id for question in section.questions}
    return tuple(
        question
        for question in section.questions
        if question.shown is None
        or question.shown.questions() & here
        or question.shown.holds(counted)
    )


@lru_cache(KEPT_LAYOUTS)
def laid_out(catalogue: Catalogue, page: tuple[Question, ...]) -> tuple[tuple[Question, str], ...]:
    """Return the page's questions, each with the sentence that says when it counts: where its
    filter is on the page, and empty elsewhere.
    """
    here = {question.id for question in page}
    return tuple((question, _only_if(catalogue, question, here)) for question in page)


def _only_if(catalogue: Catalogue, question: Question, here: set[str]) -> str:
    if question.shown is None:
        return ""
    labels = [
        f"“{option.label}”"
        for name, options in (*question.shown.all.items(), *question.shown.any.items())
        if name in here
        for option in catalogue.question[name].options
        if option.id in options
    ]
    return f"Only if you chose {' or '.join(labels)}." if labels else ""


def neighbours(
    catalogue: Catalogue, section: Section, apply: tuple[Section, ...]
) -> tuple[Section | None, Section | None]:
    """Return the sections before and after this one among those that apply."""
    here = catalogue.place_of[section.id]
    before = None
    for other in apply:
        place = catalogue.place_of[other.id]
        if place > here:
            return before, other
        if place < here:
            before = other
    return before, None
