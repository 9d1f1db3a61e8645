"""`clinic-check proofread`: list every fault of the content, so that it can be mended."""

import argparse
import datetime
import os
from pathlib import Path
from typing import Any

from clinic_check.checklist.catalogue import Catalogue, CatalogueFault
from clinic_check.checklist.proofread import ROWS, rows_covered
from clinic_check.checklist.proofread_sources import reminders
from clinic_check.library import open_library
from clinic_check.settings import CONTENT

FEWEST_ROWS = 66  # of ROWS, that the content has to cover


def content_folder() -> Path:
    """Return the content folder that the environment names, else the one that comes along."""
    return Path(os.environ.get("CLINIC_CHECK_CONTENT") or CONTENT)


def add(subcommands: Any) -> None:
    """Add this subcommand and its options."""
    parser = subcommands.add_parser("proofread", help="list every fault of the content")
    parser.add_argument("--content", type=Path, metavar="DIR", help="another folder of content")
    parser.add_argument(
        "--rows", action="store_true", help="list what covers each row of the public lists instead"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the faults, then the reminders; return 1 when there is a fault, else 0."""
    try:
        catalogue = open_library(arguments.content or content_folder()).catalogue
    except CatalogueFault as wrong:
        print(*wrong.faults, sep="\n")
        print("1 fault." if len(wrong.faults) == 1 else f"{len(wrong.faults)} faults.")
        return 1
    if arguments.rows:
        return _rows(catalogue)
    print("No faults.")
    if notes := reminders(catalogue, datetime.datetime.now(tz=datetime.UTC).date()):
        print("\nReminders, which stop nothing:", *notes, sep="\n")
    return 0


def _rows(catalogue: Catalogue) -> int:
    covered = rows_covered(catalogue)
    for row in ROWS:
        print(f"{row}: " + " | ".join(covered[row] or ["NOTHING COVERS THIS ROW"]))
    number = sum(bool(covered[row]) for row in ROWS)
    print(f"{number} of {len(ROWS)} rows are covered; at least {FEWEST_ROWS} have to be.")
    return 0 if number >= FEWEST_ROWS else 1
