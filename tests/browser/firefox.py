"""A real Firefox, driven over WebDriver BiDi: no other program stands between, and no script is
added to a page.
"""

import base64
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

KEYS = {"Tab": "\ue004", "Enter": "\ue006", "Space": " "}
"""Keys without a letter, as WebDriver spells them."""

PREFERENCES = {
    "remote.active-protocols": 1,  # BiDi alone
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "accessibility.tabfocus": 7,  # links take the focus too, whatever the system says
}

START = 60
"""Seconds that Firefox may take to listen, on a busy machine."""


class Firefox:
    """One window of Firefox."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line
        self._number = 0
        self._send("session.new", capabilities={})
        # Firefox gives its keyboard to a tab of our own, but not to the one that it starts with.
        self._page = self._send("browsingContext.create", type="tab")["context"]
        self._send("browsingContext.activate", context=self._page)

    def size(self, width: int, height: int) -> None:
        """Make the window so large, in CSS pixels."""
        viewport = {"width": width, "height": height}
        self._send("browsingContext.setViewport", context=self._page, viewport=viewport)

    def open(self, address: str) -> None:
        """Go to an address and wait until it is loaded."""
        self._send("browsingContext.navigate", context=self._page, url=address, wait="complete")

    def back(self) -> None:
        """Press the browser's own Back."""
        self._send("browsingContext.traverseHistory", context=self._page, delta=-1)
        self.settle()

    def reload(self) -> None:
        """Press the browser's own Reload."""
        self._send("browsingContext.reload", context=self._page, wait="complete")

    def press(self, *keys: str) -> None:
        """Press keys one after the other: names of KEYS, or single letters."""
        actions = [
            {"type": kind, "value": KEYS.get(key, key)}
            for key in keys
            for kind in ("keyDown", "keyUp")
        ]
        source = {"type": "key", "id": "keyboard", "actions": actions}
        self._send("input.performActions", context=self._page, actions=[source])

    def settle(self) -> None:
        """Wait until the page that a press led to is loaded."""
        for _ in range(100):
            time.sleep(0.03)
            if self.ask("document.readyState") == "complete":
                return
        raise TimeoutError("the page was not loaded in time")

    def ask(self, expression: str) -> Any:
        """Return what the page's own state is: a number, a text, true, false or null."""
        answer = self._send(
            "script.evaluate",
            expression=expression,
            target={"context": self._page},
            awaitPromise=False,
        )
        if answer["type"] != "success":
            raise ValueError(str(answer["exceptionDetails"]["text"]))
        return answer["result"].get("value")

    def print(self) -> bytes:
        """Return the page as Firefox prints it: a PDF, Letter."""
        page = {"width": 21.59, "height": 27.94}
        printed = self._send("browsingContext.print", context=self._page, page=page)
        return base64.b64decode(printed["data"])

    def _send(self, method: str, **given: Any) -> dict[str, Any]:
        self._number += 1
        self._line.send(json.dumps({"id": self._number, "method": method, "params": given}))
        while True:
            answer: dict[str, Any] = json.loads(self._line.recv(timeout=60))
            if answer.get("id") == self._number:
                break
        if answer["type"] == "error":
            raise ValueError(f"{method}: {answer['error']}: {answer['message']}")
        result: dict[str, Any] = answer["result"]
        return result


@contextmanager
def started(profile: Path) -> Iterator[Firefox]:
    """Start Firefox with an empty profile, and stop it and all its processes in the end."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    assert program, "These tests need Firefox: apt-get install firefox-esr"
    lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    process = subprocess.Popen(
        [program, "--headless", "--remote-debugging-port", "0", "--profile", str(profile)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        with _connected(profile) as line:
            yield Firefox(line)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _connected(profile: Path) -> ClientConnection:
    """Wait until Firefox has written down where it listens, and connect to it."""
    told = profile / "WebDriverBiDiServer.json"
    end = time.monotonic() + START
    while time.monotonic() < end:
        try:
            where = json.loads(told.read_text(encoding="utf-8"))
            address = f"ws://{where['ws_host']}:{where['ws_port']}/session"
            return connect(address, max_size=None)
        except (OSError, ValueError, WebSocketException):
            time.sleep(0.1)
    raise TimeoutError("Firefox did not start")
