"""Laws that an engine keeps whatever is answered, each a function that asserts.

An engine is a function like `assess`. A law takes an engine, the catalogue, somebody's answers and
a source of further draws.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

from hypothesis import strategies as st

from clinic_check.checklist.answers import counting, questions_shown, read, write
from clinic_check.checklist.catalogue import Catalogue, Question
from clinic_check.checklist.findings import Summary
from clinic_check.checklist.rules import Chosen, Rule
from tests.support.people import values

Engine = Callable[[Catalogue, Chosen], Summary]
Law = Callable[[Engine, Catalogue, Chosen, st.DataObject], None]

SEVERITY = {"none": 0, "missing": 1, "warning": 2, "serious": 3}


def severity(summary: Summary) -> int:
    """How bad the headline is, from 0."""
    return SEVERITY[summary.headline]


def raised(summary: Summary) -> set[str]:
    """The ids of all that was found, notes too."""
    return {r.finding.id for r in (*summary.serious, *summary.caution, *summary.notes)}


def filters(catalogue: Catalogue) -> set[str]:
    """The questions that no law on better and worse answers speaks of: filters and the person.

    A filter shows and hides other questions, and what is hidden raises nothing. The condition and
    the state say who somebody is and where, `source` what the thing is, and `approval` what the FDA
    has said of it, which is neither better nor worse.
    """
    rules = [s.shown for s in catalogue.sections] + [q.shown for q in catalogue.questions]
    looked_at = {name for rule in rules if rule for name in rule.questions()}
    return looked_at | {"condition", "state", "approval", "source"}


def without_silences(catalogue: Catalogue) -> Catalogue:
    """The catalogue without `many-silences`: a plain no ends a silence, so it may be milder."""
    return replace(
        catalogue,
        combinations=tuple(f for f in catalogue.combinations if f.id != "many-silences"),
    )


def grade(catalogue: Catalogue, answers: Chosen, question: Question) -> int:
    """Where an answer stands on its question's own scale, 0 to 3, read from the rules alone."""
    counted = counting(catalogue, answers)
    held = [f for f in catalogue.findings if f.when.holds(counted)]
    replaced = {name for finding in held for name in finding.replaces}
    grades = [0]
    chosen = set(counted.get(question.id, ()))
    weights = {question.option[name].weight for name in chosen} or {"open"}
    if question.settled and question.settled.holds(counted):
        weights.discard("open")
    grades.append(1 if "open" in weights else 2 if "no-answer" in weights else 0)
    for finding in held:
        listed = finding.when.causes.get(question.id, frozenset())
        if finding.id not in replaced and listed & chosen:
            grades.append({"serious": 3, "caution": 2, "note": 0}[finding.weight])
    return max(grades)


def a_scale(catalogue: Catalogue, answers: Chosen, data: st.DataObject) -> Question:
    """Draw a question that is shown, and is neither a filter nor about the person."""
    shown = questions_shown(catalogue, counting(catalogue, answers))
    return data.draw(st.sampled_from([q for q in shown if q.id not in filters(catalogue)]))


def with_answer(answers: Chosen, question: Question, value: tuple[str, ...]) -> Chosen:
    """The answers with another answer, or a blank, to one question."""
    others = {name: chosen for name, chosen in answers.items() if name != question.id}
    return {**others, question.id: value} if value else others


def no_answers_give_no_finding(
    engine: Engine, catalogue: Catalogue, _: Chosen, data: st.DataObject
) -> None:
    shown = {question.id for question in questions_shown(catalogue, {})}
    hidden = [
        q for q in catalogue.questions if q.id not in shown and q.id not in filters(catalogue)
    ]
    question = data.draw(st.sampled_from(hidden))
    for nothing in ({}, with_answer({}, question, data.draw(values(question)))):
        summary = engine(catalogue, nothing)
        assert summary.headline == "missing"
        assert not raised(summary)
        assert summary.state is None
        assert len(summary.no_answer) + len(summary.given) + len(summary.evidence) == 0
        assert {question.id for question in summary.open} == shown


def an_answer_never_lowers_what_others_raised(
    engine: Engine, catalogue: Catalogue, answers: Chosen, data: st.DataObject
) -> None:
    """Filters apart, what a finding replaces, and what is named under `none` or `not_only`."""
    question = a_scale(catalogue, answers, data)
    answered = with_answer(answers, question, data.draw(values(question).filter(bool)))
    without = engine(catalogue, with_answer(answers, question, ()))
    with_it = engine(catalogue, answered)
    counted = counting(catalogue, answered)
    apart = {name for f in catalogue.findings if f.when.holds(counted) for name in f.replaces} | {
        f.id for f in catalogue.findings if question.id in {*f.when.none, *f.when.not_only}
    }
    assert raised(without) - apart <= raised(with_it)
    if without.headline in ("warning", "serious") and not raised(without) & apart:
        assert severity(with_it) >= severity(without)


def a_worse_answer_is_never_milder(
    engine: Engine, catalogue: Catalogue, answers: Chosen, data: st.DataObject
) -> None:
    """Every answer to one question by itself, and some ticks together, from good to bad."""
    catalogue = without_silences(catalogue)
    question = a_scale(catalogue, answers, data)
    each = [(), *((option.id,) for option in question.options), data.draw(values(question))]
    ways = [with_answer(answers, question, value) for value in each]
    graded = sorted((grade(catalogue, way, question), place) for place, way in enumerate(ways))
    found = [(worse, severity(engine(catalogue, ways[place]))) for worse, place in graded]
    for (better, mild), (worse, bad) in combinations(found, 2):
        assert mild <= bad, (better, worse)


def one_more_tick_is_never_milder(
    engine: Engine, catalogue: Catalogue, answers: Chosen, data: st.DataObject
) -> None:
    """On any list that has a tick, also of those that are filters or no scale."""
    shown = questions_shown(catalogue, counting(catalogue, answers))
    question = data.draw(st.sampled_from([q for q in shown if q.pick == "many"]))
    free = [option.id for option in question.options if not option.exclusive]
    drawn = st.lists(st.sampled_from(free), min_size=1, max_size=3, unique=True)
    ticked = set(answers.get(question.id, ())) & set(free) or set(data.draw(drawn))
    more = ticked | {data.draw(st.sampled_from(free))}
    fewer_and_more = (tuple(name for name in free if name in some) for some in (ticked, more))
    before, after = (
        engine(catalogue, with_answer(answers, question, some)) for some in fewer_and_more
    )
    assert severity(before) <= severity(after)


def silence_is_never_milder_than_a_plain_no(
    engine: Engine, catalogue: Catalogue, answers: Chosen, data: st.DataObject
) -> None:
    catalogue = without_silences(catalogue)
    shown = questions_shown(catalogue, counting(catalogue, answers))
    asked = [q for q in shown if {"no", "no-answer"} <= q.option.keys()]
    question = data.draw(st.sampled_from(asked))
    silent = engine(catalogue, with_answer(answers, question, ("no-answer",)))
    plain = engine(catalogue, with_answer(answers, question, ("no",)))
    assert severity(silent) >= severity(plain)


def a_blank_is_never_counted_as_good(
    engine: Engine, catalogue: Catalogue, answers: Chosen, data: st.DataObject
) -> None:
    question = a_scale(catalogue, answers, data)
    blank = engine(catalogue, with_answer(answers, question, ()))
    assert question in blank.open
    assert question not in (*blank.given, *blank.no_answer)
    if grade(catalogue, answers, question) == 0:
        assert severity(blank) >= severity(engine(catalogue, answers))


def order_does_not_matter(
    engine: Engine, catalogue: Catalogue, answers: Chosen, data: st.DataObject
) -> None:
    raw = write(catalogue, answers)
    names = data.draw(st.permutations(list(raw)))
    shuffled = {
        name: data.draw(st.permutations(value)) if isinstance(value := raw[name], list) else value
        for name in names
    }
    assert engine(catalogue, read(catalogue, shuffled)) == engine(catalogue, answers)


def a_finding_depends_only_on_what_its_rule_names(
    engine: Engine, catalogue: Catalogue, answers: Chosen, data: st.DataObject
) -> None:
    found = raised(engine(catalogue, answers))
    for finding in catalogue.findings:
        if not (finding.id in found or finding.when.questions() & answers.keys()):
            continue
        rules = [f.when for f in catalogue.findings if finding.id in (f.id, *f.replaces)]
        named = names_behind(catalogue, rules)
        alone = {name: chosen for name, chosen in answers.items() if name in named}
        assert (finding.id in raised(engine(catalogue, alone))) == (finding.id in found)


def names_behind(catalogue: Catalogue, rules: list[Rule]) -> set[str]:
    """The questions that the rules name, and those that the filters which show them name."""
    todo = {name for rule in rules for name in rule.questions()}
    named: set[str] = set()
    while todo:
        named |= todo
        shown = [catalogue.question[name].shown for name in todo]
        shown += [catalogue.section_of[name].shown for name in todo]
        todo = {name for rule in shown if rule for name in rule.questions()} - named
    return named


def a_hidden_answer_counts_as_blank(
    engine: Engine, catalogue: Catalogue, answers: Chosen, data: st.DataObject
) -> None:
    counted = counting(catalogue, answers)
    shown = {question.id for question in questions_shown(catalogue, counted)}
    summary = engine(catalogue, answers)
    hidden = [question for question in catalogue.questions if question.id not in shown]
    question = data.draw(st.sampled_from(hidden))
    changed = with_answer(answers, question, data.draw(values(question)))
    assert engine(catalogue, changed) == summary
    assert not {q.id for q in (*summary.open, *summary.given, *summary.no_answer)} - shown


def the_headline_is_the_worst_thing_found(
    engine: Engine, catalogue: Catalogue, answers: Chosen, _: st.DataObject
) -> None:
    shown = questions_shown(catalogue, counting(catalogue, answers))
    assert SEVERITY[engine(catalogue, answers).headline] == max(
        # What is open matters where the question is a key one.
        0 if (worst := grade(catalogue, answers, question)) == 1 and not question.key else worst
        for question in shown
    )


def every_question_shown_stands_in_one_place(
    engine: Engine, catalogue: Catalogue, answers: Chosen, _: st.DataObject
) -> None:
    summary = engine(catalogue, answers)
    counted = counting(catalogue, answers)
    for question in questions_shown(catalogue, counted):
        weights = {question.option[name].weight for name in counted.get(question.id, ())}
        assert (question in summary.no_answer) == ("no-answer" in weights)
        settled = question.settled is not None and question.settled.holds(counted)
        assert (question in summary.open) == (not weights or ("open" in weights and not settled))
        told = any(
            question.id == name
            for r in (*summary.serious, *summary.caution)
            for name, _ in r.causes
        )
        places = [
            question in summary.no_answer,
            question in summary.open,
            question in summary.given,
        ]
        assert sum(places) == (0 if told and weights == {"given"} else 1)
