"""The languages that pages are read in: English as it is written, others as translators word it."""

from clinic_check.settings import PACKAGE

ENGLISH = "en"
SPANISH = "es"

LANGUAGES = (ENGLISH, SPANISH)
"""English, and each language that has a folder in `translations/`."""

LOCALES = {ENGLISH: "en_US", SPANISH: "es_US"}
"""How dates and numbers are written: as in the United States, where most readers live."""

TRANSLATIONS = PACKAGE / "translations"
DOMAIN = "messages"
"""What gettext calls the one file of a language: `translations/es/LC_MESSAGES/messages.po`."""
