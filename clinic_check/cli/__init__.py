"""Check what a clinic offers: serve the checklist, or use a part of it from the command line."""

import io
import os
import sys
from collections.abc import Sequence

import click

from clinic_check.cli import assess, claims, code, proofread, serve, sheet, translate, trial

COMMANDS = click.Group(
    help=__doc__,
    commands=[
        each.command for each in (serve, proofread, translate, assess, sheet, claims, trial, code)
    ],
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command (`serve` when none is named) and return its exit code."""
    for output in (sys.stdout, sys.stderr):
        if isinstance(output, io.TextIOWrapper):  # where it has no “ or é, as in a plain C locale
            output.reconfigure(errors="backslashreplace")
    words = list(sys.argv[1:] if argv is None else argv) or ["serve"]
    try:
        ended = COMMANDS.main(words, prog_name="clinic-check", standalone_mode=False)
        if sys.stdout:
            sys.stdout.flush()
    except click.ClickException as refused:
        refused.show()
        return refused.exit_code
    except click.Abort:
        return 130  # as a shell calls what Ctrl+C ended
    except OSError as fault:  # of the output: commands refuse by themselves what they can't read
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python tries once more
        print(f"Standard output can’t be written to: {fault.strerror}.", file=sys.stderr)
        return 2
    return ended or 0
