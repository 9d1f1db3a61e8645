"""The code on the paper brings the answers back, is short, and little gets past its checksum."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_check.checklist.answers import AnswerFault
from clinic_check.checklist.rules import Chosen
from clinic_check.saving.code import PRIME, Opened, bits, length
from clinic_check.saving.register import FINGERPRINTS, MOST_LAYOUTS, MOST_STATES
from clinic_check.saving.typed import ALPHABET, GROUP
from tests.support.codes import CATALOGUE, LAYOUT, any_answers, code_of, opened, patiently

MILLION = 1_000_000


@patiently
@given(any_answers, st.booleans())
def test_a_code_brings_back_any_answers_and_who_they_are_for(answers: Chosen, helper: bool) -> None:
    assert opened(code_of(answers, helper=helper)) == Opened(answers, helper, LAYOUT.version)


def test_answers_that_cannot_both_be_true_get_no_code() -> None:
    with pytest.raises(AnswerFault) as fault:
        code_of({"claims": ("cure", "none"), "place": ("us",)})
    assert fault.value.faults == ["“claims” can’t be both “none” and “cure”."]


def test_answers_to_hidden_questions_come_back_too() -> None:
    answers = {"place": ("abroad",), "state": ("fl",), "kind": ("sold",), "trial-pay": ("yes",)}
    assert opened(code_of(answers)).answers == answers


@pytest.mark.parametrize("helper", [False, True])
def test_nothing_answered_has_a_code_too(helper: bool) -> None:
    back = opened(code_of({}, helper=helper))
    assert (back.answers, back.helper) == ({}, helper)


def test_every_answer_by_itself_comes_back() -> None:
    for question in CATALOGUE.questions:
        for option in question.options:
            answers = {question.id: (option.id,)}
            assert opened(code_of(answers)).answers == answers


@patiently
@given(any_answers, st.booleans())
def test_every_code_has_the_same_length_and_groups_of_four(answers: Chosen, helper: bool) -> None:
    code = code_of(answers, helper=helper)
    *groups, last = code.split("-")
    assert {len(group) for group in groups} == {GROUP}
    assert 1 <= len(last) <= GROUP
    assert len(code.replace("-", "")) == length(LAYOUT)
    assert set(code) <= {*ALPHABET, "-"}


def test_with_everything_answered_a_code_has_at_most_44_characters() -> None:
    assert length(LAYOUT) <= 44
    part = bits(LAYOUT)
    together = sum(part[name] for name in ("answers", "who", "fingerprint", "layout", "checksum"))
    assert together <= part["all"] == 5 * length(LAYOUT)
    assert part["checksum"] >= 20


def test_the_most_states_that_the_register_takes_still_fit_into_44_characters() -> None:
    fullest = MOST_STATES * 2 * FINGERPRINTS * (MOST_LAYOUTS + 1) * PRIME
    assert math.log2(fullest) <= 44 * 5


def test_less_than_one_code_in_a_million_opens_when_anything_is_typed() -> None:
    """Exact: the codes that exist, among all that can be typed at this length."""
    assert LAYOUT.states * 2 * MILLION < 32 ** length(LAYOUT)


def test_less_than_one_in_a_million_passes_the_checksum_by_itself() -> None:
    """A number that was changed beyond recognition is divided by the prime once in PRIME times."""
    assert PRIME > 4 * MILLION
    assert all(PRIME % factor for factor in range(2, math.isqrt(PRIME) + 1))


def test_three_wrong_signs_pass_less_than_once_in_a_million() -> None:
    """Counted whole: all places, and all ways to change three signs of any code."""
    size = length(LAYOUT)
    passed = 0
    for middle in range(1, size - 1):
        for first in range(middle + 1, size):
            upper, lower = pow(32, first, PRIME), pow(32, middle, PRIME)
            for one in range(1, 32):
                for two in range(-31, 32):
                    rest = -(one * upper + two * lower) % PRIME
                    three = rest if rest < 32 else rest - PRIME
                    if two and three and three > -32:
                        ways = (32 - one) * (32 - abs(two)) * (32 - abs(three))
                        passed += 2 * ways * (size - first)
    assert 0 < passed * MILLION < math.comb(size, 3) * (32 * 31) ** 3


def test_no_two_wrong_signs_pass_wherever_they_are() -> None:
    """Two wrong signs add d * 32**i + e * 32**j; the prime divides none of these in 44 places.

    With e = 0 that is a single wrong sign, with e = -d two neighbours that changed places.
    """
    for apart in range(1, 44):
        weight = pow(32, apart, PRIME)
        for one in range(1, 32):
            rest = one * weight % PRIME
            assert 31 < rest < PRIME - 31


def test_no_text_is_one_step_away_from_two_codes() -> None:
    """So a single wrong sign, or a swap, is always told by its true place.

    Two single steps lead to codes that differ in two signs, and two swaps to a difference of
    31 * (d * 32**i + e * 32**j): both can't be, see above. A step and a swap are counted here.
    """
    for pair in range(43):
        for place in range(44):
            weight = 31 * pow(32, pair, PRIME) * pow(pow(32, place, PRIME), -1, PRIME)
            if place not in (pair, pair + 1):
                assert all(31 < one * weight % PRIME < PRIME - 31 for one in range(1, 32))
