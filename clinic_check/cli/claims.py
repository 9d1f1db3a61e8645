"""`clinic-check claims`: mark what a text claims and what it leaves out, as JSON."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clinic_check.claims.reader import screen


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
        help='lines {"id", "text"} in, lines {"id", "findings", "missing"} out',
    )


def run(arguments: argparse.Namespace) -> int:
    """Print what was found; return 2, with the reason on standard error, for a faulty input."""
    try:
        text = _read(arguments.file)
        if arguments.jsonl:
            for name, words in _lines(text):
                print(json.dumps({"id": name, **found(words)}))
        else:
            print(json.dumps(found(text)))
    except TextFault as fault:
        print(fault, file=sys.stderr)
        return 2
    return 0


def found(text: str) -> dict[str, object]:
    """Return the claims of a text, with character offsets (end exclusive), and what is missing."""
    screening = screen(text)
    findings = [
        {"start": each.start, "end": each.end, "category": each.category, "text": each.text}
        for each in screening.matches
    ]
    return {"findings": findings, "missing": list(screening.missing)}


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
