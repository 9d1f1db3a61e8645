"""`clinic-check claims`: mark what a text claims and what it leaves out, as JSON."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clinic_check.checklist.catalogue import CatalogueFault
from clinic_check.claims.phrases import load
from clinic_check.claims.proofread import FILE
from clinic_check.claims.reader import Match, Reader
from clinic_check.claims.wording import WordingError
from clinic_check.cli.proofread import content_folder


class TextFault(Exception):
    """A text that can't be read; the message says why in a sentence."""


def add(subcommands: Any) -> None:
    """Add this subcommand and its options."""
    parser = subcommands.add_parser("claims", help="mark what a text claims and leaves out")
    parser.add_argument(
        "file", metavar="FILE", nargs="?", default="-", help="a text, or - for standard input"
    )
    parser.add_argument(
        "--jsonl",
        action="store_true",
        help='lines {"id", "text"} in, lines {"id", "findings", "missing", …} out',
    )


def run(arguments: argparse.Namespace) -> int:
    """Print what was found; return 2, with the reason on standard error, for a faulty input."""
    try:
        reader = Reader(load(content_folder() / FILE))
        text = _read(arguments.file)
        if arguments.jsonl:
            for name, words in _lines(text):
                print(json.dumps({"id": name, **found(reader, words)}))
        else:
            print(json.dumps(found(reader, text)))
    except (CatalogueFault, WordingError, TextFault) as fault:
        print(fault, file=sys.stderr)
        return 2
    return 0


def found(reader: Reader, text: str) -> dict[str, object]:
    """Return what was found in a text: places are characters, end exclusive.

    `findings` are the text's own claims, `reported` those it quotes or tells of, `missing` ids of
    what it leaves out, and `kind` what kind of text it looks like.
    """
    screening = reader.screen(text)
    return {
        "findings": [_as_json(match) for match in screening.matches],
        "missing": list(screening.missing),
        "reported": [_as_json(match) for match in screening.reported],
        "kind": screening.kind,
    }


def _as_json(match: Match) -> dict[str, object]:
    return {
        "start": match.start,
        "end": match.end,
        "category": match.category,
        "text": match.text,
    }


def _read(name: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return raw.decode("utf-8")
    except OSError as error:
        raise TextFault(f"{name} can’t be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        what = "The input" if name == "-" else name
        raise TextFault(f"{what} is not UTF-8 text: byte {error.start} isn’t.") from None


def _lines(text: str) -> Iterator[tuple[object, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            page = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise TextFault(f"Line {number} is not valid JSON: {error}.") from None
        if not isinstance(page, dict) or "id" not in page or not isinstance(page.get("text"), str):
            raise TextFault(f'Line {number} is not an object {{"id": …, "text": "…"}}.')
        yield page["id"], page["text"]
