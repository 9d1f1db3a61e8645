"""`clinic-check sheet`: make a sheet as PDF from answers given as JSON."""

import datetime
import sys
from pathlib import Path
from typing import cast, get_args

import click

from clinic_check.checklist.catalogue import CatalogueFault
from clinic_check.cli.assess import CaseFault, read_case
from clinic_check.cli.inputs import Refused, content_option, read_text
from clinic_check.languages import ENGLISH, LANGUAGES
from clinic_check.library import in_language, open_library
from clinic_check.saving.code import encode
from clinic_check.settings import LONGEST_PUBLIC_URL
from clinic_check.sheets.carried import LONGEST_NAME, Carried
from clinic_check.sheets.pdf import SIZES, PdfFault, Size
from clinic_check.sheets.printed import Which, blank_pdf, sheet_pdf


@click.command("sheet", short_help="make a sheet as PDF from answers given as JSON")
@click.argument("file", required=False)
@click.option(
    "--which", type=click.Choice([*get_args(Which), "blank"]), default="both", show_default=True
)
@click.option("--paper", "size", type=click.Choice(SIZES), default="letter", show_default=True)
@click.option(
    "--lang", "language", type=click.Choice(LANGUAGES), default=ENGLISH, show_default=True
)
@click.option("--clinic", default="", help="the clinic's name; without it, a line to write it on")
@click.option("--address", default="", help="where the answers can be opened again")
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="PDF",
    help="where to write it; - is standard output",
)
@content_option
def command(
    file: str | None,
    which: str,
    size: str,
    language: str,
    clinic: str,
    address: str,
    output: Path,
    content: Path,
) -> None:
    """Make a sheet from the answers in FILE (as `assess` takes them), or in standard input for -.

    The blank checklist needs no answers.
    """
    today = datetime.datetime.now(tz=datetime.UTC).date()
    if len(clinic) > LONGEST_NAME:
        raise Refused(f"A clinic’s name has {LONGEST_NAME} characters or fewer.")
    if len(address) > LONGEST_PUBLIC_URL:
        raise Refused(f"An address to type has {LONGEST_PUBLIC_URL} characters or fewer.")
    try:
        library = open_library(content)
        if language != ENGLISH:
            library = in_language(library, content, language)
        if which == "blank":
            pdf = blank_pdf(
                library.catalogue,
                library.paper,
                today,
                cast(Size, size),
                address=address,
                language=language,
            )
        elif file is None:
            raise Refused("Which answers? Name a file, or - for standard input.")
        else:
            answers, summary = read_case(library.catalogue, library.trials.sign, read_text(file))
            code = encode(library.catalogue, library.register, answers, False) if answers else ""
            carried = Carried(clinic, today, code, address, language=language)
            pdf = sheet_pdf(
                cast(Which, which),
                library.catalogue,
                library.paper,
                summary,
                carried,
                cast(Size, size),
            )
        if output == Path("-"):
            sys.stdout.buffer.write(pdf)
        else:
            output.write_bytes(pdf)
    except (CaseFault, CatalogueFault) as fault:
        raise Refused(*fault.faults) from None
    except PdfFault as fault:
        raise Refused(f"{fault}.") from None
    except OSError as error:
        raise Refused(f"{output} can’t be written: {error.strerror}.") from None
    print(f"{output}: {len(pdf):,} bytes.", file=sys.stderr)
