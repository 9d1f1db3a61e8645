"""The files that translators work in: bringing them up to date, and what is wrong in them."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import denormalize, read_po, write_po
from jinja2.ext import babel_extract

from clinic_check.languages import DOMAIN, TRANSLATIONS
from clinic_check.languages.content import extract
from clinic_check.languages.translations import placeholders
from clinic_check.settings import CONTENT, folder

PAGES = ("**.html", "**.svg", "**.txt")
"""Templates with sentences in them."""

AS_RENDERED = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
"""How `web/templating.py` sets the templates' sentences up; a template that can't be read fails."""

ALIKE = 0.6
"""From this likeness on (of difflib), a new sentence of a template is an old one, changed."""

_FILLED_IN = re.compile(r"%\((\w+)\)[sd]")
_TAG = re.compile(r"</?[a-z][^>]*>")


def po_of(language: str) -> Path:
    """Return a translator's file."""
    return TRANSLATIONS / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def sentences() -> Catalog:
    """Return every sentence that patients read, of the content and the templates, in English."""
    catalog = Catalog(project="Clinic Check", charset="utf-8")
    pages = [(pattern, babel_extract) for pattern in PAGES]
    rooms: tuple[tuple[str, Path, list[tuple[str, Any]], dict[str, Any]], ...] = (
        ("content", CONTENT, [("**.toml", extract)], {}),
        ("templates", folder("templates"), pages, dict.fromkeys(PAGES, AS_RENDERED)),
    )
    for name, home, methods, options in rooms:
        found = extract_from_dir(home, methods, options, comment_tags=("Translators:",))
        for file, line, message, comments, context in found:
            place = [(f"{name}/{file}", line)]
            catalog.add(message, None, place, auto_comments=comments, context=context)
    return catalog


def read(language: str) -> Catalog:
    """Return a translator's file as it stands; an empty one where there is none yet."""
    path = po_of(language)
    if not path.exists():
        return Catalog(locale=language, project="Clinic Check", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def bring_up_to_date(language: str) -> Catalog:
    """Put what is new into a translator's file, take out what is gone, and return it.

    A sentence whose English changed keeps its translation, marked fuzzy, with the English that it
    was made of beside it. One of the content is known by where it stands; one of a template by its
    likeness to one that is gone. No translation is taken from another place.
    """
    catalog = read(language)
    catalog.update(sentences(), no_fuzzy_matching=True, update_creation_date=False)
    gone = [message for message in catalog.obsolete.values() if is_worded(message)]
    for message in catalog:
        _read_before(message)
        if message.id and not is_worded(message):
            before = _before(message, gone)
            if before:
                message.string = before.string
                message.flags.add("fuzzy")
                message.previous_id = [before.id] if isinstance(before.id, str) else [*before.id]
                gone.remove(before)
    path = po_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(
            file,
            catalog,
            width=100,
            ignore_obsolete=True,
            include_previous=True,
            include_lineno=False,
        )
    return catalog


def faults(language: str) -> list[str]:
    """Return what is wrong with a translation, a sentence each."""
    worded, found = read(language), []
    english = sentences()
    for message in english:
        if message.id:
            translated = worded.get(message.id, message.context)
            found += [f"{_place(message)}: {each}." for each in _problems(message, translated)]
    for message in worded:
        if message.id and english.get(message.id, message.context) is None:
            found.append(f"{_place(message)}: nothing says this any more. {_RENEW}.")
    return found


def _read_before(message: Message) -> None:
    """Take the English of before out of the comments, where Babel puts what stands after “#|”."""
    before = [one for one in message.user_comments if one.startswith("|")]
    message.user_comments = [one for one in message.user_comments if one not in before]
    quoted = [one.removeprefix("|").strip().removeprefix("msgid").strip() for one in before]
    if message.fuzzy and quoted:
        message.previous_id = [denormalize("\n".join(quoted))]


def is_worded(message: Message) -> bool:
    """Tell whether a translator wrote something, in each form that the sentence has."""
    return all(_forms(message.string))


_RENEW = "Run `./run translate`"


def _before(message: Message, gone: list[Message]) -> Message | None:
    """Return what this sentence was before, among those that are gone."""
    same_kind = {
        _english(old): old
        for old in gone
        if old.context == message.context and old.pluralizable == message.pluralizable
    }
    if message.context and len(same_kind) == 1:
        return next(iter(same_kind.values()))
    alike = get_close_matches(_english(message), same_kind, n=1, cutoff=ALIKE)
    return same_kind[alike[0]] if alike else None


def _problems(message: Message, translated: Message | None) -> Iterator[str]:
    if translated is None:
        yield f"this sentence is not in the file yet. {_RENEW}"
    elif not is_worded(translated):
        yield "not translated"
    elif translated.fuzzy:
        yield "marked fuzzy: the English changed, or a translator was not sure"
    else:
        wanted = [_fixed(text) for text in _forms(message.id)]
        for text in _forms(translated.string):
            yield from _differences(wanted, text)


def _differences(wanted: list[dict[str, list[str]]], text: str) -> Iterator[str]:
    """Yield what a translation has too much or too little; of a plural, either form will do."""
    has = _fixed(text)
    for what, parts in has.items():
        if all(parts != each[what] for each in wanted):
            expected = ", ".join(wanted[-1][what]) or "none"
            yield f"{what} differ: {', '.join(parts) or 'none'}, in English {expected}"


def _fixed(text: str) -> dict[str, list[str]]:
    """Return what a translator must leave as it is, in alphabetical order, by kind."""
    try:
        braces = sorted(placeholders(text))
    except ValueError:
        braces = ["a brace too many or too few"]
    return {
        "placeholders": [*braces, *sorted(set(_FILLED_IN.findall(text)))],
        "links and marks": sorted(_TAG.findall(text)),
    }


def _forms(text: Any) -> list[str]:
    """Return the one form of a sentence, or those of a plural."""
    return list(text) if isinstance(text, tuple | list) else [text or ""]


def _english(message: Message) -> str:
    return _forms(message.id)[0]


def _place(message: Message) -> str:
    """Say where a sentence stands, and how it begins."""
    where = message.context or ", ".join(dict.fromkeys(file for file, _ in message.locations))
    words = _english(message)
    return f"{where}, “{words if len(words) <= 60 else words[:59] + '…'}”"
