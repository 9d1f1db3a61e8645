"""Made-up people with made-up answers, for tests that must hold whatever is answered."""

from hypothesis import strategies as st

from clinic_check.checklist.catalogue import Catalogue, Question
from clinic_check.checklist.rules import Chosen, Rule

MOODS = ("serious", "warning", "missing", "none")
"""What the offer is like: anything goes; no serious sign; no sign at all; all in order too."""

_BARRED_WEIGHTS = {
    "serious": (),
    "warning": ("serious",),
    "missing": ("serious", "caution"),
    "none": ("serious", "caution"),
}


@st.composite
def people(draw: st.DrawFn, catalogue: Catalogue) -> Chosen:
    """Answer the catalogue from the top, in one of the moods, each as likely as the others.

    Hidden questions are sometimes answered too: their answers must not count.
    """
    mood = draw(st.sampled_from(MOODS))
    barred: dict[str, list[Rule]] = {}
    for finding in catalogue.findings:
        if finding.weight in _BARRED_WEIGHTS[mood]:
            for name in finding.when.questions():
                barred.setdefault(name, []).append(finding.when)
    hidden_too = draw(st.booleans())
    answers: dict[str, tuple[str, ...]] = {}
    counted: dict[str, tuple[str, ...]] = {}
    for section in catalogue.sections:
        section_shown = section.shown is None or section.shown.holds(counted)
        for question in section.questions:
            if section_shown and (question.shown is None or question.shown.holds(counted)):
                chosen = _choose(draw, question, mood, counted, barred.get(question.id, []))
                if chosen:
                    counted[question.id] = answers[question.id] = chosen
            elif hidden_too and (chosen := draw(values(question))):
                answers[question.id] = chosen
    return answers


def values(question: Question) -> st.SearchStrategy[tuple[str, ...]]:
    """Any answer to a question, in the catalogue's order; () is a blank."""
    if question.pick == "one":
        return st.sampled_from([(), *((option.id,) for option in question.options)])
    free = [option.id for option in question.options if not option.exclusive]
    alone = [(option.id,) for option in question.options if option.exclusive]
    ticks = st.lists(st.sampled_from(free), unique=True, max_size=4).map(
        lambda ticked: tuple(name for name in free if name in ticked)
    )
    return st.one_of(ticks, st.sampled_from(alone)) if alone else ticks


def _choose(
    draw: st.DrawFn, question: Question, mood: str, counted: Chosen, barred: list[Rule]
) -> tuple[str, ...]:
    """Draw an answer that raises nothing which the mood bars; a blank where there is none."""

    def fits(value: tuple[str, ...]) -> bool:
        weights = {question.option[name].weight for name in value} or {"open"}
        if mood in ("missing", "none") and "no-answer" in weights:
            return False
        if mood == "none" and question.key and "open" in weights:
            return False
        with_it = {**counted, question.id: value}
        return not any(rule.holds(with_it) for rule in barred)

    singles = [value for value in [(), *((o.id,) for o in question.options)] if fits(value)]
    first = draw(st.sampled_from(singles)) if singles else ()
    if question.pick == "one" or not first or question.option[first[0]].exclusive:
        return first
    more = draw(values(question))
    free = [name for name in (*first, *more) if not question.option[name].exclusive]
    both = tuple(option.id for option in question.options if option.id in free)
    return both if fits(both) else first
