"""Asks ClinicalTrials.gov for one study's record, when a person presses the button.

The only module that goes out: one GET to one host, with the study's number and nothing else. What
goes wrong on the way means "we could not check", never "there is no such study". urllib3 makes
the call, because it is well kept, checks certificates, reads no proxy from the environment, and
lets this module hold each of the limits below itself.
"""

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
from clinic_check.trials.cache import RecordCache
from clinic_check.trials.record import Trial, read_record

LOG = logging.getLogger(__name__)

PUBLIC_PAGE = "https://clinicaltrials.gov/study/"
MOST_AT_ONCE = 2
PLACE_SECONDS = 1.0
"""So many look-ups may be under way, and so long does one more wait for its turn: fewer than the
server's threads (four, unless set), so that a slow registry never keeps the checklist waiting."""


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
    most_bytes: int = 5_000_000

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or self.url.endswith("/"):
            raise ValueError("the registry's address needs https:// and no slash at the end")
        if parts.query or parts.fragment or parts.username is not None:
            raise ValueError("the registry's address may hold no question, fragment or name")
        if not re.fullmatch(r"[ -~]+", self.user_agent):
            raise ValueError("the name that this server gives itself must be plain letters")


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
    """No answer. `reason` is one of `trial_words.FAILURES`; the person can look at `address`."""

    asked: str
    reason: str
    address: str


Outcome = Found | NotFound | CouldNotCheck


def page_of(number: str) -> str:
    """Return the address of the study's page for people."""
    return PUBLIC_PAGE + number


def look_up(number: str, settings: RegistrySettings, cache: RecordCache) -> Outcome:
    """Look one number up: `NCT` and eight digits, or it is a ValueError. Nothing else raises."""
    if not re.fullmatch(r"NCT\d{8}", number, re.ASCII):
        raise ValueError("only NCT and eight digits may be sent to the registry")
    address = page_of(number)
    if not settings.on:
        return CouldNotCheck(number, "off", address)
    kept = cache.get(number)
    if kept is not None:
        return Found(number, kept.trial, address) if kept.trial else NotFound(number, address)
    try:
        trial = fetch(number, settings)
    except Unanswered as fault:
        seen = re.sub(r"NCT\d+", "NCT…", fault.seen)  # the log doesn't say what people look for
        LOG.warning("registry look-up failed: %s (%s)", fault.reason, seen)
        return CouldNotCheck(number, fault.reason, address)
    cache.put(number, trial)
    return Found(number, trial, address) if trial else NotFound(number, address)


class Unanswered(Exception):
    """The registry gave no usable answer: one of `trial_words.FAILURES`, and what was seen."""

    def __init__(self, reason: str, seen: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.seen = seen


def fetch(number: str, settings: RegistrySettings) -> Trial | None:
    """Fetch a record past any cache: None if there is no such study; raise Unanswered."""
    path = urlsplit(settings.url).path + "/studies/"
    form = re.compile(re.escape(path) + r"NCT\d{8}", re.ASCII)
    answer = within(settings, lambda line: _ask(path + number, form, settings, line))
    if answer.status == 404:
        if answer.kind == "text/plain" and number.encode() in answer.body:
            return None
        raise Unanswered("trouble", answer.seen)
    try:
        trial = read_record(_read_json(answer))
    except ValueError:
        raise Unanswered("not-json", answer.seen) from None
    if number != trial.number and number not in trial.aliases:
        raise Unanswered("another-study", answer.seen)
    return trial


def version(settings: RegistrySettings) -> str:
    """Ask the registry for its API's version; raise Unanswered. For an operator's self-test."""
    path = urlsplit(settings.url).path + "/version"
    form = re.compile(re.escape(path))
    answer = within(settings, lambda line: _ask(path, form, settings, line))
    if answer.status == 404:
        raise Unanswered("trouble", answer.seen)
    told = _read_json(answer)
    if not isinstance(told, dict) or not isinstance(told.get("apiVersion"), str):
        raise Unanswered("not-json", answer.seen)
    return str(told["apiVersion"])


@dataclass(frozen=True)
class Answer:
    """What came back: the HTTP status, the kind of content, and the unpacked body."""

    status: int
    kind: str
    body: bytes

    @property
    def seen(self) -> str:
        """Say what came, for the operator's log."""
        return f"{self.status} {self.kind or 'no content type'} {self.body[:80]!r}"


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
    """
    if not _PLACES.acquire(timeout=PLACE_SECONDS):
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
            _PLACES.release()

    started = time.monotonic()
    thread = threading.Thread(target=run, name="registry look-up", daemon=True)
    thread.start()
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


_PLACES = threading.BoundedSemaphore(MOST_AT_ONCE)
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
            raise Unanswered(_REASONS.get(answer.status, "trouble"), answer.seen)
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
    return Answer(response.status, kind, body), response.headers.get("Location", "")


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


def _read_json(answer: Answer) -> Any:
    if not re.fullmatch(r"application/([\w.-]+\+)?json", answer.kind):
        raise Unanswered("not-json", answer.seen)
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):  # cut short, wrongly encoded, or nested without end
        raise Unanswered("not-json", answer.seen) from None


def _hang_up(held: socket.socket) -> None:
    try:
        held.shutdown(socket.SHUT_RDWR)
    except OSError:  # it has been closed meanwhile
        LOG.debug("the line was closed already")
