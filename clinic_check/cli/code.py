"""`clinic-check code`: turn answers into the code on the paper, and back; keep its register."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from clinic_check.checklist.answers import AnswerFault
from clinic_check.checklist.answers import read as read_answers
from clinic_check.checklist.answers import write as write_answers
from clinic_check.checklist.catalogue import Catalogue, CatalogueFault
from clinic_check.checklist.load import load
from clinic_check.checklist.load import read as read_content
from clinic_check.checklist.rules import Chosen
from clinic_check.cli.proofread import content_folder
from clinic_check.saving import file as answers_file
from clinic_check.saving.code import CodeFault, Opened, bits, decode, encode
from clinic_check.saving.file import FileFault, parse
from clinic_check.saving.layouts import FILE, Register, as_toml, faults_in_numbers, with_layout


class Refused(Exception):
    """What was given can't be used; `faults` says why, a sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def add(subcommands: Any) -> None:
    """Add this subcommand and what it can do."""
    parser = subcommands.add_parser("code", help="turn answers into the code on the paper, or back")
    tasks = parser.add_subparsers(dest="task", required=True)
    task = tasks.add_parser("encode", help="print the code of answers given as JSON")
    task.add_argument("file", metavar="FILE", help="a file, or - for standard input")
    task.add_argument("--helper", action="store_true", help="they are someone's whom you help")
    task.set_defaults(task=_encode)
    _add_content(task)
    task = tasks.add_parser("decode", help="print the answers of a code as JSON")
    task.add_argument("code", metavar="CODE", nargs="+", help="in any case, dashes or not")
    task.set_defaults(task=_decode)
    _add_content(task)
    task = tasks.add_parser("bits", help="print how many bits each part of the code takes")
    task.set_defaults(task=_bits)
    _add_content(task)
    task = tasks.add_parser("register", help=f"add the catalogue's numbers to {FILE}")
    task.add_argument(
        "--anew",
        action="store_true",
        help="in the place of the newest ones: only while nobody has a code made of them",
    )
    task.set_defaults(task=_register)
    _add_content(task)


def _add_content(task: argparse.ArgumentParser) -> None:
    task.add_argument("--content", type=Path, metavar="DIR", help="another folder of content")


def run(arguments: argparse.Namespace) -> int:
    """Do the task; return 2, with the reasons on standard error, for anything refused."""
    try:
        arguments.task(arguments, arguments.content or content_folder())
    except (Refused, CatalogueFault) as fault:
        print(*fault.faults, sep="\n", file=sys.stderr)
        return 2
    except (CodeFault, FileFault) as fault:
        print(fault, file=sys.stderr)
        return 2
    return 0


def _encode(arguments: argparse.Namespace, content: Path) -> None:
    catalogue, register = _load(content)
    answers, helper = _case(catalogue, _bytes(arguments.file))
    print(encode(catalogue, register, answers, helper or arguments.helper))


def _decode(arguments: argparse.Namespace, content: Path) -> None:
    catalogue, register = _load(content)
    opened = decode(catalogue, register, " ".join(arguments.code))
    print(json.dumps({"answers": write_answers(catalogue, opened.answers)}))
    for remark in remarks(opened):
        print(remark, file=sys.stderr)


def _bits(_arguments: argparse.Namespace, content: Path) -> None:
    _catalogue, register = _load(content)
    for part, number in bits(register.layouts[-1]).items():
        print(f"{part}: {number:.2f}")


def _register(arguments: argparse.Namespace, content: Path) -> None:
    catalogue = load(content)
    file = content / FILE
    register = read_content(file, Register) if file.exists() else Register()
    try:
        register = with_layout(catalogue, register, anew=arguments.anew)
    except ValueError as fault:
        raise Refused([str(fault)]) from None
    if faults := faults_in_numbers(catalogue, register):
        raise Refused(faults)
    file.write_text(as_toml(register), encoding="utf-8")
    newest = register.layouts[-1]
    print(f"{FILE}: layout {newest.number}, of version {newest.version}.")


def _load(content: Path) -> tuple[Catalogue, Register]:
    catalogue = load(content)
    register = read_content(content / FILE, Register)
    if faults := faults_in_numbers(catalogue, register):
        raise Refused(faults)
    return catalogue, register


def _case(catalogue: Catalogue, raw: bytes) -> tuple[Chosen, bool]:
    """Read the `answers` JSON of `assess`, or a file that the pages saved; and who it is for."""
    case = parse(raw)
    if isinstance(case, dict) and "format" in case:
        saved = answers_file.read(catalogue, raw)
        if saved.dropped:
            raise Refused([f"The catalogue doesn’t have this: {name}." for name in saved.dropped])
        return saved.answers, saved.helper
    if not isinstance(case, dict) or not isinstance(case.get("answers"), dict):
        raise Refused(['Answers are an object: {"answers": {"question-id": "option-id"}}.'])
    if unknown := sorted(case.keys() - {"answers"}):
        raise Refused([f"A code can’t keep “{key}”." for key in unknown])
    try:
        return read_answers(catalogue, case["answers"]), False
    except AnswerFault as fault:
        raise Refused(fault.faults) from None


def _bytes(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise Refused([f"{name} can’t be read: {error.strerror}."]) from None


def remarks(opened: Opened) -> list[str]:
    """Say on standard error what the answers alone don't tell."""
    remarks = ["The code was made for someone that the person helps."] if opened.helper else []
    for words, labels in (
        ("New since then", [question.label for question in opened.new]),
        ("No longer asked", list(opened.gone)),
        ("The answer is no longer offered", [question.label for question in opened.lost]),
    ):
        if labels:
            remarks.append(f"{words}: {', '.join(labels)}.")
    return remarks
