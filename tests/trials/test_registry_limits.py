"""A look-up keeps its limits: slow, endless, forged and crowded answers, and lines that hang."""

import contextlib
import gzip
import json
import re
import socket
import ssl
import threading
import time
from dataclasses import fields

import pytest
import trustme
from urllib3.connection import HTTPConnection

from clinic_check.cli import main
from clinic_check.trials import exchange
from clinic_check.trials.cache import open_cache
from clinic_check.trials.registry import (
    Found,
    Outcome,
    RegistrySettings,
    look_up,
)
from clinic_check.web import limits
from tests.support.played import NUMBER, PlayedRegistry, ask, known, reason, record, reply


def test_the_limits_are_three_seconds_ten_seconds_and_three_megabytes() -> None:
    defaults = {field.name: field.default for field in fields(RegistrySettings)}
    assert defaults["connect_seconds"] == 3
    assert defaults["whole_seconds"] == 10
    assert defaults["most_bytes"] == 3_000_000
    assert RegistrySettings().url == "https://clinicaltrials.gov/api/v2"
    assert RegistrySettings().user_agent.startswith("clinic-check/")


SLOW = {
    "one byte at a time": lambda p: p.drip(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"),
    "one byte at a time and then the end": lambda p: p.drip(
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\nConnection: close\r\n\r\n"
    ),
    "one byte at a time, in chunks": lambda p: p.drip(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"
    ),
    "headers without end": lambda p: p.drip(b"HTTP/1.1 200 OK\r\n", b"X"),
    "nothing at all": lambda p: p.drip(b"", b"", 0.02),
    "chunks that never begin": lambda p: p.drip(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"
    ),
}


@pytest.mark.parametrize("how", SLOW)
def test_a_slow_answer_is_given_up_and_its_line_cut(played: PlayedRegistry, how: str) -> None:
    played.study(NUMBER, SLOW[how](played))
    before = threading.active_count()
    started = time.monotonic()
    assert reason(ask(played, connect_seconds=0.3, whole_seconds=0.6)) == "too-slow"
    assert time.monotonic() - started < 3, "a whole answer would have taken minutes"
    for _ in range(200):
        if not any(t.name == "registry look-up" for t in threading.enumerate()):
            break
        time.sleep(0.01)
    assert not any(t.name == "registry look-up" for t in threading.enumerate()), before


def test_an_answer_may_take_longer_than_the_connection(played: PlayedRegistry) -> None:
    def late(line: socket.socket) -> None:
        played.over.wait(0.4)
        line.sendall(known("open-trial"))

    played.study(NUMBER, late)
    assert isinstance(ask(played, connect_seconds=0.2, whole_seconds=3), Found)


def test_an_endless_answer_is_cut_off(played: PlayedRegistry) -> None:
    start = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
    played.study(NUMBER, played.drip(start, b" " * 50_000, 0))
    assert reason(ask(played, most_bytes=400_000, whole_seconds=5)) == "too-big"


def test_an_answer_is_measured_after_unpacking(played: PlayedRegistry) -> None:
    packed = gzip.compress(b" " * 3_000_000)
    assert len(packed) < 5_000
    played.study(NUMBER, reply(body=packed, Content_Encoding="gzip"))
    assert reason(ask(played, most_bytes=400_000, whole_seconds=5)) == "too-big"


def test_a_packed_answer_is_read(played: PlayedRegistry) -> None:
    packed = gzip.compress(json.dumps(record("open-trial")).encode())
    played.study(NUMBER, reply(body=packed, Content_Encoding="gzip"))
    assert isinstance(ask(played), Found)


def test_a_refusal_is_told_even_if_its_page_never_ends(played: PlayedRegistry) -> None:
    start = b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\n"
    played.study(NUMBER, played.drip(start, b"", 0.02))
    assert reason(ask(played, whole_seconds=5)) == "blocked"


def test_a_closed_door_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/api/v2"
        assert reason(look_up(NUMBER, RegistrySettings(url=url), open_cache())) == "unreachable"


def test_a_name_that_nobody_knows_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    settings = RegistrySettings(url="http://registry.invalid/api/v2")
    assert reason(look_up(NUMBER, settings, open_cache())) == "unreachable"


def test_a_name_that_takes_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()

    def stuck(*_: object, **__: object) -> None:
        done.wait(5)
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", stuck)
    settings = RegistrySettings(url="http://registry.invalid/api/v2", connect_seconds=0.1)
    assert reason(look_up(NUMBER, settings, open_cache())) == "unreachable"
    done.set()


@pytest.mark.parametrize(
    ("host", "trusted", "wanted"),
    [("127.0.0.1", True, "found"), ("127.0.0.1", False, "insecure"), ("::1", True, "insecure")],
    ids=["a good one", "from a stranger", "for another host"],
)
def test_only_a_good_certificate_is_believed(
    host: str, trusted: bool, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    trust = ssl.create_default_context()
    if trusted:
        authority.configure_trust(trust)
    monkeypatch.setattr(ssl, "create_default_context", lambda: trust)
    safe = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(safe)
    with PlayedRegistry(safe) as played:
        played.study(NUMBER, known("open-trial"))
        outcome = ask(played, connect_seconds=3, whole_seconds=5)
        if wanted == "found":
            assert isinstance(outcome, Found)
        else:
            assert reason(outcome) == wanted
            assert played.asked == []


def test_plain_http_on_a_secure_port_is_not_believed(played: PlayedRegistry) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer_in_plain_text() -> None:
            line, _ = server.accept()
            with line:
                line.recv(4096)
                line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

        thread = threading.Thread(target=answer_in_plain_text)
        thread.start()
        url = f"https://127.0.0.1:{server.getsockname()[1]}/api/v2"
        settings = RegistrySettings(url=url)
        assert reason(look_up(NUMBER, settings, open_cache())) == "insecure"
        thread.join()


def test_a_crowd_at_a_silent_registry_is_told_at_once_that_there_is_no_place(
    played: PlayedRegistry,
) -> None:
    outcomes: list[Outcome] = []
    numbers = [f"NCT9800000{n}" for n in range(8)]
    for number in numbers:
        played.study(number, played.drip(b"", b"", 0.02))
    crowd = [
        threading.Thread(
            target=lambda number=number: outcomes.append(ask(played, number, whole_seconds=1))
        )
        for number in numbers
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    slots = exchange.MOST_AT_ONCE
    assert sorted(map(reason, outcomes)) == ["busy"] * (8 - slots) + ["too-slow"] * slots
    assert len(played.asked) == slots
    assert not any(open_cache().failures.of(number) for number in numbers)


def test_there_are_slots_for_others_whatever_costs_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert limits.SLOTS["look-up"] == exchange.MOST_AT_ONCE
    assert sum(limits.SLOTS.values()) + 4 <= limits.THREADS
    with contextlib.suppress(SystemExit):
        main(["serve", "--help"])
    help_text = " ".join(capsys.readouterr().out.split())
    assert re.search(rf"costly work can take five\D+{limits.THREADS}\b", help_text)


def test_without_a_thread_to_be_had_there_is_no_place(
    played: PlayedRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_thread(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    played.study(NUMBER, known("open-trial"))
    with monkeypatch.context() as now:
        now.setattr(threading.Thread, "start", no_thread)
        for _ in range(exchange.MOST_AT_ONCE + 1):
            assert reason(ask(played)) == "busy"
    assert isinstance(ask(played), Found), "and every place is free again"


def test_a_line_that_connects_when_time_is_over_is_cut() -> None:
    line = exchange.Line()
    line.cut()
    late, other = socket.socketpair()
    with late, other:
        line.hold(late)
        assert other.recv(1) == b""


def test_an_error_that_nobody_thought_of_is_a_sentence_too(
    played: PlayedRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: RegistrySettings) -> HTTPConnection:
        raise ArithmeticError

    monkeypatch.setattr(exchange, "_connection", broken)
    assert reason(ask(played)) == "trouble"


def test_a_door_that_never_opens_is_given_up() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        callers = [socket.socket() for _ in range(4)]
        for caller in callers:
            caller.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                caller.connect(full.getsockname())
        url = f"http://127.0.0.1:{full.getsockname()[1]}/api/v2"
        settings = RegistrySettings(url=url, connect_seconds=0.2)
        assert reason(look_up(NUMBER, settings, open_cache())) == "unreachable"
        for caller in callers:
            caller.close()
