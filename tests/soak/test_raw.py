"""Raw requests to every route of the real server: none of them brings it down, or a 5xx out of it.

`./run tests` sends 400, always the same; `./run soak` more. SOAK_REQUESTS and SOAK_SEED set how
many, and which. Each is given ten seconds, and nothing leaves this device.
"""

import json
import os
import random
import re
import socket
from collections import Counter

import pytest
from flask import Flask

from tests.soak.raw import Maker, Raw
from tests.soak.serving import Served, serving

REQUESTS = int(os.environ.get("SOAK_REQUESTS", "400"))
SEED = int(os.environ.get("SOAK_SEED", "0"))

SECONDS = 10
"""How long an answer may take, from the first byte to the last."""

BUSY = 503
"""A full house, which says when to come again."""

NOT_SPOKEN = 501
"""The server's own word for a transfer coding that it doesn't know, as HTTP has it."""


def exchange(port: int, wire: bytes) -> bytes:
    """Send bytes, say that there are no more, and return all that comes back."""
    got = b""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as line:
        try:
            line.sendall(wire)
            line.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # it has heard enough, and may have said why
        try:
            while more := line.recv(262_144):
                got += more
        except ConnectionError:
            pass  # it hung up on what was still being sent
    return got


def good_ones(port: int) -> tuple[str, str]:
    """Return a cookie and a token that the server takes."""
    page = exchange(
        port, b"GET /quick/kind HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    )
    cookie = re.search(rb"Set-Cookie: ([^;]+)", page)
    token = re.search(rb'name="csrf_token" value="([^"]+)"', page)
    assert cookie
    assert token
    return cookie[1].decode(), token[1].decode()


def faults_of(raw: Raw, answer: bytes) -> str:
    """Return what is wrong with an answer; empty if nothing is."""
    if not answer:
        return "" if not raw.framed else "no answer"
    for status in map(int, re.findall(rb"(?m)^HTTP/1\.[01] (\d{3}) ", answer)):
        if status == BUSY and b"\r\nRetry-After: " in answer:
            continue
        if status >= 500 and not (status == NOT_SPOKEN and b"Transfer-Encoding" in raw.wire):
            return f"status {status}"
    return "a traceback" if b"Traceback" in answer else ""


def faults_in_log(served: Served) -> list[str]:
    """Return the lines that tell of a fault."""
    lines = served.log.read_text(encoding="utf-8").splitlines()
    told = [json.loads(line) for line in lines if line.startswith("{")]
    return [
        *(line for line in lines if "Traceback" in line),
        *(str(line) for line in told if line["level"] in ("error", "critical")),
    ]


def test_no_request_brings_the_server_down(app: Flask) -> None:
    routes = [rule.rule for rule in app.url_map.iter_rules()]
    statuses: Counter[str] = Counter()
    wrong = []
    with serving() as served:
        maker = Maker(random.Random(SEED), routes, *good_ones(served.port))  # noqa: S311  # no secret
        for number in range(REQUESTS):
            raw = maker.make(number)
            answer = exchange(served.port, raw.wire)
            statuses[answer[9:12].decode("latin-1") or "none"] += 1
            if fault := faults_of(raw, answer):
                wrong.append(f"{number}: {fault}: {raw.wire[:600]!r}")
        assert wrong == []
        assert faults_in_log(served) == []
        assert served.status_of("/healthz") == 200
        assert served.status_of("/check/kind") == 200
    print(f"{sum(statuses.values())} requests: {dict(statuses.most_common())}; seed {SEED}")
    assert sum(statuses.values()) == REQUESTS
    assert {"200", "400", "404", "405", "413", "422"} <= statuses.keys(), "all kinds were met"


@pytest.mark.parametrize(
    "head",
    [b"GET http://[:: HTTP/1.1", b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: +1"],
)
def test_what_waitress_fails_at_is_refused_and_fills_no_log(head: bytes) -> None:
    """It failed in its own parser, cut the line, and wrote an error to the log each time."""
    with serving() as served:
        request = head + b"\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n" + b"x" * 300_000
        assert exchange(served.port, request).startswith(b"HTTP/1.1 400 ")
        assert served.status_of("/healthz") == 200
        assert faults_in_log(served) == []
