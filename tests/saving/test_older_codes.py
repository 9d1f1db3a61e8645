"""A code of edition 1 or of another release opens and says what has changed, or why it can’t."""

from dataclasses import replace
from typing import Any

import pytest

from clinic_check.saving.code import decode, encode
from clinic_check.saving.register import Register, layout_of
from clinic_check.saving.typed import CodeFault
from tests.support.codes import (
    BOTH,
    CATALOGUE,
    EDITION_1,
    LAYOUT,
    MESSAGES,
    OLDER,
    REGISTER,
    catalogue_of,
    older_code,
    opened,
    refused,
    told,
)

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
