"""Looks one study number up, or reads a saved record, and prints what it says as JSON."""

import argparse
import json
import os
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from clinic_check.checklist.catalogue import CatalogueFault
from clinic_check.settings import Settings, SettingsFault
from clinic_check.trials.cache import open_cache
from clinic_check.trials.number import Number, answer_to, read_number
from clinic_check.trials.record import Trial, read_record, silent_days
from clinic_check.trials.registry import (
    CouldNotCheck,
    Found,
    RegistrySettings,
    Unanswered,
    fetch,
    look_up,
    version,
)
from clinic_check.trials.signs import signs
from clinic_check.trials.words import TrialWords, load_trial_words

NOT_USABLE, NOT_CHECKED = 2, 3
KNOWN, UNKNOWN = "NCT00000419", "NCT99999999"
"""A number that the registry has had for decades, and one far above any issued."""

NOT_FOUND = re.compile(rb"NCT number NCT[0-9]{8} not found")
"""What the registry sends in place of a record, where it has none."""


def add(subcommands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the subcommand `trial` to the command line."""
    parser = subcommands.add_parser("trial", help="look a study number up", description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("number", nargs="?", help="NCT and eight digits; asks the registry")
    what.add_argument("--record", type=Path, metavar="FILE", help="read a saved record instead")
    what.add_argument(
        "--self-test", action="store_true", help="can this server reach the registry?"
    )
    parser.add_argument("--today", type=_day, metavar="DATE", help="YYYY-MM-DD")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no date; write it YYYY-MM-DD") from None


def run(arguments: argparse.Namespace) -> int:
    """Print the record as JSON; 0 also for "not found", 2 for no number, 3 for no answer."""
    try:
        settings = Settings.from_environment(os.environ, local=True)
        words = load_trial_words(settings.content)
    except (SettingsFault, CatalogueFault) as refused:
        return _fail("\n".join(refused.faults), NOT_USABLE)
    registry = RegistrySettings(on=settings.registry, url=settings.registry_url)
    today = arguments.today or date.today()
    if arguments.self_test:
        return self_test(registry, words)
    if arguments.record:
        try:
            raw = arguments.record.read_bytes()
            if NOT_FOUND.fullmatch(raw.strip()):
                return _print({"exists": False})
            trial = read_record(json.loads(raw))
        except OSError as error:
            return _fail(f"The file can’t be read: {error.strerror}.", NOT_CHECKED)
        except (ValueError, RecursionError):
            return _fail(words.failures["not-json"], NOT_CHECKED)
        return _print(facts(trial, words, today))
    typed = read_number(arguments.number, words)
    if not isinstance(typed, Number):
        return _fail(answer_to(typed, words), NOT_USABLE)
    outcome = look_up(typed.number, registry, open_cache(settings.cache_url))
    if isinstance(outcome, CouldNotCheck):
        told = f"{words.not_checked.told} {words.failures[outcome.reason]}"
        return _fail(f"{told} {words.not_checked.next} {outcome.address}", NOT_CHECKED)
    if isinstance(outcome, Found):
        return _print(facts(outcome.trial, words, today))
    return _print({"exists": False})


def facts(trial: Trial, words: TrialWords, today: date) -> dict[str, Any]:
    """Return what a record alone says, as the registry has it, with the signs that it shows."""
    return {
        "exists": True,
        "overall_status": trial.status or None,
        "study_type": trial.study_type or None,
        "phases": list(trial.phases),
        "sponsor": trial.sponsor or None,
        "sponsor_class": trial.sponsor_class or None,
        "conditions": list(trial.conditions),
        "countries": list(trial.countries),
        "is_fda_regulated_drug": trial.fda_drug,
        "has_results": trial.has_results,
        "last_update": trial.last_update or None,
        "why_stopped": trial.why_stopped or None,
        "silent_days": silent_days(trial, today),
        "signs": list(signs(trial, words, today)),
    }


def self_test(registry: RegistrySettings, words: TrialWords) -> int:
    """Ask for the version, a known number and an unknown one, past the cache; 3 if any fails."""
    if not registry.on:
        return _fail(words.failures["off"], NOT_CHECKED)
    tests: dict[str, Callable[[], str]] = {
        "The registry’s version": lambda: version(registry),
        f"A known number, {KNOWN}": lambda: _expect(fetch(KNOWN, registry) is not None),
        f"An unknown number, {UNKNOWN}": lambda: _expect(fetch(UNKNOWN, registry) is None),
    }
    good = True
    for name, test in tests.items():
        try:
            told = test()
        except Unanswered as fault:
            good = False
            told = f"FAILED: {words.failures[fault.reason]} ({fault.seen})"
        print(f"{name}: {told}")
    print(
        "The registry is known to turn some servers away with the answer 403, by address, by\n"
        "program or by name, and no test without the network can see that. If it turns this one\n"
        "away: don’t retry it over and over, and don’t pose as a browser. Try another network, or\n"
        "set CLINIC_CHECK_REGISTRY=off, which leaves people a link to look for themselves."
    )
    return 0 if good else NOT_CHECKED


def _expect(right: bool) -> str:
    if not right:
        raise Unanswered("another-study", "the registry said the opposite")
    return "as it should be"


def _print(answer: dict[str, Any]) -> int:
    print(json.dumps(answer, indent=2))
    return 0


def _fail(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code
