"""Asks ClinicalTrials.gov for one study's record, when a person presses the button.

One GET to one host, with the study's number and nothing else (`exchange` makes it). What goes wrong
on the way means "we could not check", never "there is no such study".
"""

import logging
import re
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from urllib.parse import urlsplit

from clinic_check.trials.cache import RecordCache
from clinic_check.trials.exchange import RegistrySettings, Unanswered, get, read_json
from clinic_check.trials.record import Trial, read_record

__all__ = [
    "CouldNotCheck",
    "Found",
    "NotFound",
    "Outcome",
    "RegistrySettings",
    "Unanswered",
    "fetch",
    "look_up",
    "page_of",
    "version",
]

LOG = logging.getLogger(__name__)

PUBLIC_PAGE = "https://clinicaltrials.gov/study/"

WHOLE_REGISTRY = ("blocked", "too-many", "unreachable", "insecure")
"""Failures that would meet any other number too."""


@dataclass(frozen=True)
class Found:
    """The registry has this study. `trial.number` may have replaced the number that was `asked`."""

    asked: str
    trial: Trial
    address: str


@dataclass(frozen=True)
class NotFound:
    """The registry itself says that it has no study with this number."""

    asked: str
    address: str


@dataclass(frozen=True)
class CouldNotCheck:
    """No answer. `reason` is one of `words.FAILURES`; the person can look at `address`."""

    asked: str
    reason: str
    address: str


Outcome = Found | NotFound | CouldNotCheck


def page_of(number: str) -> str:
    """Return the address of the study's page for people."""
    return PUBLIC_PAGE + number


def look_up(number: str, settings: RegistrySettings, cache: RecordCache) -> Outcome:
    """Look one number up: `NCT` and eight digits, or it is a ValueError. Nothing else raises.

    The reason is `busy` at once when as many look-ups are under way as there may be. Whoever asks
    for a number that is being asked for gets the same answer, with one request.
    """
    if not re.fullmatch(r"NCT\d{8}", number, re.ASCII):
        raise ValueError("only NCT and eight digits may be sent to the registry")
    address = page_of(number)
    if not settings.on:
        return CouldNotCheck(number, "off", address)
    kept = cache.get(number)
    if kept is not None:
        return Found(number, kept.trial, address) if kept.trial else NotFound(number, address)
    if failed := cache.failures.of(number):
        return CouldNotCheck(number, failed, address)
    try:
        trial = _fetch_once(number, settings, cache)
    except Unanswered as fault:
        return CouldNotCheck(number, fault.reason, address)
    return Found(number, trial, address) if trial else NotFound(number, address)


_UNDER_WAY: dict[tuple[str, str], "Future[Trial | None]"] = {}
_LOCK = threading.Lock()


def _fetch_once(number: str, settings: RegistrySettings, cache: RecordCache) -> Trial | None:
    """Fetch and keep a record, or wait for whoever is fetching the same; raise Unanswered."""
    key = settings.url, number
    with _LOCK:
        other = _UNDER_WAY.get(key)
        if other is None:
            mine = _UNDER_WAY[key] = Future()
    if other is not None:
        return other.result()  # it has a deadline of its own
    try:
        trial = fetch(number, settings)
        cache.put(number, trial)
        mine.set_result(trial)
    except Unanswered as fault:
        if fault.reason != "busy":
            whole = fault.reason in WHOLE_REGISTRY
            cache.failures.add("" if whole else number, fault.reason, fault.wait)
            seen = re.sub(r"NCT\d+", "NCT…", fault.seen)  # what people look for isn't told
            LOG.warning("registry look-up failed: %s (%s)", fault.reason, seen)
        mine.set_exception(fault)
        raise
    except BaseException:
        mine.set_exception(Unanswered("trouble"))
        raise
    finally:
        with _LOCK:
            del _UNDER_WAY[key]
    return trial


def fetch(number: str, settings: RegistrySettings) -> Trial | None:
    """Fetch a record past any cache: None if there is no such study; raise Unanswered."""
    path = urlsplit(settings.url).path + "/studies/"
    answer = get(path + number, re.compile(re.escape(path) + r"NCT\d{8}", re.ASCII), settings)
    if answer.status == 404:
        if answer.kind == "text/plain" and number.encode() in answer.body:
            return None
        raise Unanswered("trouble", answer.seen)
    try:
        trial = read_record(read_json(answer))
    except ValueError:
        raise Unanswered("not-json", answer.seen) from None
    known = number in (trial.number, *trial.aliases)
    if not known or not re.fullmatch(r"NCT\d{8}", trial.number, re.ASCII):
        raise Unanswered("another-study", answer.seen)
    return trial


def version(settings: RegistrySettings) -> str:
    """Ask the registry for its API's version; raise Unanswered. For an operator's self-test."""
    path = urlsplit(settings.url).path + "/version"
    answer = get(path, re.compile(re.escape(path)), settings)
    if answer.status == 404:
        raise Unanswered("trouble", answer.seen)
    told = read_json(answer)
    if not isinstance(told, dict) or not isinstance(told.get("apiVersion"), str):
        raise Unanswered("not-json", answer.seen)
    return str(told["apiVersion"])
