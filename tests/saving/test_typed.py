"""A code can be typed, pasted and copied in many ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_check.saving.code import Opened
from tests.support.codes import LAYOUT, code_of, opened, patiently, refused, some_answers

GAPS = [
    "",
    "-",
    " ",
    "  ",
    " - ",
    "‐",
    "\u2011",
    "–",
    "—",
    "\u2212",
    "\u00a0",
    "\t",
    "\u200b",
    "\n",
]
LOOKALIKES = {"0": "0Oo", "1": "1IiLl"}


@patiently
@given(st.integers(0, 999), st.booleans(), st.data())
def test_case_dashes_spaces_and_lookalikes_do_not_matter(
    seed: int, helper: bool, data: st.DataObject
) -> None:
    answers = some_answers(seed)
    typed = ""
    for sign in code_of(answers, helper=helper).replace("-", ""):
        ways = LOOKALIKES.get(sign, sign + sign.lower())
        typed += data.draw(st.sampled_from(ways)) + data.draw(st.sampled_from(GAPS))
    assert opened(typed) == Opened(answers, helper, LAYOUT.version)


def test_lower_case_without_dashes_is_enough() -> None:
    answers = some_answers(6)
    assert opened(code_of(answers).replace("-", "").lower()).answers == answers


def test_signs_of_full_width_are_read() -> None:
    answers = some_answers(7)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code_of(answers))
    assert opened(wide).answers == answers


SCRIPTS = {"Arabic-Indic": 0x660, "Persian": 0x6F0, "Devanagari": 0x966, "full width": 0xFF10}


@pytest.mark.parametrize("zero", SCRIPTS.values(), ids=SCRIPTS)
def test_the_digits_of_other_scripts_are_read_as_digits(zero: int) -> None:
    answers = some_answers(9)
    typed = "".join(chr(zero + int(s)) if s.isdecimal() else s for s in code_of(answers))
    assert typed != code_of(answers)
    assert opened(typed).answers == answers


@pytest.mark.parametrize(
    "around",
    [
        "{}.",
        "“{}”",
        '"{}"',
        "'{}',",
        "«{}»",
        "> {}",
        "_{}_",
        "**{}**",
        "`{}`",
        "({})",
        " • {} ",
        "…{}!",
    ],
)
def test_marks_around_a_code_that_was_copied_do_not_matter(around: str) -> None:
    answers = some_answers(10)
    assert opened(around.format(code_of(answers))).answers == answers


def test_a_code_quoted_over_two_lines_or_with_low_lines_is_read() -> None:
    answers = some_answers(11)
    code = code_of(answers)
    assert opened(f"> {code[:24]}\n> {code[24:]}").answers == answers
    assert opened(code.replace("-", "_")).answers == answers


def test_a_mark_inside_a_code_is_no_gap() -> None:
    code = code_of(some_answers(5))
    assert refused(code[:6] + "." + code[7:]).name == "code.no-such-sign"
