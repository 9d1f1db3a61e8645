"""The code on the paper brings the answers back, and a mistyped one never opens."""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_check.checklist.answers import AnswerFault
from clinic_check.checklist.rules import Chosen
from clinic_check.saving.code import (
    PRIME,
    Opened,
    bits,
    decode,
    encode,
    length,
)
from clinic_check.saving.register import (
    FINGERPRINTS,
    MOST_LAYOUTS,
    MOST_STATES,
    Register,
    layout_of,
)
from clinic_check.saving.typed import ALPHABET, GROUP, CodeFault
from tests.support.codes import (
    BOTH,
    CATALOGUE,
    LAYOUT,
    MESSAGES,
    OLDER,
    REGISTER,
    any_answers,
    catalogue_of,
    code_of,
    older_code,
    opened,
    patiently,
    refused,
    some_answers,
    told,
    value_of,
    written,
)

MILLION = 1_000_000

# --- there and back ---------------------------------------------------------------------------


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


# --- how long it is, and how much gets past it ------------------------------------------------


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


# --- mistyped ---------------------------------------------------------------------------------


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


# --- typed in any way -------------------------------------------------------------------------

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


# --- edition 1 --------------------------------------------------------------------------------

EDITION_1 = json.loads((Path(__file__).parent / "edition1.json").read_text(encoding="utf-8"))
"""Codes that edition 1 made, each with the answers that went in (as `assess` takes them)."""

GONE = {("deposit", "before-exam")}
"""The answers of edition 1 that edition 2 no longer offers."""


@pytest.mark.parametrize("made", EDITION_1, ids=[made["about"] for made in EDITION_1])
def test_a_code_of_edition_1_still_opens_and_says_what_has_changed(made: dict[str, Any]) -> None:
    back = opened(made["code"])
    given = {
        name: [value] if isinstance(value, str) else value
        for name, value in made["answers"].items()
    }
    kept = {
        name: sorted(option for option in options if (name, option) not in GONE)
        for name, options in given.items()
    }
    assert {name: sorted(chosen) for name, chosen in back.answers.items()} == {
        name: options for name, options in kept.items() if options
    }
    assert (back.helper, back.version) == (made["helper"], "2026.11")
    assert [question.id for question in back.new] == ["setting", "payer"]
    longer = {"source", "route", "pushed", "risks"}
    assert {question.id for question in back.more} == longer & given.keys()
    lost = [name for name, options in kept.items() if len(options) < len(given[name])]
    assert [question.id for question in back.lost] == lost
    assert back.gone == ()


def test_a_deposit_before_an_exam_of_edition_1_is_told_as_gone() -> None:
    (made,) = (made for made in EDITION_1 if made["answers"].get("deposit") == "before-exam")
    back = opened(made["code"])
    assert [question.id for question in back.lost] == ["deposit"]
    assert back.retired == {"deposit": ("before-exam",)}
    assert "deposit" not in back.answers
    assert back.answers["examined"] == ("accepted-unseen",)


def test_a_mistyped_code_of_edition_1_names_its_group() -> None:
    signs = EDITION_1[1]["code"].replace("-", "")
    assert len(signs) == 36
    fault = refused(signs[:9] + ("5" if signs[9] != "5" else "6") + signs[10:])
    assert fault.groups == (3,)


# --- other releases ---------------------------------------------------------------------------


def test_a_code_of_an_older_release_opens_and_says_what_is_new_and_what_is_gone() -> None:
    answers = {"kind": ("sold",), "talk": ("yes",), "source": ("own-fat", "exosomes")}
    back = decode(CATALOGUE, BOTH, older_code(answers))
    assert back.answers == {"kind": ("sold",), "source": ("own-fat", "exosomes")}
    assert back.helper
    assert back.version == "2020.01"
    assert [question.id for question in back.new] == ["measure"]
    assert back.gone == ("A talk",)
    assert back.lost == ()


def test_an_answer_that_is_no_longer_offered_is_told() -> None:
    back = decode(CATALOGUE, BOTH, older_code({"deposit": ("in-gold",), "kind": ("study",)}))
    assert back.answers == {"kind": ("study",)}
    assert [question.id for question in back.lost] == ["deposit"]


def test_a_tick_that_is_no_longer_offered_is_told_and_the_others_stay() -> None:
    back = decode(CATALOGUE, BOTH, older_code({"risks": ("in-gold", "immune", "infection")}))
    assert back.answers == {"risks": ("infection", "immune")}
    assert [question.id for question in back.lost] == ["risks"]


def test_answers_of_an_older_release_that_exclude_each_other_by_now_are_refused_by_name() -> None:
    """No release has done that so far; if one does, no answer goes in silence."""
    told_none = CATALOGUE.question["risks"].option["told-none"]
    free = replace(told_none, exclusive=False)
    options = [
        free if option is told_none else option for option in CATALOGUE.question["risks"].options
    ]
    older = catalogue_of("2020.02", replace(CATALOGUE.question["risks"], options=tuple(options)))
    register = Register((layout_of(older, 1), layout_of(CATALOGUE, 2)))
    code = encode(older, Register(register.layouts[:1]), {"risks": ("tumour", "told-none")}, False)
    with pytest.raises(CodeFault) as fault:
        decode(CATALOGUE, register, code)
    assert told_none.label in fault.value.say(MESSAGES)
    assert CATALOGUE.question["risks"].option["tumour"].label in fault.value.say(MESSAGES)


def test_an_answered_tick_list_that_is_longer_now_is_told() -> None:
    shorter = [
        replace(CATALOGUE.question[name], options=CATALOGUE.question[name].options[1:])
        for name in ("risks", "measure")
    ]
    older = catalogue_of("2020.03", *shorter)
    register = Register((layout_of(older, 1), layout_of(CATALOGUE, 2)))
    before = Register(register.layouts[:1])
    code = encode(older, before, {"measure": ("no",), "risks": ("told-none",)}, False)
    assert [question.id for question in decode(CATALOGUE, register, code).more] == ["risks"]
    code = encode(older, before, {"measure": ("no",)}, False)
    assert decode(CATALOGUE, register, code).more == ()


def test_an_answer_keeps_its_meaning_when_others_were_added_before_it() -> None:
    for option in CATALOGUE.question["deposit"].option:
        back = decode(CATALOGUE, BOTH, older_code({"deposit": (option,)}))
        assert back.answers == {"deposit": (option,)}


def test_new_codes_are_of_the_newest_layout() -> None:
    code = encode(CATALOGUE, BOTH, {"measure": ("said",)}, False)
    back = decode(CATALOGUE, BOTH, code)
    assert (back.answers, back.version) == ({"measure": ("said",)}, CATALOGUE.frame.version)
    assert (back.new, back.gone) == ((), ())


def test_a_mistyped_older_code_names_its_group_too() -> None:
    signs = older_code({"kind": ("sold",)}).replace("-", "")
    other = "5" if signs[9] != "5" else "6"
    with pytest.raises(CodeFault) as fault:
        decode(CATALOGUE, BOTH, signs[:9] + other + signs[10:])
    assert fault.value.groups == (3,)


def test_a_code_of_a_newer_release_is_refused_with_its_sentence() -> None:
    newer = Register((*REGISTER.layouts, layout_of(CATALOGUE, len(REGISTER.layouts) + 1)))
    code = encode(CATALOGUE, newer, {"kind": ("sold",)}, False)
    assert told(code).startswith("This code was made with a newer version of this")


def test_a_code_of_other_content_is_refused_with_its_sentence() -> None:
    other = Register((layout_of(OLDER, 1),))
    sentence = "This code was made with another checklist. It can’t be opened here."
    assert told(encode(OLDER, other, {"kind": ("sold",)}, False)) == sentence


def test_a_mistyped_code_of_other_content_names_no_group() -> None:
    other = Register((layout_of(OLDER, 1),))
    signs = encode(OLDER, other, {"kind": ("sold",)}, False).replace("-", "")
    for place, sign in enumerate(signs):
        assert refused(signs[:place] + ("7" if sign != "7" else "8") + signs[place + 1 :])


def test_the_labels_of_questions_are_no_part_of_the_code() -> None:
    reworded = [replace(question, label="Reworded") for question in CATALOGUE.questions]
    layout = layout_of(catalogue_of("2027.01", *reworded), 1)
    assert layout.fingerprint == LAYOUT.fingerprint
