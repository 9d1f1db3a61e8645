"""A look-up that failed is not tried again at once, and one number makes one request."""

import datetime
import email.utils
import json
import socket
import threading
import time

import pytest

from clinic_check.trials import cache as registry_cache
from clinic_check.trials import exchange, registry
from clinic_check.trials.cache import open_cache
from clinic_check.trials.registry import Found, look_up
from tests.support.played import NUMBER, PlayedRegistry, ask, known, reason, record, reply

OTHER = "NCT98000018"
"""The number of another invented study."""


def test_a_failure_is_remembered_for_a_minute(
    played: PlayedRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert registry_cache.FAILED_SECONDS == 60
    cache = open_cache()
    played.study(NUMBER, reply("503 Service Unavailable"))
    played.study(OTHER, known("replaced-number"))
    for _ in range(2):
        assert reason(look_up(NUMBER, played.settings(), cache)) == "trouble"
    played.study(NUMBER, known("open-trial"))
    assert reason(look_up(NUMBER, played.settings(), cache)) == "trouble"
    assert len(played.asked) == 1
    assert isinstance(look_up(OTHER, played.settings(), cache), Found), "another number is tried"
    later = time.monotonic() + 61
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert isinstance(look_up(NUMBER, played.settings(), cache), Found)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (reply("403 Forbidden", b"no", "text/html"), "blocked"),
        (reply("429 Too Many Requests"), "too-many"),
        (reply("503 Service Unavailable", Retry_After="5"), "too-many"),
    ],
)
def test_what_would_meet_every_number_stops_them_all_for_a_minute(
    played: PlayedRegistry, answer: bytes, why: str
) -> None:
    cache = open_cache()
    played.study(NUMBER, answer)
    played.study(OTHER, known("replaced-number"))
    assert reason(look_up(NUMBER, played.settings(), cache)) == why
    assert reason(look_up(OTHER, played.settings(), cache)) == why
    assert len(played.asked) == 1


@pytest.mark.parametrize(
    ("told", "least", "most"),
    [
        ("300", 299, 301),
        ("5", 59, 61),
        ("999999999", 599, 601),
        ("in a while", 59, 61),
        ("-7", 59, 61),
        ("two minutes from now", 100, 121),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 59, 61),
        ("Wed, 99 Oct 99999 07:28:00 GMT", 59, 61),
    ],
)
def test_the_registry_is_left_alone_as_long_as_it_asks_but_not_for_ever(
    played: PlayedRegistry, monkeypatch: pytest.MonkeyPatch, told: str, least: int, most: int
) -> None:
    if told == "two minutes from now":
        moment = datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(seconds=120)
        told = email.utils.format_datetime(moment, usegmt=True)
    cache = open_cache()
    played.study(NUMBER, reply("429 Too Many Requests", Retry_After=told))
    played.study(OTHER, known("replaced-number"))
    assert reason(look_up(NUMBER, played.settings(), cache)) == "too-many"
    now = time.monotonic()
    with monkeypatch.context() as then:
        then.setattr(time, "monotonic", lambda: now + least)
        assert cache.failures.of(OTHER) == "too-many"
        then.setattr(time, "monotonic", lambda: now + most)
        assert cache.failures.of(OTHER) == ""


def test_failures_fill_no_memory() -> None:
    failures = open_cache().failures
    for n in range(registry_cache.MOST_RECORDS * 3):
        failures.add(f"NCT{n:08d}", "trouble")
    known_ones = [n for n in range(registry_cache.MOST_RECORDS * 3) if failures.of(f"NCT{n:08d}")]
    assert len(known_ones) == registry_cache.MOST_RECORDS


def test_two_clicks_on_one_number_make_one_request(played: PlayedRegistry) -> None:
    both = threading.Event()

    def slowly(line: socket.socket) -> None:
        both.wait(5)
        line.sendall(known("open-trial"))

    played.study(NUMBER, slowly)
    cache = open_cache()
    outcomes: list[object] = []
    settings = played.settings(connect_seconds=5, whole_seconds=5)
    clicks = [
        threading.Thread(target=lambda: outcomes.append(look_up(NUMBER, settings, cache)))
        for _ in range(2)
    ]
    for click in clicks:
        click.start()
    while not played.asked:
        time.sleep(0.01)
    both.set()
    for click in clicks:
        click.join()
    assert [type(outcome) for outcome in outcomes] == [Found, Found]
    assert len(played.asked) == 1


def test_a_fault_nobody_thought_of_reaches_both_clicks_and_is_forgotten(
    played: PlayedRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ArithmeticError

    played.study(NUMBER, known("open-trial"))
    with monkeypatch.context() as now:
        now.setattr(registry, "fetch", broken)
        with pytest.raises(ArithmeticError):
            ask(played)
    assert isinstance(ask(played), Found)


def test_an_answer_of_very_many_small_things_is_not_read(played: PlayedRegistry) -> None:
    many = record("open-trial")
    many["protocolSection"]["contactsLocationsModule"]["locations"] = [{}] * 250_001
    body = json.dumps(many, separators=(",", ":")).encode()
    assert len(body) < exchange.MOST_BYTES
    played.study(NUMBER, reply(body=body))
    assert reason(ask(played, whole_seconds=5)) == "too-big"
