"""How the signed cookie is opened: only on a page that asks what is in it."""

from collections.abc import Callable, Iterator, MutableMapping
from contextlib import suppress
from functools import cached_property
from typing import Any

from flask import Flask, Request, Response, g
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature

from clinic_check.web.signing import PlainJson, Signing

UNSIGNED = ' \t,;"'
"""What a header may hold beside or around a value, and no signed value has in it."""


class Cookie(SecureCookieSessionInterface):
    """Flask's own cookie: the same signature, the same lifetime, the same settings."""

    def __init__(self) -> None:
        self._signing: Signing | None = None

    def get_signing_serializer(self, app: Flask) -> Signing:
        """Return what signs. It is made once: the keys don't change while the app runs."""
        if self._signing is None:
            of_flask = super().get_signing_serializer(app)
            assert of_flask is not None  # noqa: S101  # no app starts without a key
            self._signing = Signing(
                of_flask.secret_keys,
                salt=self.salt,
                serializer=PlainJson,
                signer_kwargs=of_flask.signer_kwargs,
            )
        return self._signing

    def open_session(self, app: Flask, request: Request) -> "Session":  # type: ignore[override]  # ours is not a dict
        """Return the session, still closed. One that can't be read is told of, and replaced."""

        def read() -> dict[str, Any]:
            signed = _sent(request, app.config["SESSION_COOKIE_NAME"])
            if signed is None:
                return {}
            content: dict[str, Any] = {}
            most_age = int(app.permanent_session_lifetime.total_seconds())
            with suppress(BadSignature):
                content = self.get_signing_serializer(app).read(signed, most_age)
            if not content:
                g.notice = "unreadable"
                closed.modified = True
            return content

        closed = Session(read)
        return closed

    def is_null_session(self, obj: object) -> bool:
        """Tell whether there is a session at all; there always is, since no app starts without a
        key.
        """
        return False

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie where something was changed. No page may be kept, so none varies."""
        if session.modified:
            super().save_session(app, session, response)


def _sent(request: Request, name: str) -> str | None:
    """Return the cookie's value. As a rule it's the only one, and needs no looking for."""
    whole: str = request.environ.get("HTTP_COOKIE", "")
    first, _, value = whole.partition("=")
    if first == name and value.isascii() and not any(map(value.__contains__, UNSIGNED)):
        return value
    return request.cookies.get(name)


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
