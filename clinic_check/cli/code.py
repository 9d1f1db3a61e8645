"""`clinic-check code`: turn answers into the code on the paper, and back; keep its register."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from clinic_check.checklist.answers import AnswerFault
from clinic_check.checklist.answers import read as read_answers
from clinic_check.checklist.answers import write as write_answers
from clinic_check.checklist.catalogue import Catalogue, CatalogueFault
from clinic_check.checklist.load import load
from clinic_check.checklist.load import read as read_content
from clinic_check.checklist.messages import InputFault, Messages, faults_in_messages, load_messages
from clinic_check.checklist.rules import Chosen
from clinic_check.cli.inputs import Refused, as_text, content_option, read_bytes
from clinic_check.saving import file as answers_file
from clinic_check.saving.code import Opened, bits, decode, encode
from clinic_check.saving.file import parse
from clinic_check.saving.register import FILE, Register, as_toml, faults_in_numbers, with_layout


@click.group("code", short_help="turn answers into the code on the paper, or back")
def command() -> None:
    """Turn answers into the code on the paper, or back; keep the register of its numbers."""


@command.command("encode", short_help="print the code of answers given as JSON")
@click.argument("file")
@click.option("--helper", is_flag=True, help="they are someone's whom you help")
@content_option
def _encode(file: str, helper: bool, content: Path) -> None:
    """Print the code of the answers in FILE, or in standard input for -."""
    catalogue, register, messages = _load(content)
    with _told(messages):
        answers, helping = _case(catalogue, file)
        print(encode(catalogue, register, answers, helping or helper))


@command.command("decode", short_help="print the answers of a code as JSON")
@click.argument("code", nargs=-1, required=True)
@content_option
def _decode(code: tuple[str, ...], content: Path) -> None:
    """Print the answers of a CODE, in any case, with dashes or without."""
    catalogue, register, messages = _load(content)
    with _told(messages):
        opened = decode(catalogue, register, " ".join(code))
    print(json.dumps({"answers": write_answers(catalogue, opened.answers)}))
    for remark in remarks(opened):
        print(remark, file=sys.stderr)


@command.command("bits", short_help="print how many bits each part of the code takes")
@content_option
def _bits(content: Path) -> None:
    """Print how many bits each part of the code takes."""
    _catalogue, register, _messages = _load(content)
    for part, number in bits(register.layouts[-1]).items():
        print(f"{part}: {number:.2f}")


@command.command("register", short_help=f"add the catalogue's numbers to {FILE}")
@click.option(
    "--anew",
    is_flag=True,
    help="in the place of the newest ones: only while nobody has a code made of them",
)
@content_option
def _register(anew: bool, content: Path) -> None:
    """Add the catalogue's numbers to the register of the content."""
    file = content / FILE
    with _refusals():
        catalogue = load(content)
        known = read_content(file, Register) if file.exists() else Register()
        try:
            known = with_layout(catalogue, known, anew=anew)
        except ValueError as fault:
            raise Refused(str(fault)) from None
        if faults := faults_in_numbers(catalogue, known):
            raise Refused(*faults)
    try:
        file.write_text(as_toml(known), encoding="utf-8")
    except OSError as fault:
        raise Refused(f"{file} can’t be written to: {fault.strerror}.") from None
    newest = known.layouts[-1]
    print(f"{FILE}: layout {newest.number}, of version {newest.version}.")


@contextmanager
def _refusals() -> Iterator[None]:
    """Tell on standard error why the content can't be used."""
    try:
        yield
    except CatalogueFault as fault:
        raise Refused(*fault.faults) from None


@contextmanager
def _told(messages: Messages) -> Iterator[None]:
    """Tell on standard error why a code or a file can't be used, as the pages do."""
    try:
        yield
    except InputFault as fault:
        raise Refused(fault.say(messages)) from None


def _load(content: Path) -> tuple[Catalogue, Register, Messages]:
    with _refusals():
        catalogue = load(content)
        register = read_content(content / FILE, Register)
        messages = load_messages(content)
    if faults := [*faults_in_numbers(catalogue, register), *faults_in_messages(messages)]:
        raise Refused(*faults)
    return catalogue, register, messages


def _case(catalogue: Catalogue, file: str) -> tuple[Chosen, bool]:
    """Read the `answers` JSON of `assess`, or a file that the pages saved; and who it is for."""
    raw = read_bytes(file, answers_file.LIMIT)
    if len(raw) <= answers_file.LIMIT:
        raw = as_text(raw, file).encode()
    case = parse(raw)
    if isinstance(case, dict) and "format" in case:
        saved = answers_file.read(catalogue, raw)
        if saved.dropped:
            raise Refused(*(f"The catalogue doesn’t have this: {name}." for name in saved.dropped))
        return saved.answers, saved.helper
    if not isinstance(case, dict) or not isinstance(case.get("answers"), dict):
        raise Refused('Answers are an object: {"answers": {"question-id": "option-id"}}.')
    if unknown := sorted(case.keys() - {"answers"}):
        raise Refused(*(f"A code can’t keep “{key}”." for key in unknown))
    try:
        return read_answers(catalogue, case["answers"]), False
    except AnswerFault as fault:
        raise Refused(*fault.faults) from None


def remarks(opened: Opened) -> list[str]:
    """Say on standard error what the answers alone don't tell."""
    remarks = ["The code was made for someone that the person helps."] if opened.helper else []
    for words, names in (
        ("New since then", [question.label for question in opened.new]),
        ("More answers to tick than then", [question.label for question in opened.more]),
        ("No longer asked", list(opened.gone)),
        ("An answer is no longer offered", [question.label for question in opened.lost]),
        (
            "Answers left out",
            [f"{name}: {option}" for name, options in opened.retired.items() for option in options],
        ),
    ):
        if names:
            remarks.append(f"{words}: {', '.join(names)}.")
    return remarks
