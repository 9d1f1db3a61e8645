"""`clinic-check claims`: mark what a text claims and what it leaves out, as JSON."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from clinic_check.checklist.catalogue import CatalogueFault
from clinic_check.claims.phrases import load, load_other
from clinic_check.claims.proofread import FILE, SPANISH_FILE
from clinic_check.claims.reader import Match, Reader
from clinic_check.claims.wording import WordingError
from clinic_check.cli.inputs import Refused, content_option, read_text
from clinic_check.languages import SPANISH


@click.command("claims", short_help="mark what a text claims and leaves out")
@click.argument("file", default="-")
@click.option(
    "--jsonl",
    is_flag=True,
    help='lines {"id", "text"} in, lines {"id", "findings", "missing", …} out',
)
@content_option
def command(file: str, jsonl: bool, content: Path) -> None:
    """Mark what the text in FILE claims and leaves out, or that in standard input for -."""
    try:
        phrases = load(content / FILE)
        spanish = Reader(load_other(phrases, content / SPANISH_FILE), SPANISH)
        reader = Reader(phrases, beside=spanish)
    except CatalogueFault as fault:
        raise Refused(*fault.faults) from None
    except WordingError as fault:
        raise Refused(str(fault)) from None
    text = read_text(file)
    if jsonl:
        for name, words in _lines(text):
            print(json.dumps({"id": name, **found(reader, words)}))
    else:
        print(json.dumps(found(reader, text)))


def found(reader: Reader, text: str) -> dict[str, object]:
    """Return what was found in a text: places are characters, end exclusive.

    `findings` are the text's own claims, `reported` those it quotes or tells of, `missing` ids of
    what it leaves out, `kind` what kind of text it looks like, and `language` the code of the
    language that it was read in, or null.
    """
    screening = reader.screen(text)
    return {
        "findings": [_as_json(match) for match in screening.matches],
        "missing": list(screening.missing),
        "reported": [_as_json(match) for match in screening.reported],
        "kind": screening.kind,
        "language": screening.language or None,
    }


def _as_json(match: Match) -> dict[str, object]:
    return {
        "start": match.start,
        "end": match.end,
        "category": match.category,
        "text": match.text,
    }


def _lines(text: str) -> Iterator[tuple[object, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            page = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise Refused(f"Line {number} is not valid JSON: {error}.") from None
        if not isinstance(page, dict) or "id" not in page or not isinstance(page.get("text"), str):
            raise Refused(f'Line {number} is not an object {{"id": …, "text": "…"}}.')
        yield page["id"], page["text"]
