"""What the page templates are given: addresses of static files, and questions ready to draw."""

import hashlib
from pathlib import Path
from typing import NamedTuple

from clinic_check.catalogue import Catalogue, Chosen, Question, Section


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


def only_if(catalogue: Catalogue, question: Question, page: tuple[Question, ...]) -> str:
    """Return the sentence that says when a question counts, where its filter is on the page."""
    if question.shown is None:
        return ""
    here = {other.id for other in page}
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
    order = [s.id for s in catalogue.sections]
    here = order.index(section.id)
    before = [s for s in apply if order.index(s.id) < here]
    after = [s for s in apply if order.index(s.id) > here]
    return (before[-1] if before else None, after[0] if after else None)
