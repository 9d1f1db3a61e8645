"""Makes one request to the registry and holds it to its limits: time, size, place, certificate.

The only module that goes out. urllib3 makes the call, because it is well kept, checks certificates,
reads no proxy from the environment, and lets this module hold each of the limits itself.
"""

import datetime
import email.utils
import http.client
import json
import logging
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from importlib import metadata
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import BaseHTTPResponse

from clinic_check.settings import REGISTRY_URL

LOG = logging.getLogger(__name__)

MOST_AT_ONCE = 3
"""So many requests may be under way; one more is told at once that there is no slot for it."""

MOST_BYTES = 3_000_000
"""Of an answer, unpacked. Of 2,009 records that we hold, half are under 13 kB and the largest has
1.2 MB (with its results)."""

MOST_ENTRIES = 250_000
"""Lists, objects and entries of an answer: each takes up to 70 bytes of memory once it is read,
however short it is written."""


@dataclass(frozen=True)
class RegistrySettings:
    """Where the registry is, who asks, and how long and how much this server waits for.

    `url` is the API's base, without a slash at the end; `user_agent` names this server honestly.
    Raises ValueError for an address that isn't plain http or https.
    """

    on: bool = True
    url: str = REGISTRY_URL
    user_agent: str = f"clinic-check/{metadata.version('clinic-check')}"
    connect_seconds: float = 3
    whole_seconds: float = 10
    most_bytes: int = MOST_BYTES

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or self.url.endswith("/"):
            raise ValueError("the registry's address needs https:// and no slash at the end")
        if parts.query or parts.fragment or parts.username is not None:
            raise ValueError("the registry's address may hold no question, fragment or name")
        if not re.fullmatch(r"[ -~]+", self.user_agent):
            raise ValueError("the name that this server gives itself must be plain letters")


class Unanswered(Exception):
    """The registry gave no usable answer: one of `words.FAILURES`, and what was seen.

    `wait` is how many seconds the registry asked us to leave it alone; 0 if it didn't.
    """

    def __init__(self, reason: str, seen: str = "", wait: float = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.seen = seen
        self.wait = wait


@dataclass(frozen=True)
class Answer:
    """What came back: the HTTP status, the kind of content, and the unpacked body.

    `wait` is what `Retry-After` says, in seconds; 0 if nothing.
    """

    status: int
    kind: str
    body: bytes
    wait: float = 0

    @property
    def seen(self) -> str:
        """Say what came, for the operator's log."""
        return f"{self.status} {self.kind or 'no content type'} {self.body[:80]!r}"


def get(path: str, form: re.Pattern[str], settings: RegistrySettings) -> Answer:
    """GET a path: 200 or 404, or raise Unanswered. `form` is what a redirect may lead to."""
    return within(settings, lambda line: _ask(path, form, settings, line))


def read_json(answer: Answer) -> Any:
    """Read the body as JSON of no more than `MOST_ENTRIES`; raise Unanswered if it is none."""
    if not re.fullmatch(r"application/([\w.-]+\+)?json", answer.kind):
        raise Unanswered("not-json", answer.seen)
    if sum(map(answer.body.count, (b"[", b"{", b","))) > MOST_ENTRIES:
        raise Unanswered("too-big", f"over {MOST_ENTRIES} entries")
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):  # cut short, wrongly encoded, or nested without end
        raise Unanswered("not-json", answer.seen) from None


class Line:
    """The socket of the exchange under way, so that whoever waits for it can hang up.

    `connected` is set once there is a connection, or when none will come.
    """

    def __init__(self) -> None:
        self.connected = threading.Event()
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._cut = False

    def hold(self, held: socket.socket) -> None:
        """Remember a connected socket; close it at once if time is up already."""
        with self._lock:
            self._socket = held
            if self._cut:
                _hang_up(held)
        self.connected.set()

    def cut(self) -> None:
        """Hang up, whatever is being waited for."""
        with self._lock:
            self._cut = True
            if self._socket is not None:
                _hang_up(self._socket)


def within(settings: RegistrySettings, ask: Callable[[Line], Answer]) -> Answer:
    """Run an exchange, and give it up when its time is over; raise Unanswered.

    A socket's own timeout starts again with every byte, and looking a host's name up has none. So
    the exchange runs in a thread; at the end of its time the line is cut, and the thread ends too.
    Its slot is free only then: threads that hang on a dead name server can't pile up.
    """
    if not _SLOTS.acquire(blocking=False):
        raise Unanswered("busy", "too many look-ups are under way")
    line = Line()
    got: list[Answer | Unanswered] = []

    def run() -> None:
        try:
            got.append(ask(line))
        except Unanswered as fault:
            got.append(fault)
        except Exception as error:  # whatever a broken answer sets off, the person gets a sentence
            got.append(Unanswered("trouble", f"{type(error).__name__}: {error}"))
        finally:
            line.connected.set()
            _SLOTS.release()

    started = time.monotonic()
    thread = threading.Thread(target=run, name="registry look-up", daemon=True)
    try:
        thread.start()
    except RuntimeError:  # no thread to be had
        _SLOTS.release()
        raise Unanswered("busy", "no thread can be started") from None
    reached = line.connected.wait(settings.connect_seconds)
    if reached:
        thread.join(max(0, started + settings.whole_seconds - time.monotonic()))
    outcome = got[0] if got else None
    line.cut()
    if isinstance(outcome, Answer):
        return outcome
    if outcome is not None:
        raise outcome
    if reached:
        raise Unanswered("too-slow", f"no whole answer in {settings.whole_seconds} s")
    raise Unanswered("unreachable", f"no connection in {settings.connect_seconds} s")


_SLOTS = threading.BoundedSemaphore(MOST_AT_ONCE)
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 3
_NO_CONNECTION = (
    urllib3.exceptions.ConnectTimeoutError,
    urllib3.exceptions.NewConnectionError,
)
_PORTS = {"http": 80, "https": 443}
_REASONS = {400: "turned-down", 401: "blocked", 403: "blocked", 429: "too-many"}


def _ask(path: str, form: re.Pattern[str], settings: RegistrySettings, line: Line) -> Answer:
    """GET a path, and follow a redirect only to the same host and a path of the same form."""
    for _ in range(1 + _MOST_REDIRECTS):
        answer, moved_to = _get(path, settings, line)
        if answer.status in (200, 404):
            return answer
        if answer.status not in _REDIRECTS:
            reason = _REASONS.get(answer.status, "too-many" if answer.wait else "trouble")
            raise Unanswered(reason, answer.seen, answer.wait)
        new_path = _path_on_same_host(moved_to, settings)
        if not form.fullmatch(new_path):
            raise Unanswered("redirected", answer.seen)
        path = new_path
    raise Unanswered("redirected", "round and round")


def _path_on_same_host(moved_to: str, settings: RegistrySettings) -> str:
    """Return the path that a redirect points to on the registry's own host; else nothing."""

    def host(parts: SplitResult) -> tuple[str, str | None, int]:
        return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme, 0)

    try:
        parts = urlsplit(urljoin(settings.url + "/", moved_to))
        same = host(parts) == host(urlsplit(settings.url))
    except ValueError:  # not an address
        return ""
    return parts.path if same and not parts.query and not parts.fragment else ""


def _get(path: str, settings: RegistrySettings, line: Line) -> tuple[Answer, str]:
    """Make one GET; return the answer and where a redirect points."""
    connection = _connection(settings)
    headers = {
        "Accept": "application/json",
        "Accept-Encoding": "gzip",
        "User-Agent": settings.user_agent,
    }
    try:
        connection.connect()
        held = connection.sock
        connection.timeout = settings.whole_seconds  # from here on, for each wait
        line.hold(held)
        connection.request("GET", path, headers=headers, preload_content=False)
        with closing(connection.getresponse()) as response:
            if response.status in (200, 404):
                body = _read(response, settings.most_bytes)
            else:
                body = _first_bytes(response, held)
    except (ssl.SSLError, urllib3.exceptions.SSLError) as error:
        raise Unanswered("insecure", str(error)) from None
    except (TimeoutError, urllib3.exceptions.ReadTimeoutError) as error:
        raise Unanswered("too-slow", str(error)) from None
    except (OSError, *_NO_CONNECTION) as error:
        raise Unanswered("unreachable", str(error)) from None
    except (http.client.HTTPException, urllib3.exceptions.HTTPError) as error:
        raise Unanswered("not-json", str(error)) from None  # not HTTP, cut short, packed wrongly
    finally:
        connection.close()
    kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
    wait = _seconds(response.headers.get("Retry-After", ""))
    return Answer(response.status, kind, body, wait), response.headers.get("Location", "")


def _connection(settings: RegistrySettings) -> HTTPConnection:
    base = urlsplit(settings.url)
    host, wait = base.hostname or "", settings.connect_seconds
    if base.scheme == "http":  # a mirror beside the app, or a test's server
        return HTTPConnection(host, base.port, timeout=wait)
    safe = ssl.create_default_context()
    return HTTPSConnection(host, base.port, timeout=wait, ssl_context=safe)


def _read(response: BaseHTTPResponse, most: int) -> bytes:
    """Read and unpack a body piece by piece; raise Unanswered as soon as it is too big."""
    body = bytearray()
    while piece := response.read(65_536, decode_content=True):
        body += piece
        if len(body) > most:
            raise Unanswered("too-big", f"over {most} bytes")
    return bytes(body)


def _first_bytes(response: BaseHTTPResponse, held: socket.socket) -> bytes:
    """Take a look at a refusal for the operator's log, without waiting for it."""
    held.settimeout(0.2)
    try:
        return response.read1(80) or b""
    except (OSError, http.client.HTTPException, urllib3.exceptions.HTTPError):
        return b""


def _seconds(retry_after: str) -> float:
    """Read `Retry-After`: seconds, or a date; 0 for anything else."""
    if re.fullmatch(r"\d{1,9}", retry_after.strip(), re.ASCII):
        return float(retry_after)
    try:
        when = email.utils.parsedate_to_datetime(retry_after)
        return max(0, (when - datetime.datetime.now(tz=datetime.UTC)).total_seconds())
    except (TypeError, ValueError, OverflowError):  # no date, or one without a time zone
        return 0


def _hang_up(held: socket.socket) -> None:
    try:
        held.shutdown(socket.SHUT_RDWR)
    except OSError:  # it has been closed meanwhile
        LOG.debug("the line was closed already")
