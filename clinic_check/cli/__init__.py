"""The command line: one subcommand a module, each with `add(subcommands)` and `run(arguments)`."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

SUBCOMMANDS = ("serve", "proofread", "assess", "claims", "trial", "code")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand (`serve` when none is named) and return its exit code."""
    parser = argparse.ArgumentParser(prog="clinic-check", description=__doc__)
    subcommands = parser.add_subparsers(dest="command")
    modules = {name: import_module(f"clinic_check.cli.{name}") for name in SUBCOMMANDS}
    for module in modules.values():
        module.add(subcommands)
    words = list(sys.argv[1:] if argv is None else argv) or ["serve"]
    arguments = parser.parse_args(words)
    code: int = modules[arguments.command].run(arguments)
    return code
