"""A person's answers: which of them the catalogue knows, and which count just now."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from clinic_check.checklist.catalogue import Catalogue, Question, Section
from clinic_check.checklist.rules import Chosen

KEPT = 1024
"""So many results are kept of each thing that is worked out for an answer, or for a thing of the
catalogue, whoever gives or meets it: there are some 300 options, and a few sets of ticks that many
choose.
"""


class AnswerFault(ValueError):
    """Answers that the catalogue can't take; `faults` says why, a sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def tidy(question: Question, options: Iterable[str]) -> tuple[str, ...]:
    """Return the known options in the catalogue's order.

    An option that excludes the others ("none of these") wins where both were sent.
    """
    sent = set(options)
    chosen = [option for option in question.options if option.id in sent]
    if len(chosen) > 1:
        chosen = [option for option in chosen if option.exclusive][:1] or chosen
    return tuple([option.id for option in chosen])


@lru_cache(KEPT)
def tidied(question: Question, options: tuple[str, ...]) -> tuple[str, ...]:
    """Return the same as `tidy`, kept: for answers that were tidied before they were signed."""
    return tidy(question, options)


@lru_cache(KEPT)
def labels(question: Question, options: tuple[str, ...]) -> tuple[str, ...]:
    """Return the labels of these options."""
    return tuple([question.option[name].label for name in options])


@lru_cache(KEPT)
def labels_of(question: Question, options: tuple[str, ...]) -> str:
    """Return the labels of these options, with semicolons between."""
    return "; ".join(labels(question, options))


def read(catalogue: Catalogue, raw: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """Return answers given as `{"question-id": "option-id" or ["option-id", …]}`.

    Raise AnswerFault that names every unknown id and every wrong form.
    """
    faults: list[str] = []
    answers: dict[str, tuple[str, ...]] = {}
    for name, value in raw.items():
        question = catalogue.question.get(name)
        if question is None:
            faults.append(f"There is no question “{name}”.")
            continue
        if question.pick == "one":
            options = [value]
            if not isinstance(value, str):
                faults.append(f"“{name}” takes one answer, a text.")
                continue
        elif not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            faults.append(f"“{name}” takes a list of answers.")
            continue
        else:
            options = value
        unknown = [str(item) for item in options if item not in question.option]
        faults.extend(f"“{name}” has no answer “{item}”." for item in unknown)
        if chosen := tidy(question, (str(item) for item in options)):
            answers[name] = chosen
    if faults:
        raise AnswerFault(faults)
    return answers


def write(catalogue: Catalogue, answers: Chosen) -> dict[str, str | list[str]]:
    """Return answers in the form that `read` takes: a text for one choice, a list for many."""
    return {
        name: chosen[0] if catalogue.question[name].pick == "one" else list(chosen)
        for name, chosen in answers.items()
    }


def counting(catalogue: Catalogue, answers: Chosen) -> dict[str, tuple[str, ...]]:
    """Return the answers that count: a hidden question counts as blank everywhere."""
    return shown_and_counted(catalogue, answers)[1]


def shown_and_counted(
    catalogue: Catalogue, answers: Chosen
) -> tuple[list[Question], dict[str, tuple[str, ...]]]:
    """Return the questions that are shown, in order, and the answers that count.

    Filters look only at earlier questions (the proofreader checks it), so one pass in order is
    enough.
    """
    shown: list[Question] = []
    counted: dict[str, tuple[str, ...]] = {}
    for section in catalogue.sections:
        if section.shown is not None and not section.shown.holds(counted):
            continue
        for question in section.questions:
            if question.shown is None or question.shown.holds(counted):
                shown.append(question)
                if chosen := answers.get(question.id):
                    counted[question.id] = chosen
    return shown, counted


def deciding(catalogue: Catalogue, answers: Chosen) -> dict[str, tuple[str, ...]]:
    """Return of the answers that count those that decide what is shown."""
    counted: dict[str, tuple[str, ...]] = {}
    for section, question in catalogue.deciding:
        chosen = answers.get(question.id)
        if (
            chosen
            and (section.shown is None or section.shown.holds(counted))
            and (question.shown is None or question.shown.holds(counted))
        ):
            counted[question.id] = chosen
    return counted


def sections_shown(catalogue: Catalogue, counted: Chosen) -> tuple[Section, ...]:
    """Return the sections that apply, given the answers that count, in order."""
    return tuple(s for s in catalogue.sections if s.shown is None or s.shown.holds(counted))


def questions_shown(catalogue: Catalogue, counted: Chosen) -> tuple[Question, ...]:
    """Return the questions that are shown, given the answers that count."""
    return tuple(
        question
        for section in sections_shown(catalogue, counted)
        for question in section.questions
        if question.shown is None or question.shown.holds(counted)
    )
