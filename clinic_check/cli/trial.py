"""Looks one study number up, or reads a saved record, and prints what it says as JSON."""

import json
import os
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import click

from clinic_check.checklist.catalogue import CatalogueFault
from clinic_check.cli.inputs import Refused, read_bytes
from clinic_check.settings import Settings, SettingsFault, today
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

KNOWN, UNKNOWN = "NCT00000419", "NCT99999999"
"""A number that the registry has had for decades, and one far above any issued."""

NOT_FOUND = re.compile(rb"NCT number NCT[0-9]{8} not found")
"""What the registry sends in place of a record, where it has none."""


class NotChecked(Refused):
    """What was given can't be looked up, or is no record."""

    exit_code = 3


def _day(_context: object, _option: object, text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"“{text}” is no date; write it YYYY-MM-DD") from None


@click.command("trial", short_help="look a study number up", help=__doc__)
@click.argument("number", required=False)
@click.option("--record", metavar="FILE", help="read a saved record instead")
@click.option("--self-test", "test", is_flag=True, help="can this server reach the registry?")
@click.option("--today", "day", callback=_day, metavar="DATE", help="YYYY-MM-DD")
def command(number: str | None, record: str | None, test: bool, day: date | None) -> int:
    """Print the record as JSON; exit with 2 for no number, 3 for no answer, 0 for "not found"."""
    if sum((number is not None, record is not None, test)) != 1:
        raise click.UsageError("Give one of these: a number, --record FILE, or --self-test.")
    try:
        settings = Settings.from_environment(os.environ, local=True)
        words = load_trial_words(settings.content)
    except (SettingsFault, CatalogueFault) as refused:
        raise Refused(*refused.faults) from None
    registry = RegistrySettings(on=settings.registry, url=settings.registry_url)
    day = day or today(settings)
    if test:
        return self_test(registry, words)
    if record is not None:
        answer = _saved(record, words, day)
    else:
        typed = read_number(number or "", words)
        if not isinstance(typed, Number):
            raise Refused(answer_to(typed, words))
        outcome = look_up(typed.number, registry, open_cache(settings.cache_url))
        if isinstance(outcome, CouldNotCheck):
            told = f"{words.not_checked.told} {words.failures[outcome.reason]}"
            told = f"{told} {words.not_checked.next} {outcome.address}"
            raise NotChecked(told)
        answer = {"exists": False}
        if isinstance(outcome, Found):
            answer = facts(outcome.trial, words, day)
    print(json.dumps(answer, indent=2))
    return 0


def _saved(name: str, words: TrialWords, day: date) -> dict[str, Any]:
    """Return what a saved record says, or a saved answer that there is none."""
    try:
        raw = read_bytes(name)
        if NOT_FOUND.fullmatch(raw.strip()):
            return {"exists": False}
        return facts(read_record(json.loads(raw)), words, day)
    except Refused as refused:
        raise NotChecked(*refused.faults) from None
    except (ValueError, RecursionError):
        raise NotChecked(words.failures["not-json"]) from None


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
        raise NotChecked(words.failures["off"])
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
    return 0 if good else NotChecked.exit_code


def _expect(right: bool) -> str:
    if not right:
        raise Unanswered("another-study", "the registry said the opposite")
    return "as it should be"
