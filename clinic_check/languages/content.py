"""Which strings of the content are sentences that a patient reads, and what each is known by.

One walk serves both: what it finds is given to translators, and is what they are asked for when the
content is read. A new key of any file counts as text until it is listed here as something else.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

NUMBERS = "numbers.toml"
"""The one file without any text."""

THEIR_WORDS = "sources.toml"
"""What other people called their pages: it stays in English everywhere, and is marked so."""

NO_TEXT: Mapping[str, type] = {
    **dict.fromkeys(("id", "weight", "group", "pick", "scale", "option", "signed_off_by"), str),
    **dict.fromkeys(("sources", "replaces"), list),
    **dict.fromkeys(("when", "shown", "settled"), dict),
}
"""Keys of any file that hold no text, nor does anything below them, where they hold this: one
string, a list of strings, a table."""

IN_NO_LANGUAGE = (":address", ":phone")
"""How that ends which an address or a telephone number is known by. Translators are asked for them,
as an office may have a page or a line in the reader's language; but they are not English words."""

NO_TEXT_IN: Mapping[str, set[str]] = {
    "catalogue.toml": {
        *("sections", "quick", "main", "questions", "version", "changed", "next_review"),
        *("reviewers", "translation_signed_off_by"),
    },
    # What the clinic's words are searched for: it finds English, whoever reads the page.
    "phrases.toml": {"words", "languages", "readings", "voices", "stories", "patterns", "heeds"},
    # The same for Spanish texts; what a patient reads of them stands in phrases.toml.
    "phrases-es.toml": {
        *("words", "readings", "voices", "stories", "categories", "missing", "implied"),
    },
    "reports.toml": {"kind"},
    "sources.toml": {"url", "date", "read", "checked", "facts"},
    # What the registry's words are searched for: the registry is in English.
    "trials.toml": {
        *("page", "pattern", "match", "fits", "nerve_words", "cell_words", "not_cell_words"),
        *("payment_words", "hidden_sites", "name_endings", "common_names", "united_states"),
    },
    "guides/letters.toml": {"kind", "purpose", "only"},
    "guides/other-ways.toml": {"reader", "search"},
    "guides/questions.toml": {"reader", "leads_to", "lang"},
    "guides/signed.toml": {"reader", "deadline", "letter", "who_helps", "counts"},
    "guides/ways-in.toml": {"link"},
}
"""The same for the keys of one file, whatever they hold."""

Table = dict[str, object]
Change = Callable[[str, str], str]
"""(context, text) -> the text to put in its place."""


def with_texts(file: str, data: Mapping[str, object], change: Change) -> Table:
    """Return what a file of content holds, with each of its texts changed.

    A text is known by its file, the entry that it stands in (tables by key, tables of a list by
    their id) and its key: “sections/offer.toml:questions.stage:hint”. The texts of one list share
    what they are known by.
    """
    if file == NUMBERS:
        return dict(data)
    without = NO_TEXT_IN.get(file, set())

    def is_text(name: str, value: object) -> bool:
        if name in without:
            return False
        kind = NO_TEXT.get(name)
        strings = not isinstance(value, list) or all(isinstance(each, str) for each in value)
        return kind is None or not isinstance(value, kind) or not strings

    def changed(value: object, entry: tuple[str, ...], key: str) -> object:
        if isinstance(value, str):
            return change(f"{file}:{'.'.join(entry)}:{key}", value) if value else value
        if isinstance(value, list):
            return [changed(each, entry, key) for each in value]
        if isinstance(value, Mapping):
            named = str(value.get("id", value.get("option", "")))
            return table(value, tuple(part for part in (*entry, key, named) if part))
        return value

    def table(values: Mapping[str, object], entry: tuple[str, ...]) -> Table:
        return {
            name: changed(value, entry, name) if is_text(name, value) else value
            for name, value in values.items()
        }

    return table(data, ())


def texts(file: str, data: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return every text of a file for translators, with what it is known by: (context, text)."""
    found: list[tuple[str, str]] = []

    def note(context: str, text: str) -> str:
        found.append((context, text))
        return text

    if file != THEIR_WORDS:
        with_texts(file, data, note)
    return found


Message = tuple[int, str, tuple[str, str], list[str]]


def extract(
    file: BinaryIO, keywords: object, comment_tags: object, options: object
) -> Iterator[Message]:
    """Yield the texts of a file of content, as Babel asks for them (its “extraction method”)."""
    _, _, name = str(file.name).replace("\\", "/").rpartition("/content/")
    for context, text in texts(name, tomllib.loads(file.read().decode("utf-8-sig"))):
        yield 0, "pgettext", (context, text), []
