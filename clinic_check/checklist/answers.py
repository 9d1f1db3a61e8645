"""A person's answers: which of them the catalogue knows, and which count just now."""

from collections.abc import Collection, Iterable, Mapping

from clinic_check.checklist.catalogue import Catalogue, Question
from clinic_check.checklist.frame import Option
from clinic_check.checklist.rules import Chosen


class AnswerFault(ValueError):
    """Answers that the catalogue can't take; `faults` says why, a sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def tidy(question: Question, options: Iterable[str]) -> tuple[str, ...]:
    """Return the known options in the catalogue's order, each once."""
    sent = set(options)
    return tuple([option.id for option in question.options if option.id in sent])


def contradiction(question: Question, options: Collection[str]) -> tuple[Option, Option] | None:
    """Return two of these options that can't both be true, if there are any.

    The first is one that excludes the rest of its tick list ("none of these"), the second the first
    other one. Nothing may be dropped in silence: whoever takes answers in has to say it.
    """
    if len(options) < 2:
        return None
    chosen = [question.option[name] for name in tidy(question, options)]
    for option in chosen:
        if option.exclusive and len(chosen) > 1:
            return option, next(other for other in chosen if other is not option)
    return None


def told_apart(question: Question, options: Collection[str]) -> str:
    """Return a sentence that names two options which can't both be true; empty where none do."""
    pair = contradiction(question, options)
    if pair is None:
        return ""
    alone, other = pair
    return f"“{question.id}” can’t be both “{alone.id}” and “{other.id}”."


def labels(question: Question, options: tuple[str, ...]) -> tuple[str, ...]:
    """Return the labels of these options."""
    return tuple([question.option[name].label for name in options])


def labels_of(question: Question, options: tuple[str, ...]) -> str:
    """Return the labels of these options, with semicolons between."""
    return "; ".join(labels(question, options))


def read(catalogue: Catalogue, raw: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """Return answers given as `{"question-id": "option-id" or ["option-id", …]}`.

    Raise AnswerFault that names every unknown id, every wrong form, and of each tick list two
    answers that can't both be true.
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
        sent = [str(item) for item in options]
        faults += [f"“{name}” has no answer “{it}”." for it in sent if it not in question.option]
        if apart := told_apart(question, sent):
            faults.append(apart)
        if chosen := tidy(question, sent):
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


def questions_shown(catalogue: Catalogue, answers: Chosen) -> list[Question]:
    """Return the questions that are asked with these answers, in order."""
    return shown_and_counted(catalogue, answers)[0]
