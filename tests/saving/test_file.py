"""A saved file brings the answers back, and a bad, foreign or hostile one is refused."""

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_check.checklist.rules import Chosen
from clinic_check.saving.file import LIMIT, FileFault, Saved, read, write
from tests.support.codes import CATALOGUE, MESSAGES, any_answers, patiently

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "answers.schema.json").read_text(encoding="utf-8")
)
CHANGED = "This file has been changed since it was saved, so it can’t be opened."
UNREADABLE = "This file can’t be read. It may be damaged, or of another kind."
FOREIGN = "This file was not saved by this checklist."


def file_of(**parts: Any) -> bytes:
    """Return a good file with some parts changed; a part that is None is left out."""
    whole = {**json.loads(write(CATALOGUE, {}, False)), **parts}
    kept = {key: value for key, value in whole.items() if value is not None}
    return json.dumps(kept).encode()


def refused(raw: bytes) -> str:
    with pytest.raises(FileFault) as fault:
        read(CATALOGUE, raw)
    return fault.value.say(MESSAGES)


def fits(schema: dict[str, Any], value: object) -> bool:
    """Tell whether a value fits, for the words of JSON Schema that ours uses; any other fails."""
    kinds: dict[str, type] = {"object": dict, "array": list, "string": str}
    for word, wanted in schema.items():
        match word:
            case "$schema" | "title" | "description":
                good = True
            case "type":
                good = isinstance(value, kinds[wanted])
            case "const":
                good = value == wanted and type(value) is type(wanted)
            case "enum":
                good = value in wanted
            case "pattern":
                good = re.search(wanted, str(value)) is not None
            case "required":
                good = isinstance(value, dict) and set(wanted) <= set(value)
            case "properties" | "patternProperties":
                good = isinstance(value, dict) and all(
                    fits(inner, item)
                    for name, inner in wanted.items()
                    for key, item in value.items()
                    if (key == name if word == "properties" else re.search(name, key))
                )
            case "additionalProperties":
                known = [*schema.get("properties", {})]
                patterns = [*schema.get("patternProperties", {})]
                good = isinstance(value, dict) and all(
                    key in known or any(re.search(pattern, key) for pattern in patterns)
                    for key in value
                )
            case "oneOf":
                good = sum(fits(inner, value) for inner in wanted) == 1
            case "minItems":
                good = isinstance(value, list) and len(value) >= wanted
            case "uniqueItems":
                good = isinstance(value, list) and len(set(value)) == len(value)
            case "items":
                good = isinstance(value, list) and all(fits(wanted, item) for item in value)
            case _:
                raise AssertionError(f"the test does not know {word!r}")
        if not good:
            return False
    return True


@patiently
@given(any_answers, st.booleans())
def test_a_file_brings_back_any_answers_and_fits_its_schema(answers: Chosen, helper: bool) -> None:
    text = write(CATALOGUE, answers, helper)
    assert fits(SCHEMA, json.loads(text))
    assert read(CATALOGUE, text.encode()) == Saved(answers, helper, CATALOGUE.frame.version)


def test_everything_answered_makes_a_small_file() -> None:
    every = {
        question.id: tuple(option.id for option in question.options if not option.exclusive)
        for question in CATALOGUE.questions
    }
    assert len(write(CATALOGUE, every, True).encode()) < 4000


@pytest.mark.parametrize(
    "parts",
    [
        {"version": 2},
        {"version": True},
        {"who": "them"},
        {"format": "other"},
        {"catalogue": None},
        {"catalogue": "a b"},
        {"name": "A clinic"},
        {"answers": []},
        {"answers": {"kind": []}},
        {"answers": {"kind": 5}},
        {"answers": {"Kind": "sold"}},
        {"answers": {"risks": ["a", "a"]}},
    ],
)
def test_the_schema_refuses_what_was_never_saved(parts: dict[str, Any]) -> None:
    assert fits(SCHEMA, json.loads(file_of()))
    assert not fits(SCHEMA, json.loads(file_of(**parts)))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_saved_anew_by_an_editor_is_read_whatever_its_encoding(encoding: str) -> None:
    raw = write(CATALOGUE, {"place": ("us",)}, False).encode(encoding)
    assert read(CATALOGUE, raw).answers == {"place": ("us",)}


def test_unknown_questions_and_answers_are_dropped_and_named() -> None:
    raw = file_of(
        catalogue="2020.01",
        answers={"kind": "sold", "talk": "yes", "deposit": "in-gold", "risks": ["immune", "fun"]},
    )
    saved = read(CATALOGUE, raw)
    assert saved.answers == {"kind": ("sold",), "risks": ("immune",)}
    assert saved.dropped == ("talk", "deposit: in-gold", "risks: fun")
    assert saved.version == "2020.01"


def test_the_words_of_a_stranger_are_not_shown() -> None:
    raw = file_of(answers={"Call 555 0100 now": "yes", "kind": "<script>", "x" * 41: "\ud800"})
    assert read(CATALOGUE, raw).dropped == ("?", "kind: ?")


def test_answers_that_cannot_both_be_true_are_refused_by_name() -> None:
    sentence = refused(file_of(answers={"risks": ["tumour", "told-none"], "place": ["us"]}))
    risks = CATALOGUE.question["risks"]
    assert risks.option["told-none"].label in sentence
    assert risks.option["tumour"].label in sentence
    assert risks.label in sentence


def test_one_answer_may_stand_in_a_list_and_an_empty_list_is_a_blank() -> None:
    raw = file_of(answers={"place": ["us"], "risks": []})
    assert read(CATALOGUE, raw).answers == {"place": ("us",)}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"not json",
        b"\xff\xfe{\x00",
        file_of().decode().encode("utf-16")[:-1],
        b"\x89PNG\r\n\x1a\n",
        b"[" * 60_000,
        b'{"a":' * 10_000,
        b'{"format": NaN}',
        b'{"format": Infinity}',
        b'{"version": ' + b"9" * 5000 + b"}",
        b'{"format": "clinic-check-answers", "format": "clinic-check-answers"}',
        file_of().replace(b"{}", b'{"kind": "sold", "kind": "study"}'),
    ],
)
def test_a_file_that_is_no_good_json_is_refused(raw: bytes) -> None:
    assert refused(raw) == UNREADABLE


@pytest.mark.parametrize(
    "raw", [b"[]", b"{}", b"null", b'"text"', b"7", file_of(format="other"), file_of(format=["x"])]
)
def test_a_foreign_file_is_refused(raw: bytes) -> None:
    assert refused(raw) == FOREIGN


def test_a_huge_file_is_refused_unread() -> None:
    assert refused(file_of() + b" " * LIMIT) == (
        "This file is too big. A saved file has less than 64 kB."
    )
    assert refused(b"[" * 10_000_000).startswith("This file is too big.")


def test_a_file_just_within_the_limit_is_read() -> None:
    raw = file_of()
    assert read(CATALOGUE, raw + b" " * (LIMIT - len(raw))).answers == {}


def test_a_file_of_a_newer_form_is_refused() -> None:
    sentence = "This file was saved by a newer version of this checklist."
    assert refused(file_of(version=2, more="")) == sentence


@pytest.mark.parametrize(
    "parts",
    [
        {"version": None},
        {"version": 0},
        {"version": True},
        {"version": 1.0},
        {"version": "1"},
        {"catalogue": None},
        {"catalogue": 2026},
        {"catalogue": "Call 555 0100"},
        {"catalogue": "2026.11\n"},
        {"who": None},
        {"who": "them"},
        {"who": ["me"]},
        {"answers": None},
        {"answers": []},
        {"more": 1},
    ],
)
def test_a_file_of_another_form_is_refused(parts: dict[str, Any]) -> None:
    assert refused(file_of(**parts)) == CHANGED


@pytest.mark.parametrize("value", [5, None, True, {}, [5], [["sold"]], {"sold": 1}])
def test_an_answer_that_is_no_text_is_refused(value: object) -> None:
    assert "an answer that is no text" in refused(file_of(answers={"kind": value}))
    assert "an answer that is no text" in refused(file_of(answers={"unknown": value}))


def test_two_answers_to_a_one_choice_question_are_refused() -> None:
    sentence = f"This file gives more than one answer to “{CATALOGUE.question['kind'].label}”."
    assert refused(file_of(answers={"kind": ["sold", "study"]})) == sentence


@patiently
@given(st.binary(max_size=200) | st.text().map(str.encode))
def test_any_bytes_are_refused_with_a_sentence(raw: bytes) -> None:
    assert refused(raw) in (UNREADABLE, FOREIGN)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just("kind"), inner),
    max_leaves=8,
)


@patiently
@given(json_values, json_values)
def test_any_answers_are_opened_or_refused(answers: object, who: object) -> None:
    for raw in (file_of(answers=answers), file_of(answers=answers, who=who)):
        with suppress(FileFault):  # any other error fails the test
            assert set(read(CATALOGUE, raw).answers) <= set(CATALOGUE.question)
