"""The summary of a person's answers: its headline, its five lists, and what caused what."""

import pytest

from clinic_check.checklist.findings import Raised, Summary, assess
from clinic_check.checklist.rules import Chosen, Rule
from tests.support.small import SMALL, changed, rule

IN_ORDER: Chosen = {
    "kind": ("sold",),
    "product": ("in-writing",),
    "risks": ("infection",),
    "state": ("fl",),
}


def weighed(**answers: str) -> Summary:
    """The summary of an offer that is in order, but for these answers."""
    return assess(SMALL, {**IN_ORDER, **{name: (option,) for name, option in answers.items()}})


def found(raised: tuple[Raised, ...]) -> list[str]:
    """The ids of findings."""
    return [each.finding.id for each in raised]


def test_with_everything_in_order_nothing_is_found() -> None:
    summary = weighed()
    assert summary.headline == "none"
    assert summary.serious == summary.caution == summary.notes == ()
    assert [q.id for q in summary.given] == ["kind", "product", "risks", "state"]


@pytest.mark.parametrize(
    ("answers", "headline"),
    [
        ({"product": "no"}, "serious"),
        ({"kind": "study", "product": "no"}, "warning"),
        ({"product": "said"}, "missing"),
        ({"kind": "not-clear", "product": "no"}, "serious"),
    ],
)
def test_the_headline_is_the_worst_thing(answers: dict[str, str], headline: str) -> None:
    assert weighed(**answers).headline == headline


def test_what_is_open_matters_to_the_headline_only_at_a_key_question() -> None:
    answers = dict(IN_ORDER)
    del answers["state"]
    summary = assess(SMALL, answers)
    assert (summary.headline, [q.id for q in summary.open]) == ("none", ["state"])
    del answers["product"]
    assert assess(SMALL, answers).headline == "missing"


def test_silence_alone_is_a_warning() -> None:
    quiet = changed("finding:many-silences", when=rule(kind=["study"]))
    quiet = changed("finding:product", quiet, when=rule(product=["no"]))
    summary = assess(quiet, {**IN_ORDER, "product": ("no-answer",)})
    assert summary.headline == "warning"
    assert [q.id for q in summary.no_answer] == ["product"]
    assert summary.caution == ()


def test_silence_that_raises_a_finding_is_told_as_silence() -> None:
    told = {r.finding.id: r.words.told for r in weighed(product="no-answer").serious}
    assert told["product"] == "You told us they would not name the product."
    assert weighed(product="no").serious[0].words.told == "You told us the product has no name."


def test_a_finding_shows_the_answers_that_caused_it() -> None:
    (finding,) = weighed(kind="study", product="no").caution
    assert finding.causes == (("product", ("no",)), ("kind", ("study",)))


def test_an_answer_that_meets_no_entry_is_no_cause() -> None:
    either = Rule(any={"product": frozenset(["no"]), "risks": frozenset(["pain"])})
    catalogue = changed("finding:product", when=either)
    (finding,) = assess(catalogue, {**IN_ORDER, "risks": ("infection", "pain")}).serious
    assert finding.causes == (("risks", ("pain",)),)


def test_a_rule_may_need_several_of_its_entries() -> None:
    two = Rule(any={name: frozenset(["no"]) for name in ("product", "board", "state")}, at_least=2)
    assert not two.holds({})
    assert not two.holds({"product": ("no",)})
    assert two.holds({"product": ("no",), "board": ("no",)})


def test_a_rule_that_bars_an_answer_fails_with_it_and_holds_with_a_blank() -> None:
    barred = Rule(
        all={"product": frozenset(["no"])}, none={"risks": frozenset(["pain", "infection"])}
    )
    assert barred.holds({"product": ("no",)})
    assert barred.holds({"product": ("no",), "risks": ("told-none",)})
    assert not barred.holds({"product": ("no",), "risks": ("pain",)})


def test_a_rule_may_bar_another_tick_of_the_same_question() -> None:
    only_pain = Rule(
        all={"risks": frozenset(["pain"])}, none={"risks": frozenset(["infection", "nerve"])}
    )
    catalogue = changed("finding:product", when=only_pain)
    assert found(assess(catalogue, {**IN_ORDER, "risks": ("pain",)}).serious) == ["product"]
    both = assess(catalogue, {**IN_ORDER, "risks": ("infection", "pain")})
    assert found(both.serious) == []


def test_a_question_may_stand_in_both_parts_of_a_rule() -> None:
    both = Rule(
        all={"product": frozenset(["no", "no-answer"])},
        any={"product": frozenset(["no"]), "kind": frozenset(["sold"])},
    )
    catalogue = changed("finding:product", when=both)
    (finding, *_) = assess(catalogue, {**IN_ORDER, "product": ("no-answer",)}).serious
    assert finding.words.told == "You told us they would not name the product."
    assert finding.causes == (("product", ("no-answer",)), ("kind", ("sold",)))


def test_what_was_kept_of_one_catalogue_is_not_told_of_another() -> None:
    answers = {**IN_ORDER, "product": ("no",)}
    assert assess(SMALL, answers).serious[0].words.told == "You told us the product has no name."
    other = changed("finding:product", told="You told us something else.")
    assert assess(other, answers).serious[0].words.told == "You told us something else."


def test_a_finding_that_is_replaced_is_not_shown() -> None:
    summary = weighed(kind="study", product="no")
    assert found(summary.serious) == []
    assert found(summary.caution) == ["product-study"]


def test_serious_findings_come_by_rank() -> None:
    assert found(weighed(product="no-answer").serious) == ["product", "many-silences"]
    later = changed("finding:product", rank=9)
    summary = assess(later, {**IN_ORDER, "product": ("no-answer",)})
    assert found(summary.serious) == ["many-silences", "product"]


def test_a_note_changes_no_headline_and_leaves_its_answer_given() -> None:
    summary = assess(SMALL, {**IN_ORDER, "kind": ("study",), "board": ("no",)})
    assert found(summary.notes) == ["board"]
    assert summary.headline == "none"
    assert "board" in {question.id for question in summary.given}


def test_evidence_and_state_come_from_the_answers() -> None:
    summary = weighed()
    assert [note.id for note in summary.evidence] == ["evidence-sold"]
    assert summary.state is not None
    assert summary.state.name == "FL"
    assert weighed(kind="study").evidence == ()
    assert assess(SMALL, {}).state is None
