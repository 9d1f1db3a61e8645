"""Looking a number up: what each answer of the registry means, and every way of getting none."""

import argparse
import contextlib
import gzip
import json
import logging
import re
import socket
import ssl
import threading
import time
from dataclasses import fields
from pathlib import Path

import pytest
import trustme
from urllib3.connection import HTTPConnection

from clinic_check import registry
from clinic_check.commands import serve
from clinic_check.registry import (
    CouldNotCheck,
    Found,
    NotFound,
    Outcome,
    RegistrySettings,
    Unanswered,
    look_up,
    page_of,
    version,
)
from clinic_check.registry_cache import open_cache
from clinic_check.trial_words import FAILURES, TrialWords
from tests.trials.played import PlayedRegistry, known, missing, record, reply

NUMBER = "NCT98000001"
PAGE = "https://clinicaltrials.gov/study/NCT98000001"


def ask(played: PlayedRegistry, number: str = NUMBER, **changes: object) -> Outcome:
    return look_up(number, played.settings(**changes), open_cache())


def reason(outcome: Outcome) -> str:
    assert isinstance(outcome, CouldNotCheck)
    assert outcome.address == page_of(outcome.asked)
    return outcome.reason


def test_a_known_number_is_found(played: PlayedRegistry) -> None:
    played.study(NUMBER, known("open-trial"))
    outcome = ask(played)
    assert isinstance(outcome, Found)
    assert outcome.trial.number == NUMBER
    assert outcome.address == PAGE


def test_only_the_number_goes_out_under_an_honest_name(played: PlayedRegistry) -> None:
    played.study(NUMBER, known("open-trial"))
    ask(played, user_agent="clinic-check/test (+https://check.example.org)")
    (head,) = played.asked
    lines = head.strip().split("\r\n")
    assert lines[0] == f"GET /api/v2/studies/{NUMBER} HTTP/1.1"
    assert sorted(line.split(":")[0].lower() for line in lines[1:]) == [
        "accept",
        "accept-encoding",
        "host",
        "user-agent",
    ]
    assert "User-Agent: clinic-check/test (+https://check.example.org)" in lines


@pytest.mark.parametrize("number", ["NCT9800001", "NCT980000011", "nct98000001", "NCT98000001\n"])
def test_nothing_but_nct_and_eight_digits_goes_out(played: PlayedRegistry, number: str) -> None:
    with pytest.raises(ValueError, match="eight digits"):
        ask(played, number)
    assert played.asked == []


def test_a_proxy_in_the_environment_is_ignored(
    played: PlayedRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    played.study(NUMBER, known("open-trial"))
    assert isinstance(ask(played), Found)


def test_the_registrys_own_sentence_means_not_found(played: PlayedRegistry) -> None:
    played.study(NUMBER, missing(NUMBER))
    assert ask(played) == NotFound(NUMBER, PAGE)


@pytest.mark.parametrize(
    "answer",
    [
        reply("404 Not Found", b"<h1>NCT98000001</h1>", "text/html"),
        reply("404 Not Found", b"no such page", "text/plain"),
        reply("404 Not Found", b"NCT number NCT98000002 not found", "text/plain"),
    ],
    ids=["a web page", "about something else", "about another number"],
)
def test_any_other_404_does_not_mean_not_found(played: PlayedRegistry, answer: bytes) -> None:
    played.study(NUMBER, answer)
    assert reason(ask(played)) == "trouble"


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (reply("400 Bad Request", b"Parameter has incorrect format", "text/plain"), "turned-down"),
        (reply("403 Forbidden", b"<h1>Access denied</h1>", "text/html"), "blocked"),
        (reply("429 Too Many Requests", b"", "text/html", Retry_After="60"), "too-many"),
        (reply("500 Internal Server Error", b"<h1>Oops</h1>", "text/html"), "trouble"),
        (reply("503 Service Unavailable", b"{}"), "trouble"),
        (reply("204 No Content"), "trouble"),
        (reply("200 OK", b"<h1>Please wait</h1>", "text/html"), "not-json"),
        (reply("200 OK", json.dumps(record("open-trial")).encode(), "text/plain"), "not-json"),
        (reply("200 OK", json.dumps(record("open-trial")).encode()[:-40]), "not-json"),
        (known("open-trial")[:-40], "not-json"),
        (reply("200 OK", b"[]"), "not-json"),
        (reply("200 OK", b"{}"), "not-json"),
        (reply("200 OK", b"[" * 200_000), "not-json"),
        (reply("200 OK", b'{"n": ' + b"9" * 5000 + b"}"), "not-json"),
        (reply("200 OK", b"\xff\xfe\x00"), "not-json"),
        (reply("200 OK", b"not packed at all", Content_Encoding="gzip"), "not-json"),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "not-json"),
        (b"", "unreachable"),
        (known("silent-and-flag-no"), "another-study"),
        (known("almost-empty"), "another-study"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_every_fault_is_told_and_none_means_not_found(
    played: PlayedRegistry, words: TrialWords, answer: bytes, wanted: str
) -> None:
    played.study(NUMBER, answer)
    outcome = ask(played, whole_seconds=2)
    assert reason(outcome) == wanted
    assert words.failures[wanted]
    assert len(played.asked) == 1, "nothing is asked twice"


def test_every_reason_is_one_that_has_its_sentence() -> None:
    assert registry.__file__
    source = Path(registry.__file__).read_text(encoding="utf-8")
    given = set(re.findall(r'Unanswered\(\s*"([a-z-]+)"|"(off)"', source))
    given |= {(reason, "") for reason in re.findall(r'4\d\d: "([a-z-]+)"', source)}
    assert {one or other for one, other in given} == set(FAILURES)


def test_an_old_number_leads_to_the_study_that_replaced_it(played: PlayedRegistry) -> None:
    old = "NCT98900018"
    played.study(old, reply("301 Moved", b"", "text/html", Location="/api/v2/studies/NCT98000018"))
    played.study("NCT98000018", known("replaced-number"))
    outcome = ask(played, old)
    assert isinstance(outcome, Found)
    assert (outcome.asked, outcome.trial.number) == (old, "NCT98000018")


def test_a_redirect_to_the_same_host_may_name_it(played: PlayedRegistry) -> None:
    target = f"{played.url}/studies/NCT98000018"
    played.study("NCT98900018", reply("301 Moved", b"", "text/html", Location=target))
    played.study("NCT98000018", known("replaced-number"))
    assert isinstance(ask(played, "NCT98900018"), Found)


@pytest.mark.parametrize(
    "target",
    [
        "https://clinicaltrials.gov/api/v2/studies/NCT98000018",
        "//127.0.0.2/api/v2/studies/NCT98000018",
        "http://127.0.0.1:1/api/v2/studies/NCT98000018",
        "/api/v2/studies/NCT98000018?who=me",
        "/api/v2/studies/NCT98000018#top",
        "/api/v2/studies/NCT9800001",
        "/api/v2/studies/../version",
        "/study/NCT98000018",
        "http://[::1/api/v2/studies/NCT98000018",
        "http://127.0.0.1:port/api/v2/studies/NCT98000018",
        "",
    ],
)
def test_no_other_redirect_is_followed(played: PlayedRegistry, target: str) -> None:
    played.study(NUMBER, reply("301 Moved", b"", "text/html", Location=target))
    assert reason(ask(played)) == "redirected"
    assert len(played.asked) == 1


def test_going_round_in_circles_ends(played: PlayedRegistry) -> None:
    here = f"/api/v2/studies/{NUMBER}"
    played.study(NUMBER, reply("302 Found", b"", "text/html", Location=here))
    assert reason(ask(played)) == "redirected"
    assert len(played.asked) == 4


def test_the_limits_are_three_seconds_ten_seconds_and_five_megabytes() -> None:
    defaults = {field.name: field.default for field in fields(RegistrySettings)}
    assert defaults["connect_seconds"] == 3
    assert defaults["whole_seconds"] == 10
    assert defaults["most_bytes"] == 5_000_000
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
    assert reason(ask(played)) == "too-slow"
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


def test_a_crowd_of_slow_look_ups_leaves_the_server_free(
    played: PlayedRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "PLACE_SECONDS", 0.1)
    played.study(NUMBER, played.drip(b"", b"", 0.02))
    outcomes: list[Outcome] = []
    crowd = [
        threading.Thread(target=lambda: outcomes.append(ask(played, whole_seconds=1)))
        for _ in range(8)
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    places = registry.MOST_AT_ONCE
    assert sorted(map(reason, outcomes)) == ["busy"] * (8 - places) + ["too-slow"] * places
    assert len(played.asked) == places


def test_more_look_ups_than_places_take_turns(played: PlayedRegistry) -> None:
    played.study(NUMBER, known("open-trial"))
    outcomes: list[Outcome] = []
    crowd = [
        threading.Thread(target=lambda: outcomes.append(ask(played, whole_seconds=5)))
        for _ in range(6)
    ]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert [type(outcome) for outcome in outcomes] == [Found] * 6


def test_there_are_fewer_places_than_the_server_has_threads() -> None:
    parser = argparse.ArgumentParser()
    serve.add(parser.add_subparsers())
    assert parser.parse_args(["serve"]).threads > registry.MOST_AT_ONCE


def test_a_line_that_connects_when_time_is_over_is_cut() -> None:
    line = registry.Line()
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

    monkeypatch.setattr(registry, "_connection", broken)
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


def test_switched_off_nothing_goes_out(played: PlayedRegistry) -> None:
    assert reason(ask(played, on=False)) == "off"
    assert played.asked == []


def test_a_found_and_a_missing_number_are_asked_for_once(played: PlayedRegistry) -> None:
    cache = open_cache()
    played.study(NUMBER, known("open-trial"))
    played.study("NCT98999999", missing("NCT98999999"))
    first = [look_up(n, played.settings(), cache) for n in (NUMBER, "NCT98999999")]
    again = [look_up(n, played.settings(), cache) for n in (NUMBER, "NCT98999999")]
    assert first == again
    assert len(played.asked) == 2


def test_a_failure_is_not_kept(played: PlayedRegistry) -> None:
    cache = open_cache()
    played.study(NUMBER, reply("503 Service Unavailable"))
    assert isinstance(look_up(NUMBER, played.settings(), cache), CouldNotCheck)
    played.study(NUMBER, known("open-trial"))
    assert isinstance(look_up(NUMBER, played.settings(), cache), Found)


def test_the_log_tells_the_operator_what_came_but_not_the_number(
    played: PlayedRegistry, caplog: pytest.LogCaptureFixture
) -> None:
    page = f"<h1>Denied: {NUMBER}</h1>".encode()
    played.study(NUMBER, reply("403 Forbidden", page, "text/html"))
    with caplog.at_level(logging.DEBUG):
        ask(played)
    assert "blocked (403 text/html b'<h1>Denied" in caplog.text
    assert "98000001" not in "".join(r.getMessage() for r in caplog.records if r.name != "urllib3")


def test_the_version_is_read_for_the_self_test(played: PlayedRegistry) -> None:
    played.answers["/api/v2/version"] = reply(body=b'{"apiVersion": "2.0.5"}')
    assert version(played.settings()) == "2.0.5"
    played.answers["/api/v2/version"] = reply(body=b'{"apiVersion": 2}')
    with pytest.raises(Unanswered, match="not-json"):
        version(played.settings())
    played.answers["/api/v2/version"] = missing("version")
    with pytest.raises(Unanswered, match="trouble"):
        version(played.settings())


@pytest.mark.parametrize(
    "url",
    [
        "ftp://127.0.0.1/api/v2",
        "https:///api/v2",
        "https://registry.example/api/v2/",
        "https://registry.example/api?v=2",
        "https://registry.example/api#v2",
        "https://me@registry.example/api",
    ],
)
def test_an_address_that_is_no_plain_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="registry's address"):
        RegistrySettings(url=url)


def test_a_name_with_a_line_break_is_refused() -> None:
    with pytest.raises(ValueError, match="plain letters"):
        RegistrySettings(user_agent="clinic-check\r\nCookie: x")
