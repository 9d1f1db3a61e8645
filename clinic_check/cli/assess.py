"""`clinic-check assess`: weigh answers given as JSON, for checking and for other programs."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from clinic_check.checklist.answers import AnswerFault
from clinic_check.checklist.answers import read as read_answers
from clinic_check.checklist.catalogue import Catalogue, CatalogueFault, Finding
from clinic_check.checklist.findings import Summary, assess
from clinic_check.checklist.rules import Chosen
from clinic_check.cli.inputs import Refused, content_option, read_text
from clinic_check.library import open_library
from clinic_check.trials.words import Sign

KEYS = {"answers", "signs"}  # what a case may hold


class CaseFault(Exception):
    """A case that can't be weighed; `faults` says why, a sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@click.command("assess", short_help="weigh answers given as JSON")
@click.argument("file")
@click.option(
    "--jsonl",
    is_flag=True,
    help="a case a line in, a result a line out; stops at the first faulty line",
)
@content_option
def command(file: str, jsonl: bool, content: Path) -> None:
    """Weigh the answers in FILE, or in standard input for -, and print what was found as JSON."""
    try:
        library = open_library(content)
        for place, words in _cases(read_text(file), lines=jsonl):
            try:
                print(json.dumps(weigh(library.catalogue, library.trials.sign, words)))
            except CaseFault as fault:
                raise Refused(*(place + problem for problem in fault.faults)) from None
    except CatalogueFault as fault:
        raise Refused(*fault.faults) from None


def weigh(catalogue: Catalogue, signs: Mapping[str, Sign], words: str) -> dict[str, object]:
    """Return the result of one case; raise CaseFault with everything that is wrong with it."""
    _, summary = read_case(catalogue, signs, words)
    notes = [raised.finding.id for raised in summary.notes]
    notes += [note.id for note in summary.evidence]
    notes += [f"state-{summary.state.id}"] if summary.state else []
    return {
        "headline": summary.headline,
        "serious": [raised.finding.id for raised in summary.serious],
        "caution": [raised.finding.id for raised in summary.caution],
        "notes": notes,
        "no-answer": [question.id for question in summary.no_answer],
        "open": [question.id for question in summary.open],
        "given": [question.id for question in summary.given],
        "catalogue": catalogue.frame.version,
    }


def read_case(
    catalogue: Catalogue, signs: Mapping[str, Sign], words: str
) -> tuple[Chosen, Summary]:
    """Return a case's answers and what they come to; raise CaseFault with all that is wrong."""
    try:
        case = json.loads(words, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise CaseFault([f"This is not valid JSON: {error}."]) from None
    if not isinstance(case, dict) or not isinstance(case.get("answers"), dict):
        raise CaseFault(['A case is an object: {"answers": {"question-id": "option-id"}}.'])
    if unknown := sorted(case.keys() - KEYS):
        raise CaseFault([f"A case has no “{key}”." for key in unknown])
    try:
        answers = read_answers(catalogue, case["answers"])
    except AnswerFault as fault:
        raise CaseFault(fault.faults) from None
    return answers, assess(catalogue, answers, _signs(signs, case.get("signs", [])))


def _signs(known: Mapping[str, Sign], named: object) -> list[Finding]:
    """Return the signs of a looked-up record, named with or without their prefix `trial-`."""
    if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
        raise CaseFault(["“signs” takes a list of ids."])
    ids = list(dict.fromkeys(name.removeprefix("trial-") for name in named))
    if unknown := [name for name in ids if name not in known]:
        raise CaseFault([f"There is no sign “{name}”." for name in unknown])
    return [known[name].finding for name in ids]


def _cases(words: str, *, lines: bool) -> Iterator[tuple[str, str]]:
    """Yield each case with the place to name in a fault of it; blank lines hold none."""
    if not lines:
        yield "", words
        return
    for number, line in enumerate(words.split("\n"), start=1):
        if line.strip():
            yield f"Line {number}: ", line


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a key that is given twice: JSON would keep the last one without a word."""
    keys = [key for key, _ in pairs]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise ValueError("given twice: " + ", ".join(f"“{key}”" for key in twice))
    return dict(pairs)
