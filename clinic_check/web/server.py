"""Serves the app with waitress so that no idle, slow or greedy caller keeps others out.

When it is told to stop, whoever has been let in gets an answer first.
"""

import gc
import logging
import signal
import socket
import sys
import time
from typing import TYPE_CHECKING, Any

from waitress import wasyncore
from waitress.server import create_server

from clinic_check.web.too_large import Channel

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from waitress.channel import HTTPChannel

LONGEST_BODY = 500_000
"""Bytes. waitress keeps a longer body in a temporary file from 512 KiB on, and nothing that a
person typed may be written to disk. The app's own limits are lower and answer with a page."""

LONGEST_ANSWER = 64 * 1024 * 1024
"""Bytes in waiting for one connection before waitress would write them to a temporary file. It
never gets there: it stops making pages for a connection that has 16 MiB in waiting."""

MOST_CONNECTIONS = 1000
SPARE_FILES = 30
"""Open files for all else: the server itself, look-ups, the cache. Without any left, accepting a
connection would fail again and again, with a line in the log each time."""

IDLE_SECONDS = 30
"""A connection without a request is closed then; nginx closes its own after 20 (`copies.conf`)."""

STOP_SECONDS = 15
"""How long answers under way may take once we are told to stop: a look-up takes up to ten."""

FRESH_SECONDS = 1
"""A connection this young may still have its first request on the way."""


TURN = 0.001
"""Seconds that a thread may compute before another gets its turn. With Python's own 5 ms others
waited up to 1.1 s for a page while one copy read texts without a pause, and now up to 0.6 s."""


def settle() -> None:
    """Leave what was loaded at the start to itself, and let threads take short turns.

    What was loaded stays as long as the process: to look through it for what could be thrown away
    took a tenth of the time of a summary.
    """
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(TURN)


def connections() -> int:
    """Return how many connections there may be, having asked the system for enough open files."""
    if sys.platform == "win32":
        return MOST_CONNECTIONS  # it has no such limit
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(4, min(MOST_CONNECTIONS, soft - SPARE_FILES))


def serve_app(
    app: "WSGIApplication", listening: socket.socket, *, threads: int, behind_proxy: bool
) -> None:
    """Serve on this socket until SIGTERM or Ctrl+C, then answer whoever has been let in."""
    # Its warnings come by the request (a queue, a full house): a flood would fill the log.
    logging.getLogger("waitress").setLevel(logging.ERROR)
    settle()
    most = connections()
    sockets: dict[int, Any] = {}
    server: Any = create_server(
        app,
        map=sockets,
        sockets=[listening],
        threads=threads,
        ident=None,  # no need to tell strangers what serves
        max_request_body_size=LONGEST_BODY,
        outbuf_overflow=LONGEST_ANSWER,
        connection_limit=most,
        channel_timeout=IDLE_SECONDS,
        cleanup_interval=5,
        # With proxies in front, the app reads their headers itself, by their number.
        clear_untrusted_proxy_headers=not behind_proxy,
    )
    server.channel_class = Channel
    stopping: list[int] = []

    def stop(number: int, _frame: object) -> None:
        if stopping:
            raise SystemExit  # told twice: at once
        stopping.append(number)
        server.pull_trigger()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    while not stopping:
        _turn(sockets)
        if len(sockets) >= most:
            _make_room(list(server.active_channels.values()))
    _finish(server, sockets)


def _turn(sockets: dict[int, Any], seconds: float = 1) -> None:
    """Receive and send what there is; return after so many seconds at most."""
    # poll: select fails on a file number above 1023.
    wasyncore.loop(timeout=seconds, use_poll=True, map=sockets, count=1)


def _make_room(open_now: "list[HTTPChannel]") -> None:
    """Close the connection that has been idle for longest."""
    idle = [channel for channel in open_now if not _answering(channel)]
    if idle:
        min(idle, key=lambda channel: channel.last_activity).will_close = True


def _finish(server: Any, sockets: dict[int, Any]) -> None:
    """Let in who is at the door already, then nobody; answer; close."""
    until = time.monotonic() + STOP_SECONDS
    _turn(sockets, 0)
    before = -1
    while before != (before := len(server.active_channels)) and time.monotonic() < until:
        _turn(sockets, 0)
    wasyncore.dispatcher.close(server)  # the door; not what wakes this loop
    while time.monotonic() < until and any(map(_expected, list(server.active_channels.values()))):
        _turn(sockets, 0.1)
    server.task_dispatcher.shutdown(timeout=1)
    wasyncore.close_all(sockets)


def _answering(channel: "HTTPChannel") -> bool:
    return bool(channel.requests or channel.total_outbufs_len)


def _expected(channel: "HTTPChannel") -> bool:
    """Tell whether a connection still waits for an answer, or is about to ask for one."""
    now = time.time()
    fresh = channel.last_activity == channel.creation_time > now - FRESH_SECONDS
    return _answering(channel) or channel.request is not None or fresh
