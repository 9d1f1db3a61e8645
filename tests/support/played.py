"""A registry that the tests play themselves, on this device, with every fault one could meet."""

import json
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from clinic_check.trials.cache import open_cache
from clinic_check.trials.record import Trial, read_record
from clinic_check.trials.registry import CouldNotCheck, Outcome, RegistrySettings, look_up, page_of

NUMBER = "NCT98000001"
"""The number of the invented study that is asked for."""

RECORDS = Path(__file__).parents[1] / "trials" / "records"

Act = Callable[[socket.socket], None]


def record(name: str) -> dict[str, Any]:
    """Return one of the invented records."""
    text = (RECORDS / f"{name}.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def read(name: str) -> Trial:
    """Return one of the invented records as our code reads it."""
    return read_record(record(name))


def reply(
    status: str = "200 OK",
    body: bytes = b"",
    kind: str = "application/json",
    **headers: str,
) -> bytes:
    """Return a whole HTTP answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", f"Content-Type: {kind}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def known(name: str, **headers: str) -> bytes:
    """Return the answer with one of the invented records."""
    return reply(body=json.dumps(record(name)).encode(), **headers)


def missing(number: str) -> bytes:
    """Return the registry's own sentence for a number that it doesn't have."""
    body = f"NCT number {number} not found".encode()
    return reply("404 Not Found", body, "text/plain; charset=utf-8")


class PlayedRegistry:
    """Answers each path with bytes, or lets a function act on the connection.

    It speaks https if it is given a context. `asked` holds the head of each request, as it came.
    `over` ends whatever still drips.
    """

    def __init__(self, safe: ssl.SSLContext | None = None) -> None:
        self.asked: list[str] = []
        self.answers: dict[str, bytes | Act] = {}
        self.over = threading.Event()
        played = self

        class Handler(socketserver.BaseRequestHandler):
            def setup(self) -> None:
                if safe:
                    self.request = safe.wrap_socket(self.request, server_side=True)

            def finish(self) -> None:
                self.request.close()

            def handle(self) -> None:
                head = b""
                while b"\r\n\r\n" not in head:
                    more = self.request.recv(4096)
                    if not more:
                        return
                    head += more
                played.asked.append(head.decode())
                path = head.split()[1].decode()
                answer = played.answers.get(path, reply("500 Nothing Planned", kind="text/html"))
                try:
                    if callable(answer):
                        answer(self.request)
                    else:
                        self.request.sendall(answer)
                except OSError:
                    return  # the caller hung up, as it should

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

            def handle_error(self, *_: object) -> None:
                """A caller who hangs up while hands are shaken is no fault of the server."""

        self._server = Server(("127.0.0.1", 0), Handler)
        scheme = "https" if safe else "http"
        self.url = f"{scheme}://127.0.0.1:{self._server.server_address[1]}/api/v2"

    def study(self, number: str, answer: bytes | Act) -> None:
        """Plan the answer to the look-up of a number."""
        self.answers[f"/api/v2/studies/{number}"] = answer

    def drip(self, start: bytes, piece: bytes = b"x", pause: float = 0.05) -> Act:
        """Return an act that sends the start, and then a piece again and again without end."""

        def act(line: socket.socket) -> None:
            line.sendall(start)
            while not self.over.wait(pause):
                line.sendall(piece)

        return act

    def settings(self, **changes: Any) -> RegistrySettings:
        """Return settings that lead here."""
        return RegistrySettings(**({"url": self.url} | changes))

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def ask(played: PlayedRegistry, number: str = NUMBER, **changes: object) -> Outcome:
    """Look a number up with a cache of its own."""
    return look_up(number, played.settings(**changes), open_cache())


def reason(outcome: Outcome) -> str:
    """Return why a look-up could not be made."""
    assert isinstance(outcome, CouldNotCheck)
    assert outcome.address == page_of(outcome.asked)
    return outcome.reason
