"""Somebody with a browser: a cookie, pages held open, and what they chose to keep."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer
from werkzeug.test import TestResponse

from tests.soak.model import Mine
from tests.soak.tab import Filled, Tab

TABS = 5
"""Pages that a person keeps open."""

WEEK, AHEAD = 7 * 24 * 3600, 600
"""Seconds that a cookie may be old, and that it may come from the future."""


@dataclass
class Person:
    """`known` tells what each cookie stood for, `sent` is the last form that was sent."""

    client: FlaskClient
    app: Flask
    mine: Mine = field(default_factory=Mine)
    tabs: list[Tab] = field(default_factory=list)
    known: dict[str, Mine] = field(default_factory=dict)
    sent: tuple[Tab, Filled] | None = None

    def open(self, tab: Tab) -> None:
        """Keep a page open, and close the oldest."""
        self.tabs = [*self.tabs[-TABS + 1 :], tab]

    def get(self, address: str) -> TestResponse:
        """Open a page, wherever it leads."""
        return self._ask(address, "GET")

    def post(self, filled: Filled) -> TestResponse:
        """Send a form; `told` in it says that the person knows that a cookie can't be read."""
        return self._ask(
            filled.path,
            "POST",
            may_replace="told" in filled.fields,
            data=filled.data(),
            content_type=filled.kind,
        )

    def _ask(
        self, address: str, method: str, *, may_replace: bool = False, **more: Any
    ) -> TestResponse:
        before = self.cookie()
        lost = bool(before) and not self.held()
        response = self.client.open(
            address, method=method, follow_redirects=method == "GET", **more
        )
        if lost and not may_replace:
            assert self.cookie() == before, "another copy might have read this cookie"
        return response

    def hop(self, app: Flask) -> None:
        """Reach another copy of the app from now on."""
        self.app = self.client.application = app
        self._look()

    def cookie(self) -> str:
        """Return the cookie as the browser has it; empty if it has none."""
        held = self.client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        return held.value if held else ""

    def put(self, value: str) -> None:
        """Put another cookie into the browser; none, if it's empty."""
        name = self.app.config["SESSION_COOKIE_NAME"]
        if value:
            self.client.set_cookie(name, value)
        else:
            self.client.delete_cookie(name)
        self._look()

    def _look(self) -> None:
        self.mine = self.known[self.cookie()] if self.held() else Mine()

    def remember(self) -> None:
        """Remember what the cookie stands for now."""
        if self.held():
            self.known[self.cookie()] = self.mine

    def held(self) -> dict[str, Any]:
        """Return what the cookie holds; nothing, if the app must not or can't read it."""
        signer = serializer(self.app)
        try:
            held, signed_on = signer.loads(self.cookie(), return_timestamp=True)
        except BadData:
            return {}
        age = time.time() - signed_on.timestamp()
        return dict(held) if -AHEAD < age <= WEEK else {}

    def token(self) -> str:
        """Return the random code in the cookie that tokens are made of; empty if there is none."""
        return str(self.held().get("csrf_token", ""))

    def key(self) -> str:
        """Return what the copy that is reached signs with."""
        return str(self.app.config["SECRET_KEY"])


def serializer(app: Flask) -> URLSafeTimedSerializer:
    """Flask's own way to read and sign a cookie, by its documentation."""
    made = SecureCookieSessionInterface().get_signing_serializer(app)
    assert made is not None
    return made


def signed(app: Flask, holding: Mapping[str, Any], seconds: int) -> str:
    """Return a cookie that was signed so many seconds from now, rightly in all else."""

    class Shifted(TimestampSigner):
        def get_timestamp(self) -> int:
            return super().get_timestamp() + seconds

    made = serializer(app)
    made.signer = Shifted
    return str(made.dumps(dict(holding)))
