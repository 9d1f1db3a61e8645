"""How the signed cookie is opened: only on a page that asks what is in it."""

import json
from collections.abc import Callable, Iterator, MutableMapping
from functools import cached_property
from typing import Any

from flask import Flask, Request, Response, g
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer


class PlainJson:
    """Writes texts and lists, which is all that we keep. Flask's own JSON looks at each of them for
    types that we never have, and takes twice as long.
    """

    @staticmethod
    def dumps(content: Any) -> str:
        """Return the shortest text."""
        return json.dumps(content, separators=(",", ":"))

    loads = staticmethod(json.loads)


class Cookie(SecureCookieSessionInterface):
    """Flask's own cookie: the same signature, the same lifetime, the same settings."""

    serializer = PlainJson  # type: ignore[assignment]  # made to be replaced, as Flask's docs say
    session_class = dict  # type: ignore[assignment]  # put into our own, which notes what changes

    def __init__(self) -> None:
        self._signing: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return what signs. It is made once: the keys don't change while the app runs."""
        self._signing = self._signing or super().get_signing_serializer(app)
        return self._signing

    def open_session(self, app: Flask, request: Request) -> "Session":  # type: ignore[override]  # ours is not a dict
        """Return the session, still closed. One that can't be read is told of, and replaced."""

        def read() -> dict[str, Any]:
            if app.config["SESSION_COOKIE_NAME"] not in request.cookies:
                return {}
            content: dict[str, Any] = super(Cookie, self).open_session(app, request) or {}
            if not content:
                g.notice = "unreadable"
                closed.modified = True
            return content

        closed = Session(read)
        return closed

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie where something was changed. No page may be kept, so none varies."""
        if session.modified:
            super().save_session(app, session, response)


class Session(SessionMixin, MutableMapping[str, Any]):
    """What the cookie holds. The signature is checked when it is first looked into."""

    modified = False

    def __init__(self, read: Callable[[], dict[str, Any]]) -> None:
        self._read = read

    @cached_property
    def opened(self) -> dict[str, Any]:
        """The content, read now."""
        return self._read()

    def __getitem__(self, name: str) -> Any:
        return self.opened[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self.opened[name] = value
        self.modified = True

    def __delitem__(self, name: str) -> None:
        del self.opened[name]
        self.modified = True

    def get(self, name: str, default: Any = None) -> Any:
        """Return what is held under this name."""
        return self.opened.get(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self.opened)

    def __len__(self) -> int:
        return len(self.opened)
