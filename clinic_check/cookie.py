"""How the signed cookie is opened: only on a page that asks what is in it."""

from collections.abc import Callable, Iterator, MutableMapping
from functools import cached_property
from typing import Any

from flask import Flask, Request, Response, g
from flask.sessions import SecureCookieSessionInterface, SessionMixin


class Cookie(SecureCookieSessionInterface):
    """Flask's own cookie: the same signature, the same lifetime, the same settings."""

    def open_session(self, app: Flask, request: Request) -> "Session":  # type: ignore[override]  # ours is not a dict
        """Return the session, still closed. One that can't be read is told of, and replaced."""

        def read() -> dict[str, Any]:
            if app.config["SESSION_COOKIE_NAME"] not in request.cookies:
                return {}
            content = dict(super(Cookie, self).open_session(app, request) or {})
            if not content:
                g.notice = "unreadable"
                closed.modified = True
            return content

        closed = Session(read)
        return closed

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie where something was changed; leave it alone where nobody looked."""
        if "opened" in vars(session):
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

    def __iter__(self) -> Iterator[str]:
        return iter(self.opened)

    def __len__(self) -> int:
        return len(self.opened)
