"""What commands are given (a file or standard input, content), and how they refuse it."""

import codecs
import os
import sys
from pathlib import Path
from typing import IO, Any

import click

from clinic_check.settings import CONTENT

STANDARD_INPUT = "-"

MARKS = (  # the longer ones first: that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
"""How editors mark a text that they saved, and the encoding that it then has."""


class Refused(click.ClickException):
    """What was given can't be used; `faults` says why, a sentence each."""

    exit_code = 2

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentences alone, a line each."""
        print(*self.faults, sep="\n", file=file or sys.stderr)


def content_folder() -> Path:
    """Return the content folder that the environment names, else the one that comes along."""
    return Path(os.environ.get("CLINIC_CHECK_CONTENT") or CONTENT)


content_option = click.option(
    "--content",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=content_folder,
    metavar="DIR",
    help="another folder of content",
)


def read_bytes(name: str, limit: int = -1) -> bytes:
    """Return what is in a file, or in standard input for `-`; raise Refused where it can't be read.

    With a limit, no more than one byte above it: enough to tell that there is too much.
    """
    try:
        if name != STANDARD_INPUT:
            with Path(name).open("rb") as file:
                return file.read(limit + 1 if limit >= 0 else -1)
        if sys.stdin is None:
            raise Refused("There is no standard input to read.")
        return sys.stdin.buffer.read(limit + 1 if limit >= 0 else -1)
    except OSError as error:
        raise Refused(f"{_called(name)} can’t be read: {error.strerror}.") from None


def read_text(name: str) -> str:
    """Return the text of a file or of standard input; raise Refused where it is none."""
    return as_text(read_bytes(name), name)


def as_text(raw: bytes, name: str) -> str:
    """Return the text that was read from `name`: UTF-8, or what a mark at its start says it is."""
    encoding = next((each for mark, each in MARKS if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        called = encoding.removesuffix("-sig").upper()
        raise Refused(f"{_called(name)} is not {called} text: byte {error.start} isn’t.") from None
    if raw and text.count("\0") * 4 >= len(raw):  # every other byte, in English
        raise Refused(
            f"{_called(name)} is full of zero bytes. If it is UTF-16 text, save it as UTF-8."
        )
    return text


def _called(name: str) -> str:
    return "The input" if name == STANDARD_INPUT else name
