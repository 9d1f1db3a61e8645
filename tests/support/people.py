"""Made-up people with made-up answers, for tests that must hold whatever is answered."""

from random import Random

from hypothesis import strategies as st

from clinic_check.checklist.catalogue import Catalogue, Question
from clinic_check.checklist.rules import Chosen, Rule

MOODS = ("serious", "warning", "missing", "none")
"""What the offer is like: anything goes; no serious sign; no sign at all; all in order too."""

MOST_TICKS = 4

_BARRED_WEIGHTS = {
    "serious": (),
    "warning": ("serious",),
    "missing": ("serious", "caution"),
    "none": ("serious", "caution"),
}


def people(catalogue: Catalogue) -> st.SearchStrategy[Chosen]:
    """Draw somebody's answers. Only the seed of dice is drawn: Hypothesis leans to what it has seen
    before, and then some moods would hardly come up.
    """
    return st.integers(0, 2**64).map(lambda seed: somebody(catalogue, Random(seed)))  # noqa: S311  # no secret


def somebody(catalogue: Catalogue, dice: Random) -> Chosen:
    """Answer the catalogue from the top, in one of the moods, each as likely as the others.

    Hidden questions are sometimes answered too: their answers must not count.
    """
    mood = dice.choice(MOODS)
    barred: dict[str, list[Rule]] = {}
    for finding in catalogue.findings:
        if finding.weight in _BARRED_WEIGHTS[mood]:
            for name in finding.when.questions():
                barred.setdefault(name, []).append(finding.when)
    hidden_too = dice.random() < 0.5
    answers: dict[str, tuple[str, ...]] = {}
    counted: dict[str, tuple[str, ...]] = {}
    for section in catalogue.sections:
        section_shown = section.shown is None or section.shown.holds(counted)
        for question in section.questions:
            if section_shown and (question.shown is None or question.shown.holds(counted)):
                chosen = _choose(dice, question, mood, counted, barred.get(question.id, []))
                if chosen:
                    counted[question.id] = answers[question.id] = chosen
            elif hidden_too and (chosen := any_answer(dice, question)):
                answers[question.id] = chosen
    return answers


def any_answer(dice: Random, question: Question) -> tuple[str, ...]:
    """Any answer to a question that can stand together, in the catalogue's order; () is a blank."""
    alone = [(o.id,) for o in question.options if question.pick == "one" or o.exclusive]
    free = [o.id for o in question.options if (o.id,) not in alone]
    if not free or (alone and dice.random() < 0.3):
        return dice.choice([(), *alone])
    ticked = dice.sample(free, dice.randint(0, min(MOST_TICKS, len(free))))
    return tuple(name for name in free if name in ticked)


def values(question: Question) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw any answer to a question that can stand together; () is a blank."""
    return st.integers(0, 2**64).map(lambda seed: any_answer(Random(seed), question))  # noqa: S311  # no secret


def _choose(
    dice: Random, question: Question, mood: str, counted: Chosen, barred: list[Rule]
) -> tuple[str, ...]:
    """Choose an answer that raises nothing which the mood bars; a blank where there is none."""

    def fits(value: tuple[str, ...]) -> bool:
        weights = {question.option[name].weight for name in value} or {"open"}
        if mood in ("missing", "none") and "no-answer" in weights:
            return False
        if mood == "none" and question.key and "open" in weights:
            return False
        with_it = {**counted, question.id: value}
        return not any(rule.holds(with_it) for rule in barred)

    singles = [value for value in [(), *((o.id,) for o in question.options)] if fits(value)]
    first = dice.choice(singles) if singles else ()
    if question.pick == "one" or not first or question.option[first[0]].exclusive:
        return first
    more = any_answer(dice, question)
    free = [name for name in (*first, *more) if not question.option[name].exclusive]
    both = tuple(option.id for option in question.options if option.id in free)
    return both if fits(both) else first
