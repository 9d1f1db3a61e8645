"""A real Chromium, and the app served to it on loopback. Nothing else may be asked for anything."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from waitress.server import create_server

from clinic_check.web.session import SessionInterface

QUIET = [
    "--no-sandbox",  # CI runs as root, where Chromium has no sandbox
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the one that `./run tests` found, or Playwright's own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or None, args=QUIET
        )
        yield browser
        browser.close()


def signed(app: Flask, answers: dict[str, Any], clinic: str = "") -> str:
    """Return a cookie of the app that holds these answers."""
    serializer = SessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps({"answers": answers, "clinic": clinic}))


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve an app on a free port of loopback, with the server that `./run` uses."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = create_server(app, sockets=[listener], threads=4)
        threading.Thread(target=server.run, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.close()


@pytest.fixture(scope="session")
def site(app: Flask) -> Iterator[str]:
    """The app behind the real server on a free port; its address without a slash at the end."""
    with serving(app) as address:
        yield address


class Window:
    """Opens pages in fresh browser profiles, and notes every request to another host."""

    def __init__(self, browser: Browser, site: str, app: Flask) -> None:
        self.browser, self.site, self.app = browser, site, app
        self.contexts: list[BrowserContext] = []
        self.elsewhere: list[str] = []

    def open(self, answers: dict[str, Any] | None = None, clinic: str = "", **options: Any) -> Page:
        """Open a profile whose cookie holds these answers; `options` are Playwright's."""
        context = self.browser.new_context(base_url=self.site, **options)
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        if answers is not None:
            name = self.app.config["SESSION_COOKIE_NAME"]
            value = signed(self.app, answers, clinic)
            context.add_cookies([{"name": name, "value": value, "url": self.site}])
        page = context.new_page()
        page.on("request", self._note)
        return page

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self.site + "/", "data:")):
            self.elsewhere.append(request.url)


@pytest.fixture
def window(browser: Browser, site: str, app: Flask) -> Iterator[Window]:
    """A maker of browser profiles; at the end no page has asked another host for anything."""
    window = Window(browser, site, app)
    yield window
    for context in window.contexts:
        context.close()
    assert window.elsewhere == []
