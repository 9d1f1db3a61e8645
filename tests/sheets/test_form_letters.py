"""The letters read well with everything typed and with nothing, and accuse nobody."""

import re

import pytest

from clinic_check.settings import CONTENT
from clinic_check.sheets.form_letters import (
    LINE_WIDTH,
    SENDER,
    FormLetter,
    letter_texts,
    load_letters,
    write_letter,
)

LETTERS = load_letters(CONTENT)
each_letter = pytest.mark.parametrize("letter", LETTERS.letters, ids=lambda letter: letter.id)

ACCUSING = re.compile(
    r"\b(?:cheat|lie[ds]?|lying|liar|steal|stole|crook|trick|con(?:ned)?|mislead|misled|unethical|"
    r"malpractice|negligen\w+|criminal|crime|victim|false|refuse[ds]? to)\b",
    re.IGNORECASE,
)


@each_letter
def test_with_nothing_typed_every_place_is_a_line_to_fill_in(letter: FormLetter) -> None:
    text = write_letter(LETTERS, letter.id, {}).text
    assert "{" not in text
    assert "}" not in text
    assert "None" not in text
    assert text.startswith(f"My name: {LETTERS.blank}\nMy address: {LETTERS.blank}\n")
    assert f"Date: {LETTERS.blank}" in text
    assert f"To: {LETTERS.blank}" in text
    assert text.rstrip().endswith(f"Signed: {LETTERS.blank}")
    assert "\n\n\n" not in text


@each_letter
def test_everything_that_is_typed_stands_in_it(letter: FormLetter) -> None:
    typed = {field.id: f"what was typed for {field.id}" for field in letter.fields}
    text = write_letter(LETTERS, letter.id, typed).text
    for words in typed.values():
        assert words in text
    assert text.count(LETTERS.blank) == text.count("(by hand)") + 2, "the date and the signature"


@each_letter
def test_it_states_facts_and_asks_and_accuses_nobody(letter: FormLetter) -> None:
    words = " ".join(words for _, words in letter_texts(letter))
    assert not ACCUSING.search(words), ACCUSING.search(words)
    asks = [p.text for p in letter.paragraphs if p.text.startswith(("Please", "I ask"))]
    assert asks, "a letter asks for something"
    assert re.search(r"\b(?:I|my)\b", " ".join(p.text for p in letter.paragraphs))


@each_letter
def test_each_letter_asks_for_the_sender(letter: FormLetter) -> None:
    assert set(SENDER) <= set(letter.field)


def test_what_a_person_types_is_never_a_place_to_fill_in() -> None:
    text = write_letter(LETTERS, "cancel", {"clinic": "{amount}", "amount": "$5,000"}).text
    assert "To: {amount}" in text


def test_markup_is_text_like_any_other() -> None:
    text = write_letter(LETTERS, "records", {"name": "<b>Ann</b> & Söhne"}).text
    assert "My name: <b>Ann</b> & Söhne" in text


def test_a_longer_text_keeps_its_lines_and_loses_its_gaps() -> None:
    text = write_letter(
        LETTERS, "complaint", {"facts": "  One  thing.\r\n\r\n  Then another. "}
    ).text
    assert "What happened, in order: One thing.\nThen another." in text


def test_a_longer_text_that_is_blank_leaves_room_to_write_it_by_hand() -> None:
    text = write_letter(LETTERS, "complaint", {}).text
    line = "_" * LINE_WIDTH + "\n"
    assert line * LETTERS.blank_lines in text
    assert line not in write_letter(LETTERS, "complaint", {"facts": "One thing."}).text
    assert " \n" not in text


def test_a_paragraph_stays_away_where_its_field_is_blank() -> None:
    wrote = "I wrote to the seller on"
    assert wrote not in write_letter(LETTERS, "dispute", {"asked": "  "}).text
    assert (
        f"{wrote} November 5, 2026"
        in write_letter(LETTERS, "dispute", {"asked": "November 5, 2026"}).text
    )


def test_the_request_for_records_names_product_maker_and_lot() -> None:
    letter = write_letter(LETTERS, "records", {})
    words = " ".join(letter.paragraphs)
    for thing in ("exact name of each product", "its maker", "lot number", "test certificate"):
        assert thing in words


def test_no_letter_asks_for_an_account_number_or_a_date_of_birth_here() -> None:
    asked = " ".join(f"{f.id} {f.label}" for one in LETTERS.letters for f in one.fields).lower()
    assert "account" not in asked
    assert "birth" not in asked


def test_a_kind_that_there_is_not_is_an_error() -> None:
    with pytest.raises(KeyError):
        write_letter(LETTERS, "love", {})
