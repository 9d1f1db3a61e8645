"""`clinic-check claims`: mark what a text claims and what it leaves out, as JSON."""

import json
from collections.abc import Iterator

import click

from clinic_check.claims.reader import screen
from clinic_check.cli.inputs import Refused, read_text


@click.command("claims", short_help="mark what a text claims and leaves out")
@click.argument("file", default="-")
@click.option(
    "--jsonl",
    is_flag=True,
    help='lines {"id", "text"} in, lines {"id", "findings", "missing"} out',
)
def command(file: str, jsonl: bool) -> None:
    """Mark what the text in FILE claims and leaves out, or that in standard input for -."""
    text = read_text(file)
    if jsonl:
        for name, words in _lines(text):
            print(json.dumps({"id": name, **found(words)}))
    else:
        print(json.dumps(found(text)))


def found(text: str) -> dict[str, object]:
    """Return the claims of a text, with character offsets (end exclusive), and what is missing."""
    screening = screen(text)
    findings = [
        {"start": each.start, "end": each.end, "category": each.category, "text": each.text}
        for each in screening.matches
    ]
    return {"findings": findings, "missing": list(screening.missing)}


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
