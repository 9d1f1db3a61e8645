"""What was typed on “I have signed, paid, or had it” and in its letters, handed from page to page.

It goes along in hidden fields of the forms that lead from one to the other, and is kept nowhere: so
nobody needs the browser's Back button, for which a page that isn't stored cannot be shown again.
"""

from collections.abc import Iterator

from flask import request

from clinic_check.guides.pages import DEADLINES
from clinic_check.sheets.form_letters import FormLetter, FormLetters

Field = tuple[str, str]
"""The name of a hidden field, and what stands in it."""

OPEN = "open"
"""The button on `/signed` that leads to a letter."""

LETTER = "letter"
"""Says on a letter's page which letter its own fields are of."""


def of_signed() -> Iterator[Field]:
    """Give what was sent of the fields of `/signed`."""
    for name in ("where", "state", *DEADLINES):
        for value in request.form.getlist(name):
            if value:
                yield name, value


def of_letters(letters: FormLetters, *, but: str = "") -> Iterator[Field]:
    """Give what was sent of the fields of all letters but one, each named after its letter."""
    for letter in letters.letters:
        if letter.id != but:
            yield from ((f"{letter.id}.{name}", words) for name, words in of_letter(letter).items())


def of_letter(letter: FormLetter) -> dict[str, str]:
    """Return field -> words of one letter, sent from its own page or handed on by another."""
    own = request.form.get(LETTER) == letter.id
    names = {field.id: field.id if own else f"{letter.id}.{field.id}" for field in letter.fields}
    return {name: words for name, sent in names.items() if (words := request.form.get(sent))}
