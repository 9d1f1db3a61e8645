"""`clinic-check translate`: bring the translators' files up to date with the English."""

import click

from clinic_check.languages import ENGLISH, LANGUAGES
from clinic_check.languages.files import bring_up_to_date, is_worded, po_of

OTHERS = click.Choice([language for language in LANGUAGES if language != ENGLISH])


@click.command("translate", short_help="bring the translators’ files up to date")
@click.option("--language", type=OTHERS, help="only this one")
def command(language: str | None) -> None:
    """Bring the translators' files up to date with the English; translate nothing.

    A sentence whose English changed keeps its translation, marked fuzzy.
    """
    for each in [language] if language else OTHERS.choices:
        catalog = bring_up_to_date(each)
        fuzzy = sum(message.fuzzy for message in catalog if message.id)
        empty = sum(not is_worded(message) for message in catalog if message.id)
        print(f"{po_of(each)}: {len(catalog)} sentences, {empty} empty, {fuzzy} marked fuzzy")
