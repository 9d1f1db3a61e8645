"""A number that a question or an answer ever had is never given to another thing."""

from dataclasses import replace

import pytest

from clinic_check.checklist.catalogue import Catalogue, Question
from clinic_check.checklist.frame import Option
from clinic_check.checklist.load import load, read
from clinic_check.saving.register import (
    FILE,
    MOST_LAYOUTS,
    CodeLayout,
    Register,
    as_toml,
    faults_in_numbers,
    layout_of,
    with_layout,
)
from clinic_check.settings import CONTENT
from tests.support.codes import catalogue_of


def asked(name: str, number: int, *options: str, pick: str = "one") -> Question:
    """Return a question whose answers are numbered from 1."""
    return Question(
        id=name,
        number=number,
        label=name.title(),
        text=f"{name.title()}?",
        why="",
        pick="many" if pick == "many" else "one",
        options=tuple(Option(option, place, option) for place, option in enumerate(options, 1)),
    )


PLACE = asked("place", 1, "here", "there")
PRICE = asked("price", 2, "told", "not-told")
CLAIMS = asked("claims", 3, "cure", "safe", pick="many")
FIRST = catalogue_of("1", PLACE, PRICE, CLAIMS)
REGISTER = Register((layout_of(FIRST, 1),))


def faults_of(*questions: Question, version: str = "2") -> list[str]:
    """Return what is wrong with a second release, once it is registered too."""
    catalogue = catalogue_of(version, *questions)
    return faults_in_numbers(catalogue, Register((*REGISTER.layouts, layout_of(catalogue, 2))))


def test_the_shipped_register_knows_the_shipped_catalogue(catalogue: Catalogue) -> None:
    assert faults_in_numbers(catalogue, read(CONTENT / FILE, Register)) == []


def test_the_shipped_file_is_what_the_command_writes() -> None:
    written = (CONTENT / FILE).read_text(encoding="utf-8")
    assert as_toml(read(CONTENT / FILE, Register)) == written


def test_a_new_question_with_a_new_number_is_no_fault() -> None:
    assert faults_of(PLACE, PRICE, CLAIMS, asked("hands", 4, "doctor", "nurse")) == []


def test_a_question_that_is_gone_is_no_fault_once_it_is_registered() -> None:
    assert faults_of(PLACE, CLAIMS) == []


def test_a_question_that_comes_back_under_its_number_is_no_fault() -> None:
    without = layout_of(catalogue_of("2", PLACE, CLAIMS), 2)
    again = catalogue_of("3", PLACE, PRICE, CLAIMS)
    register = Register((*REGISTER.layouts, without, layout_of(again, 3)))
    assert faults_in_numbers(again, register) == []


def test_a_number_that_two_questions_use_is_a_fault() -> None:
    faults = faults_of(PLACE, PRICE, CLAIMS, asked("hands", 2, "doctor", "nurse"))
    assert "numbers.toml: Question number 2 is used by “price” and “hands”." in faults


def test_a_number_that_two_answers_use_is_a_fault() -> None:
    double = replace(PRICE, options=(*PRICE.options, Option("partly", 2, "In part")))
    faults = faults_of(PLACE, double, CLAIMS)
    assert (
        "numbers.toml: Question “price”: answer number 2 is used by “not-told” and “partly”."
    ) in faults


def test_a_question_that_stands_there_twice_is_a_fault() -> None:
    faults = faults_of(PLACE, PRICE, CLAIMS, PRICE)
    assert "numbers.toml: Question “price” stands there more than once." in faults


def test_a_question_with_another_number_is_a_fault() -> None:
    assert faults_of(PLACE, replace(PRICE, number=9), CLAIMS) == [
        "numbers.toml: Question “price” had number 2 in version 1, and 9 in version 2. "
        "Numbers are permanent: give it 2 again."
    ]


def test_a_renamed_question_is_a_fault() -> None:
    assert faults_of(PLACE, replace(PRICE, id="fee"), CLAIMS) == [
        "numbers.toml: Question “fee” of version 2 has number 2, which version 1 gave to “price”. "
        "If it is the same thing, call it “price” again. If not, give it a number that was never "
        "used."
    ]


def test_the_number_of_a_question_long_gone_is_a_fault() -> None:
    without = layout_of(catalogue_of("2", PLACE, CLAIMS), 2)
    reused = catalogue_of("3", PLACE, CLAIMS, asked("hands", 2, "doctor", "nurse"))
    register = Register((*REGISTER.layouts, without, layout_of(reused, 3)))
    (fault,) = faults_in_numbers(reused, register)
    assert "“hands” of version 3 has number 2, which version 1 gave to “price”" in fault


def test_a_number_taken_from_a_question_that_is_still_asked_is_a_fault() -> None:
    faults = faults_of(PLACE, replace(PRICE, number=9), CLAIMS, asked("hands", 2, "doctor"))
    assert len(faults) == 2
    assert faults[1].endswith("gave to “price”. Give it a number that was never used.")


def test_two_questions_that_changed_numbers_are_two_faults() -> None:
    faults = faults_of(replace(PLACE, number=2), replace(PRICE, number=1), CLAIMS)
    assert ["give it 1 again" in fault or "give it 2 again" in fault for fault in faults] == [
        True,
        True,
    ]


def test_a_renamed_answer_is_a_fault() -> None:
    renamed = replace(PRICE, options=(PRICE.options[0], Option("unsaid", 2, "Unsaid")))
    (fault,) = faults_of(PLACE, renamed, CLAIMS)
    assert "Question “price”: answer “unsaid” of version 2 has number 2" in fault
    assert "call it “not-told” again" in fault


def test_answers_that_changed_numbers_are_a_fault() -> None:
    turned = replace(PRICE, options=(Option("told", 2, "Told"), Option("not-told", 1, "Not")))
    assert len(faults_of(PLACE, turned, CLAIMS)) == 2


def test_a_tick_list_that_becomes_one_choice_is_a_fault() -> None:
    (fault,) = faults_of(PLACE, PRICE, replace(CLAIMS, pick="one"))
    assert '“claims” had `pick = "many"` before' in fault


def test_a_question_that_is_not_registered_is_a_fault() -> None:
    more = catalogue_of("2", PLACE, PRICE, CLAIMS, asked("hands", 4, "doctor", "nurse"))
    (fault,) = faults_in_numbers(more, REGISTER)
    assert "Question “hands” is missing from the newest layout." in fault
    assert "`clinic-check code register`" in fault


def test_an_answer_that_is_not_registered_is_a_fault() -> None:
    more = replace(PRICE, options=(*PRICE.options, Option("partly", 3, "In part")))
    (fault,) = faults_in_numbers(catalogue_of("2", PLACE, more, CLAIMS), REGISTER)
    assert "The answers of “price” differ from the newest layout’s." in fault


def test_a_question_that_is_gone_is_a_fault_until_it_is_registered() -> None:
    (fault,) = faults_in_numbers(catalogue_of("2", PLACE, CLAIMS), REGISTER)
    assert "Question “price” of the newest layout is no longer asked." in fault


def test_an_empty_register_is_a_fault() -> None:
    assert faults_in_numbers(FIRST, Register()) == [
        "numbers.toml: It has no layout yet. Run `clinic-check code register`."
    ]


def test_layouts_out_of_order_are_a_fault() -> None:
    register = Register((replace(REGISTER.layouts[0], number=2),))
    (fault,) = faults_in_numbers(FIRST, register)
    assert "numbered 1, 2, 3" in fault


def test_a_version_that_is_registered_twice_is_a_fault() -> None:
    register = Register((REGISTER.layouts[0], replace(REGISTER.layouts[0], number=2)))
    assert faults_in_numbers(FIRST, register) == [
        "numbers.toml: Version 1 is registered more than once."
    ]


def test_more_layouts_than_a_code_can_tell_apart_are_a_fault() -> None:
    layouts = [layout_of(FIRST, number) for number in range(1, MOST_LAYOUTS + 2)]
    register = Register(tuple(replace(one, version=str(one.number)) for one in layouts))
    assert faults_in_numbers(FIRST, register) == [
        "numbers.toml: It has 64 layouts, and codes can tell only 63 apart."
    ]


def test_a_checklist_too_long_for_its_code_is_a_fault() -> None:
    long = [asked(f"q{n}", n, *map(str, range(31))) for n in range(1, 37)]
    catalogue = catalogue_of("1", *long)
    assert faults_in_numbers(catalogue, Register((layout_of(catalogue, 1),))) == [
        "numbers.toml: The code of this checklist would be longer than 44 characters."
    ]


# --- registering ------------------------------------------------------------------------------


def test_registering_adds_a_layout_for_a_new_release() -> None:
    more = catalogue_of("2", PLACE, PRICE, CLAIMS, asked("hands", 4, "doctor", "nurse"))
    register = with_layout(more, REGISTER)
    assert register.layouts == (*REGISTER.layouts, layout_of(more, 2))
    assert faults_in_numbers(more, register) == []


def test_a_release_with_the_same_questions_keeps_the_layout() -> None:
    reworded = catalogue_of("2", replace(PLACE, label="Country", text="Where?"), PRICE, CLAIMS)
    assert with_layout(reworded, REGISTER) == REGISTER
    assert faults_in_numbers(reworded, REGISTER) == []


def test_a_registered_version_is_not_changed() -> None:
    with pytest.raises(ValueError, match=r"Give catalogue\.toml a new version"):
        with_layout(catalogue_of("1", PLACE, PRICE), REGISTER)


def test_a_layout_that_nobody_used_can_be_made_anew() -> None:
    other = catalogue_of("1", PLACE, PRICE)
    assert with_layout(other, REGISTER, anew=True) == Register((layout_of(other, 1),))


def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("content") / FILE
    more = with_layout(load(CONTENT), REGISTER)
    file.write_text(as_toml(more), encoding="utf-8")
    assert read(file, Register) == more


@pytest.mark.parametrize(
    "other",
    [
        (replace(PLACE, number=7), PRICE, CLAIMS),
        (replace(PLACE, id="country"), PRICE, CLAIMS),
        (PLACE, replace(PRICE, options=PRICE.options[:1]), CLAIMS),
        (PLACE, PRICE, replace(CLAIMS, pick="one")),
        (PLACE, PRICE, replace(CLAIMS, options=(replace(CLAIMS.options[0], exclusive=True),))),
    ],
)
def test_the_fingerprint_tells_other_questions_apart(other: tuple[Question, ...]) -> None:
    assert layout_of(catalogue_of("1", *other), 1).fingerprint != REGISTER.layouts[0].fingerprint


def test_the_fingerprint_does_not_depend_on_the_order_or_the_words() -> None:
    questions = (CLAIMS, replace(PRICE, label="Cost"), PLACE)
    layout: CodeLayout = layout_of(catalogue_of("5", *questions), 1)
    assert layout.fingerprint == REGISTER.layouts[0].fingerprint


def test_a_tick_list_has_a_state_for_each_set_of_ticks_and_each_answer_that_stands_alone() -> None:
    none = Option("none", 3, "None", exclusive=True)
    layout = layout_of(catalogue_of("1", replace(CLAIMS, options=(*CLAIMS.options, none))), 1)
    assert layout.states == 2**2 + 1
    assert layout_of(catalogue_of("1", PLACE), 1).states == 2 + 1
