"""The server that we ship: idle, slow and many callers keep nobody out, and it ends in order."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from waitress.adjustments import Adjustments

from clinic_check.web import app, limits, server
from clinic_check.web.too_large import LONGEST_FORGOTTEN
from clinic_check.web.views import claims, compare

SMALL_APP = """
import socket, sys, time
from flask import Flask, request
from clinic_check.web.logs import write_json_lines
from clinic_check.web.server import serve_app
write_json_lines()
app = Flask("small")
app.config["MAX_CONTENT_LENGTH"] = 499_999
@app.errorhandler(413)
def too_large(_): return "our own page", 413
@app.get("/")
def here(): return "here"
@app.get("/big")
def big(): return "x" * 1_900_000
@app.get("/slow")
def slow():
    time.sleep(1.5)
    return "y" * 300_000
@app.post("/take")
def take(): return str(len(request.get_data()))
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
serve_app(app, listening, threads=4, behind_proxy=False)
"""
"""An app that has nothing but what a server can fail at."""


class Small:
    """It, served by a process of its own."""

    def __init__(self, folder: Path, within: tuple[str, ...] = ()) -> None:
        self.scratch = folder / "scratch"
        self.scratch.mkdir()
        self.log = folder / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*within, sys.executable, "-c", SMALL_APP],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**os.environ, "TMPDIR": str(self.scratch)},
            )
        assert self.process.stdout
        self.port = int(self.process.stdout.readline())

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def ask(self, path: str) -> tuple[int, bytes]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(line):
            line.request("GET", path)
            answer = line.getresponse()
            return answer.status, answer.read()

    def most_memory(self) -> int:
        """The most bytes of memory that it has held at a time."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024

    def working_seconds(self) -> float:
        """The processor's time that it has taken."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def open_files(self) -> list[str]:
        found = []
        for one in Path(f"/proc/{self.process.pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                found.append(os.readlink(one))
        return found

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Small]:
    served = Small(tmp_path)
    yield served
    served.stop()


def test_idle_connections_keep_nobody_out(small: Small) -> None:
    held = [small.connect() for _ in range(130)]
    assert small.ask("/") == (200, b"here")
    for line in held:
        line.close()


def test_with_few_files_the_longest_idle_make_room_and_nothing_spins(tmp_path: Path) -> None:
    small = Small(tmp_path, within=("prlimit", "--nofile=64:64"))
    try:
        held = [small.connect() for _ in range(150)]
        for _ in range(3):
            assert small.ask("/") == (200, b"here")
        before = small.working_seconds()
        time.sleep(1.5)
        assert small.working_seconds() - before < 0.5, "it waits, it does not spin"
        assert small.log.read_text() == ""
        for line in held:
            line.close()
    finally:
        small.stop()


def test_what_has_been_let_in_is_answered_before_the_end(small: Small) -> None:
    begun, queued, halfway = small.connect(), small.connect(), small.connect()
    for line in (begun, queued):
        line.sendall(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
    halfway.sendall(b"POST /take HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nab")
    time.sleep(0.3)
    at_the_door = small.connect()
    at_the_door.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    small.process.send_signal(signal.SIGTERM)
    time.sleep(0.2)
    halfway.sendall(b"cde")
    for line, end in ((begun, b"yyy"), (queued, b"yyy"), (at_the_door, b"here"), (halfway, b"5")):
        got = b""
        while more := line.recv(65_536):
            got += more
        assert got.startswith(b"HTTP/1.1 200 ")
        assert got.endswith(end)
        line.close()
    assert small.process.wait(timeout=30) == 0
    with pytest.raises(ConnectionError):
        small.connect()
    assert small.log.read_text() == ""


def test_told_twice_it_ends_at_once(small: Small) -> None:
    line = small.connect()
    line.sendall(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
    time.sleep(0.3)
    small.process.send_signal(signal.SIGTERM)
    time.sleep(0.2)
    small.process.send_signal(signal.SIGTERM)
    assert small.process.wait(timeout=30) == 0
    line.close()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_neither_a_long_answer_nor_a_long_body_is_ever_a_file(small: Small) -> None:
    slow_readers = [small.connect() for _ in range(3)]
    for line in slow_readers:
        line.sendall(b"GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n" * 8)
    sender = small.connect()
    most = server.LONGEST_BODY - 1  # waitress refuses what reaches it
    head = f"POST /take HTTP/1.1\r\nHost: localhost\r\nContent-Length: {most}\r\n\r\n"
    sender.sendall(head.encode() + b"a" * (most - 1))
    for _ in range(20):
        assert not [name for name in small.open_files() if str(small.scratch) in name]
        time.sleep(0.02)
    sender.sendall(b"a")
    got = b""
    while not got.endswith(str(most).encode()):  # the head and the body may come one by one
        more = sender.recv(4096)
        assert more, got
        got += more
    for line in (*slow_readers, sender):
        line.close()
    assert small.ask("/") == (200, b"here")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_who_sends_a_photo_gets_our_own_page_and_nothing_of_it_is_held(small: Small) -> None:
    assert small.ask("/") == (200, b"here")
    before = small.most_memory()
    for size in (server.LONGEST_BODY, 3_000_000, LONGEST_FORGOTTEN):
        line = http.client.HTTPConnection("127.0.0.1", small.port, timeout=20)
        with contextlib.closing(line):
            # Sent whole before the answer is read, as browsers do.
            line.request("POST", "/take", bytes(size))
            answer = line.getresponse()
            assert (answer.status, answer.read()) == (413, b"our own page")
            line.request("GET", "/")  # the line goes on where the body ended
            assert line.getresponse().read() == b"here"
    assert small.most_memory() - before < 5_000_000
    assert small.ask("/") == (200, b"here")


def test_a_body_beyond_all_measure_is_cut_off(small: Small) -> None:
    line = small.connect()
    length = LONGEST_FORGOTTEN + 1
    line.sendall(f"POST /take HTTP/1.1\r\nHost: l\r\nContent-Length: {length}\r\n\r\n".encode())
    assert line.recv(4096).startswith(b"HTTP/1.1 413 ")
    line.close()


def test_the_sizes_leave_no_way_to_a_file() -> None:
    usual = Adjustments()
    assert usual.inbuf_overflow > server.LONGEST_BODY
    assert usual.outbuf_high_watermark + limits.PAGE_LIMIT < server.LONGEST_ANSWER
    # What runs past the server has to be too much for the app, or it would read an empty body.
    assert max(page.BODY_LIMIT for page in (app, claims, compare)) < server.LONGEST_BODY
    assert limits.THREADS < server.MOST_CONNECTIONS
