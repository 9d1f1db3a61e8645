"""The summary of a person's answers: its headline, its five lists, and what caused what."""

from dataclasses import replace

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


def test_another_answer_may_settle_what_one_leaves_open() -> None:
    answers = {**IN_ORDER, "product": ("said",)}
    settled = changed("question:product", settled=rule(product=["said"], kind=["sold"]))
    assert [q.id for q in assess(settled, answers).open] == []
    assert "product" in [q.id for q in assess(settled, answers).given]
    otherwise = changed("question:product", settled=rule(product=["said"], kind=["study"]))
    assert [q.id for q in assess(otherwise, answers).open] == ["product"]


def test_silence_alone_is_a_warning() -> None:
    quiet = changed("finding:many-silences", when=rule(kind=["study"]))
    quiet = changed("finding:product", quiet, when=rule(product=["no"]))
    summary = assess(quiet, {**IN_ORDER, "product": ("no-answer",)})
    assert summary.headline == "warning"
    assert [q.id for q in summary.no_answer] == ["product"]
    assert summary.caution == ()


def test_silence_that_raises_a_finding_is_told_as_silence() -> None:
    told = {r.finding.id: r.told for r in weighed(product="no-answer").serious}
    assert told["product"] == "You told us they would not name the product."
    assert weighed(product="no").serious[0].told == "You told us the product has no name."


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


@pytest.mark.parametrize(
    ("ticked", "only"),
    [((), False), (("pain",), True), (("told-none",), False), (("pain", "infection"), False)],
)
def test_only_holds_where_all_that_is_ticked_is_listed_and_not_only_elsewhere(
    ticked: tuple[str, ...], only: bool
) -> None:
    listed = {"risks": frozenset(["pain", "fever"])}
    answers: Chosen = {"risks": ticked} if ticked else {}
    assert Rule(only=listed).holds(answers) == only
    assert Rule(not_only=listed).holds(answers) != only


def test_each_of_several_lists_has_to_be_only_what_is_named() -> None:
    both = Rule(only={"risks": frozenset(["pain"]), "route": frozenset(["vein"])})
    assert both.holds({"risks": ("pain",), "route": ("vein",)})
    assert not both.holds({"risks": ("pain",)})
    neither = Rule(not_only={"risks": frozenset(["pain"]), "route": frozenset(["vein"])})
    assert neither.holds({"risks": ("infection",)})
    assert not neither.holds({"risks": ("infection",), "route": ("vein",)})


def test_what_is_only_of_one_kind_is_told_as_the_cause() -> None:
    only_pain = Rule(only={"risks": frozenset(["pain", "infection"])})
    catalogue = changed("finding:product", when=only_pain)
    (finding,) = assess(catalogue, {**IN_ORDER, "risks": ("pain",)}).serious
    assert finding.causes == (("risks", ("pain",)),)
    both = assess(catalogue, {**IN_ORDER, "risks": ("told-none",)})
    assert found(both.serious) == []


def test_a_question_may_stand_in_both_parts_of_a_rule() -> None:
    both = Rule(
        all={"product": frozenset(["no", "no-answer"])},
        any={"product": frozenset(["no"]), "kind": frozenset(["sold"])},
    )
    catalogue = changed("finding:product", when=both)
    (finding, *_) = assess(catalogue, {**IN_ORDER, "product": ("no-answer",)}).serious
    assert finding.told == "You told us they would not name the product."
    assert finding.causes == (("product", ("no-answer",)), ("kind", ("sold",)))


def test_a_finding_that_is_replaced_is_not_shown() -> None:
    summary = weighed(kind="study", product="no")
    assert found(summary.serious) == []
    assert found(summary.caution) == ["product-study"]


def test_a_finding_that_is_replaced_itself_still_replaces_others() -> None:
    """Else what is shown would hang on the order in which findings are looked at."""
    board = replace(SMALL.section["study"].findings[0], replaces=("product-study",), weight="note")
    chain = changed("finding:board", when=rule(kind=["study"]), replaces=board.replaces)
    summary = assess(chain, {**IN_ORDER, "kind": ("study",), "product": ("no",)})
    assert (found(summary.serious), found(summary.caution)) == ([], [])
    assert found(summary.notes) == ["board"]


def test_a_finding_may_replace_several_others() -> None:
    both = changed("finding:product-study", replaces=("product", "many-silences"))
    summary = assess(both, {**IN_ORDER, "kind": ("study",), "product": ("no-answer",)})
    assert (found(summary.serious), found(summary.caution)) == ([], ["product-study"])


def test_serious_findings_come_by_rank() -> None:
    assert found(weighed(product="no-answer").serious) == ["product", "many-silences"]
    later = changed("finding:product", rank=9)
    summary = assess(later, {**IN_ORDER, "product": ("no-answer",)})
    assert found(summary.serious) == ["many-silences", "product"]


def test_all_that_is_found_comes_by_rank() -> None:
    cautions = changed("finding:product", weight="caution", rank=8)
    cautions = changed("finding:many-silences", cautions, weight="caution", rank=7)
    summary = assess(cautions, {**IN_ORDER, "product": ("no-answer",)})
    assert found(summary.caution) == ["many-silences", "product"]


def test_a_headline_counts_serious_signs_or_else_all_others() -> None:
    assert weighed(product="no-answer").count == 2
    assert weighed(product="no", kind="study").count == 1
    silent = changed("finding:product", when=rule(product=["no"]))
    silent = changed("finding:many-silences", silent, weight="caution")
    assert assess(silent, {**IN_ORDER, "product": ("no-answer",)}).count == 2
    assert weighed().count == 0


def test_the_key_questions_still_open_come_by_rank() -> None:
    assert [question.id for question in assess(SMALL, {}).missing] == ["product", "kind", "risks"]
    assert weighed().missing == ()


def test_the_first_reported_harm_that_fits_is_told() -> None:
    harm = weighed().harm
    assert harm is not None
    assert harm.id == "harm-sold"
    assert weighed(kind="study").harm is None


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
