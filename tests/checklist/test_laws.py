"""Laws that the engine keeps whatever is answered, each shown to fail on a broken engine."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.findings import assess
from clinic_check.checklist.rules import Chosen
from tests.support.broken_engines import (
    averages,
    counts_each_question_once,
    counts_what_is_hidden,
    finds_something_in_nothing,
    forgives,
    forgives_silence,
    hears_the_last_word,
    lets_a_mild_tick_speak_for_all,
    likes_a_plain_no,
    tires,
    trusts_blanks,
)
from tests.support.laws import (
    SEVERITY,
    Engine,
    Law,
    a_blank_is_never_counted_as_good,
    a_finding_depends_only_on_what_its_rule_names,
    a_hidden_answer_counts_as_blank,
    a_worse_answer_is_never_milder,
    an_answer_never_lowers_what_others_raised,
    every_question_shown_stands_in_one_place,
    no_answers_give_no_finding,
    one_more_tick_is_never_milder,
    order_does_not_matter,
    silence_is_never_milder_than_a_plain_no,
    the_headline_is_the_worst_thing_found,
)
from tests.support.people import people

LAWS: list[Law] = [
    no_answers_give_no_finding,
    an_answer_never_lowers_what_others_raised,
    a_worse_answer_is_never_milder,
    one_more_tick_is_never_milder,
    silence_is_never_milder_than_a_plain_no,
    a_blank_is_never_counted_as_good,
    order_does_not_matter,
    a_finding_depends_only_on_what_its_rule_names,
    a_hidden_answer_counts_as_blank,
    the_headline_is_the_worst_thing_found,
    every_question_shown_stands_in_one_place,
]

BROKEN: list[tuple[Law, Engine]] = [
    (no_answers_give_no_finding, finds_something_in_nothing),
    (no_answers_give_no_finding, counts_what_is_hidden),
    (an_answer_never_lowers_what_others_raised, forgives),
    (an_answer_never_lowers_what_others_raised, averages),
    (a_worse_answer_is_never_milder, likes_a_plain_no),
    (a_worse_answer_is_never_milder, forgives_silence),
    (one_more_tick_is_never_milder, tires),
    (one_more_tick_is_never_milder, lets_a_mild_tick_speak_for_all),
    (silence_is_never_milder_than_a_plain_no, forgives_silence),
    (a_blank_is_never_counted_as_good, trusts_blanks),
    (order_does_not_matter, hears_the_last_word),
    (a_finding_depends_only_on_what_its_rule_names, counts_each_question_once),
    (a_finding_depends_only_on_what_its_rule_names, forgives),
    (a_hidden_answer_counts_as_blank, counts_what_is_hidden),
    (the_headline_is_the_worst_thing_found, averages),
    (the_headline_is_the_worst_thing_found, forgives_silence),
    (every_question_shown_stands_in_one_place, trusts_blanks),
    (every_question_shown_stands_in_one_place, forgives_silence),
]


def bounded(examples: int) -> settings:
    """Settings under which the same tests do the same on every machine, at any speed."""
    return settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def try_law(law: Law, engine: Engine, catalogue: Catalogue, examples: int) -> None:
    """Try a law on an engine with so many people's answers; raise AssertionError when it breaks."""

    @bounded(examples)
    @given(answers=people(catalogue), data=st.data())
    def hold(answers: Chosen, data: st.DataObject) -> None:
        law(engine, catalogue, answers, data)

    hold()


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_engine_keeps(law: Law, catalogue: Catalogue) -> None:
    try_law(law, assess, catalogue, examples=60)


@pytest.mark.parametrize(
    ("law", "engine"), BROKEN, ids=[f"{law.__name__}-{broken.__name__}" for law, broken in BROKEN]
)
def test_a_broken_engine_is_caught(law: Law, engine: Engine, catalogue: Catalogue) -> None:
    with pytest.raises(AssertionError):
        try_law(law, engine, catalogue, examples=300)


def test_every_law_is_shown_to_fail_on_a_broken_engine() -> None:
    assert {law for law, _ in BROKEN} == set(LAWS)


def test_each_headline_comes_up_in_at_least_15_of_100_draws(catalogue: Catalogue) -> None:
    headlines: Counter[str] = Counter()

    @bounded(400)
    @given(answers=people(catalogue))
    def draw(answers: Chosen) -> None:
        headlines[assess(catalogue, answers).headline] += 1

    draw()
    assert headlines.keys() == SEVERITY.keys()
    assert min(headlines.values()) >= 0.15 * headlines.total()
