"""What translators made of each sentence; where they made nothing yet, English marked as such."""

import gettext
import html
import string
from functools import partial

from clinic_check.languages import DOMAIN, ENGLISH, TRANSLATIONS
from clinic_check.languages.content import IN_NO_LANGUAGE, Change, with_texts

Translations = gettext.NullTranslations
"""What gives a sentence in one language; that of English gives it back as it is."""


class InEnglish(str):
    """A text that is in English on a page that isn't. A template marks it, so that a voice that
    reads it aloud speaks English; elsewhere it is a text like any other.
    """

    __slots__ = ()

    def format(self, *args: object, **values: object) -> "InEnglish":
        """Fill in the placeholders; what comes of it is in English too."""
        return InEnglish(super().format(*args, **values))

    def __html__(self) -> str:
        return f'<span lang="{ENGLISH}">{html.escape(self)}</span>'


class _TextInEnglish(gettext.NullTranslations):
    """Stands in where there is no translation of a plain text."""

    def gettext(self, message: str) -> str:
        return InEnglish(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return InEnglish(super().ngettext(msgid1, msgid2, n))

    def pgettext(self, context: str, message: str) -> str:
        return InEnglish(message)


class _MarkupInEnglish(gettext.NullTranslations):
    """Stands in where there is no translation of a sentence of a template, which is HTML."""

    def gettext(self, message: str) -> str:
        return f'<span lang="{ENGLISH}">{message}</span>'

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(super().ngettext(msgid1, msgid2, n))

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)


def open_translations(language: str, otherwise: Translations | None = None) -> Translations:
    """Return the translations of a language; `otherwise` is asked for what has none.

    Raise TranslationFault where they were not compiled.
    """
    if language == ENGLISH:
        return gettext.NullTranslations()
    try:
        opened = gettext.translation(DOMAIN, TRANSLATIONS, [language])
    except FileNotFoundError:
        told = "the translation is not compiled; `python3 hatch_build.py` or ./run does it"
        raise TranslationFault(told) from None
    if otherwise:
        opened.add_fallback(otherwise)
    return opened


def for_templates(language: str) -> Translations:
    """Return the translations of a language for the sentences of templates."""
    return open_translations(language, _MarkupInEnglish())


class TranslationFault(Exception):
    """A translation that can't be used; its text says why."""


def placeholders(text: str) -> frozenset[str]:
    """Return the names between braces; raise ValueError where a brace is missing."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def in_language(file: str, data: dict[str, object], language: str) -> dict[str, object]:
    """Return what a file of content holds, in a language; raise TranslationFault for one with
    other placeholders than the English: it would fail on the page of some reader.
    """
    if language == ENGLISH:
        return data
    pgettext = open_translations(language, _TextInEnglish()).pgettext
    return with_texts(file, data, partial(_word, pgettext))


def _word(pgettext: Change, context: str, text: str) -> str:
    worded = pgettext(context, text)
    if context.endswith(IN_NO_LANGUAGE):
        return str(worded)
    if "{" in text or "{" in worded:
        try:
            same = placeholders(worded) == placeholders(text)
        except ValueError:
            same = False
        if not same:
            raise TranslationFault(
                f"{context}: the translation has other {{placeholders}} than “{text}”"
            )
    return worded
