"""`clinic-check proofread`: list every fault of the content, so that it can be mended."""

import datetime
from pathlib import Path

import click

from clinic_check.checklist.catalogue import Catalogue, CatalogueFault
from clinic_check.checklist.proofread import ROWS, rows_covered
from clinic_check.checklist.proofread_sources import reminders
from clinic_check.cli.inputs import content_option
from clinic_check.cli.translate import OTHERS
from clinic_check.guides.proofread import unsigned
from clinic_check.languages.files import faults as faults_in_translation
from clinic_check.library import open_library

FEWEST_ROWS = 66  # of ROWS, that the content has to cover


@click.command("proofread", short_help="list every fault of the content")
@content_option
@click.option("--rows", is_flag=True, help="list what covers each row of the public lists instead")
@click.option("--language", type=OTHERS, help="list every fault of a translation instead")
def command(content: Path, rows: bool, language: str | None) -> int:
    """List every fault of the content, then the reminders; exit with 1 when there is a fault."""
    if language:
        return _told(faults_in_translation(language))
    try:
        library = open_library(content)
    except CatalogueFault as wrong:
        return _told(wrong.faults)
    if rows:
        return _rows(library.catalogue)
    print("No faults.")
    today = datetime.datetime.now(tz=datetime.UTC).date()
    if notes := [*reminders(library.catalogue, today), *unsigned(library.guides)]:
        print("\nReminders, which stop nothing:", *notes, sep="\n")
    return 0


def _told(faults: list[str]) -> int:
    if not faults:
        print("No faults.")
        return 0
    print(*faults, sep="\n")
    print("1 fault." if len(faults) == 1 else f"{len(faults)} faults.")
    return 1


def _rows(catalogue: Catalogue) -> int:
    covered = rows_covered(catalogue)
    for row in ROWS:
        print(f"{row}: " + " | ".join(covered[row] or ["NOTHING COVERS THIS ROW"]))
    number = sum(bool(covered[row]) for row in ROWS)
    print(f"{number} of {len(ROWS)} rows are covered; at least {FEWEST_ROWS} have to be.")
    return 0 if number >= FEWEST_ROWS else 1
