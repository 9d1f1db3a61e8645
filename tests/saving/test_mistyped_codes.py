"""A mistyped code never opens, and is told with the group that is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_check.saving.code import PRIME, length
from clinic_check.saving.register import FINGERPRINTS, MOST_LAYOUTS
from clinic_check.saving.typed import ALPHABET, GROUP
from tests.support.codes import (
    EDITION_1,
    LAYOUT,
    MESSAGES,
    code_of,
    patiently,
    refused,
    some_answers,
    told,
    value_of,
    written,
)


@pytest.mark.parametrize("seed", range(5))
def test_every_single_wrong_sign_is_refused_and_its_group_named(seed: int) -> None:
    signs = code_of(some_answers(seed)).replace("-", "")
    for place, sign in enumerate(signs):
        for other in ALPHABET.replace(sign, ""):
            fault = refused(signs[:place] + other + signs[place + 1 :])
            assert fault.groups == (place // GROUP + 1,)
            assert f"look at group {place // GROUP + 1} again" in fault.say(MESSAGES)


@pytest.mark.parametrize("seed", range(30))
def test_every_swap_of_neighbours_is_refused_and_its_groups_named(seed: int) -> None:
    signs = code_of(some_answers(seed)).replace("-", "")
    for place in range(len(signs) - 1):
        one, two = signs[place], signs[place + 1]
        if one != two:
            fault = refused(signs[:place] + two + one + signs[place + 2 :])
            assert fault.groups == tuple(sorted({place // GROUP + 1, (place + 1) // GROUP + 1}))


def test_a_swap_over_a_dash_is_told_with_both_groups() -> None:
    code = code_of(some_answers(2))
    assert code[3] != code[5]
    fault = refused(code[:3] + code[5] + "-" + code[3] + code[6:])
    assert fault.say(MESSAGES) == (
        "Something in this code is not right. Please look at the end of group 1 and at the start "
        "of group 2 again."
    )


@patiently
@given(st.integers(0, 999), st.data())
def test_two_wrong_signs_are_refused_wherever_they_are(seed: int, data: st.DataObject) -> None:
    signs = list(code_of(some_answers(seed)).replace("-", ""))
    for place in data.draw(st.lists(st.sampled_from(range(len(signs))), min_size=2, max_size=2)):
        signs[place] = data.draw(st.sampled_from(ALPHABET.replace(signs[place], "")))
    if "".join(signs) != code_of(some_answers(seed)).replace("-", ""):
        refused("".join(signs))


def test_two_wrong_signs_far_apart_name_no_group() -> None:
    signs = list(code_of(some_answers(3)).replace("-", ""))
    for place in (5, 20):
        signs[place] = "7" if signs[place] != "7" else "8"
    fault = refused("".join(signs))
    assert fault.groups == ()
    assert fault.say(MESSAGES) == (
        "Something in this code is not right. Please compare every group with your paper."
    )


@patiently
@given(st.lists(st.sampled_from(ALPHABET), min_size=length(LAYOUT), max_size=length(LAYOUT)))
def test_random_signs_are_refused(signs: list[str]) -> None:
    refused("".join(signs))


@patiently
@given(st.text() | st.text(alphabet=ALPHABET + "- ", max_size=60))
def test_whatever_is_typed_is_opened_or_refused_with_a_sentence(text: str) -> None:
    sentence = told(text)
    assert sentence.endswith(".")
    assert sentence.isprintable()


@pytest.mark.parametrize("text", ["", " ", "-", " – \u200b\n"])
def test_nothing_typed_is_said_so(text: str) -> None:
    assert told(text).startswith("No code was typed.")


@pytest.mark.parametrize("size", [1, 4, length(LAYOUT)])
def test_only_zeros_are_no_code(size: int) -> None:
    sentence = told("0" * size)
    assert sentence.startswith(("The code is too short.", "Something in this code is not right."))


def test_a_missing_sign_is_told_with_its_group_when_groups_were_typed() -> None:
    size = length(LAYOUT)
    code = code_of(some_answers(4))
    short = code[:11] + code[12:]
    counted = f"It has {size - 1} letters and numbers, and a whole one has {size}."
    fault = refused(short)
    assert fault.say(MESSAGES) == f"The code is too short. {counted} Please look at group 3 again."
    assert fault.groups == (3,)
    assert told(short.replace("-", "")) == f"The code is too short. {counted}"


def test_a_doubled_sign_is_told_with_its_group_when_groups_were_typed() -> None:
    code = code_of(some_answers(4))
    fault = refused(code[:7] + code[6] + code[7:])
    assert fault.say(MESSAGES).startswith("There is one letter or number too many in this code.")
    assert fault.groups == (2,)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("dash", ["-", ""])
def test_one_sign_too_many_is_told_wherever_it_stands(seed: int, dash: str) -> None:
    groups = code_of(some_answers(seed)).split("-")
    for place, group in enumerate(groups):
        for at in range(len(group) + 1):
            longer = [*groups[:place], group[:at] + "0" + group[at:], *groups[place + 1 :]]
            fault = refused(dash.join(longer))
            assert fault.name == "code.one-more"
            assert abs(fault.groups[0] - (place + 1)) <= (not dash)


@pytest.mark.parametrize("more", ["00", "000", "7H", " 0000", "-9XKD-M3PV"])
def test_a_good_code_with_more_behind_it_is_too_long_and_no_newer_one(more: str) -> None:
    for code in (code_of(some_answers(8)), EDITION_1[1]["code"]):
        assert refused(code + more).name == "code.long"


def test_a_left_out_zero_at_the_start_is_missed() -> None:
    code = code_of({})
    assert code[0] == "0"
    assert told(code[1:]).startswith("The code is too short.")


def test_a_page_of_text_is_not_looked_at() -> None:
    assert told("1" * 1_000_000) == "This is too long to be a code."


@pytest.mark.parametrize(
    ("sign", "why"),
    [
        ("U", "A code has no letter U. It may be a V."),
        ("u", "A code has no letter U. It may be a V."),
        ("*", "A code has no “*” in it, only letters and numbers."),
        ("½", "A code has no “⁄” in it, only letters and numbers."),
        ("\0", "There is a sign in it that can’t be seen."),
    ],
)
def test_a_sign_that_no_code_has_is_told_with_its_group(sign: str, why: str) -> None:
    code = code_of(some_answers(5))
    fault = refused(code[:6] + sign + code[7:])
    assert fault.say(MESSAGES) == f"{why} Please look at group 2 again."
    assert fault.groups == (2,)


def test_a_good_checksum_around_answers_that_no_layout_has_is_refused() -> None:
    every = LAYOUT.states * 2 * FINGERPRINTS * (MOST_LAYOUTS + 1) * PRIME
    beyond = value_of(code_of({})) + every
    assert beyond < 32 ** length(LAYOUT)
    refused(written(beyond, length(LAYOUT)))


def test_a_code_without_its_last_group_is_not_measured_by_edition_1() -> None:
    """What is left of today's 39 signs is as long as a whole code of edition 1."""
    size = length(LAYOUT)
    short = code_of(some_answers(4)).rpartition("-")[0]
    fault = refused(short)
    assert fault.name == "code.wrong-or-short"
    assert f"It has {size - 3} letters and numbers, and most codes have {size}." in told(short)
    assert told(short[:-1]).endswith(f"a whole one has {size}.")
