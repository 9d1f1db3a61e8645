"""The benchmark's own client: starts a server, keeps it busy, and counts what that took."""

import math
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent

UNDER_WAY = 1
"""Requests at a time. With more, the server's threads wait for each other, and that is measured."""

CORES = sorted(os.sched_getaffinity(0))

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Ask:
    """A request: what it is called here, and what is sent."""

    name: str
    path: str
    cookie: str = ""
    form: dict[str, Any] = field(default_factory=dict)

    def bytes(self) -> bytes:
        """Return the request as it goes over the wire."""
        body = urlencode(self.form, doseq=True).encode()
        lines = [f"{'POST' if body else 'GET'} {self.path} HTTP/1.1", "Host: 127.0.0.1"]
        if self.cookie:
            lines.append(f"Cookie: {self.cookie}")
        if body:
            lines.append("Content-Type: application/x-www-form-urlencoded")
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Connection:
    """A kept connection, with as little work of its own as can be."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> None:
        self.sent = time.perf_counter()
        self.socket.sendall(request)

    def read(self) -> Answer:
        """Read one answer to its end."""
        got = b""
        while (end := got.find(b"\r\n\r\n")) < 0:
            got += self._more()
        first, *rest = got[:end].decode("latin-1").split("\r\n")
        headers = [(name, value) for name, _, value in (line.partition(": ") for line in rest)]
        length = int(dict(headers)["Content-Length"])
        parts, missing = [got[end + 4 :]], length - len(got) + end + 4
        while missing > 0:
            parts.append(self._more())
            missing -= len(parts[-1])
        return Answer(int(first.split()[1]), headers, b"".join(parts))

    def _more(self) -> bytes:
        more = self.socket.recv(262_144)
        if not more:
            raise ConnectionError("the server hung up")
        return more


@dataclass(frozen=True)
class Server:
    """A process that serves: the app or the bare one."""

    pid: int
    port: int
    seconds_to_start: float

    def cpu(self) -> float:
        """Return the seconds of CPU that it has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def memory(self) -> float:
        """Return its proportional share of memory, in MB."""
        return memory_of(self.pid)

    def ask(self, ask: Ask) -> Answer:
        """Send one request on a connection of its own."""
        connection = Connection(self.port)
        connection.send(ask.bytes())
        return connection.read()


def memory_of(pid: int) -> float:
    """Return a process's proportional share of memory, in MB (Linux only)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


@contextmanager
def served(role: str, given: str, key: str) -> Iterator[Server]:
    """Start a server, wait for its first answer, and stop it in the end."""
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603  # our own script
        [sys.executable, "-m", "benchmarks.served", role, given],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "CLINIC_CHECK_SECRET_KEY": key},
    )
    # The server has one core and this client another: they don't take turns, nor move about.
    if len(CORES) > 1:
        os.sched_setaffinity(process.pid, CORES[:1])
        os.sched_setaffinity(0, CORES[1:])
    try:
        port = int(process.stdout.readline())  # type: ignore[union-attr]  # it is a pipe
        Server(process.pid, port, 0).ask(Ask("", "/" if role == "app" else "/0"))
        yield Server(process.pid, port, time.perf_counter() - began)
    finally:
        process.kill()
        process.wait()


@dataclass(frozen=True)
class Stretch:
    """What one server did in one stretch; times in microseconds of CPU, or milliseconds."""

    per_second: float
    cpu: float
    p50: float
    p99: float


def stretch(server: Server, request: bytes, seconds: float) -> Stretch:
    """Keep the server busy with one request for so long."""
    connections = [Connection(server.port) for _ in range(UNDER_WAY)]
    for connection in connections:
        connection.send(request)
    waits: list[float] = []
    cpu, began = server.cpu(), time.perf_counter()
    while time.perf_counter() - began < seconds:
        for connection in connections:
            connection.read()
            waits.append(time.perf_counter() - connection.sent)
            connection.send(request)
    for connection in connections:
        connection.read()
    took, used = time.perf_counter() - began, server.cpu() - cpu
    for connection in connections:
        connection.socket.close()
    waits.sort()
    done = len(waits) + len(connections)
    return Stretch(
        done / took,
        used / done * 1e6,
        waits[len(waits) // 2] * 1000,
        waits[math.ceil(len(waits) * 0.99) - 1] * 1000,
    )
