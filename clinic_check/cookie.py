"""How the signed cookie is opened: only on a page that asks what is in it, and with little work."""

import hashlib
from collections.abc import Callable, Iterator, MutableMapping
from functools import cached_property, lru_cache
from typing import Any

from flask import Flask, Request, Response, current_app, g, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf.csrf import generate_csrf
from itsdangerous import TimedSerializer, URLSafeTimedSerializer
from itsdangerous.encoding import base64_encode

LONG = 1500
"""Bytes of JSON. Most people's answers are shorter; every answer there is must fit in 4 kB."""


class Cookie(SecureCookieSessionInterface):
    """Flask's own cookie: the same signature, the same lifetime, the same settings."""

    def __init__(self) -> None:
        # Made once an app, not twice a page: keys don't change while it runs.
        self.get_signing_serializer = lru_cache(maxsize=1)(self._serializer)  # type: ignore[method-assign]

    def _serializer(self, app: Flask) -> "_Sparing":
        flasks = super().get_signing_serializer(app)
        assert flasks is not None  # noqa: S101  # create_app sets a key
        return _Sparing(
            flasks.secret_keys,
            salt=self.salt,  # and plain JSON: nothing that we keep needs Flask's tags
            signer_kwargs={"key_derivation": self.key_derivation, "digest_method": hashlib.sha1},
        )

    def open_session(self, app: Flask, request: Request) -> "Session":  # type: ignore[override]
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


class _Sparing(URLSafeTimedSerializer):
    """Signs as Flask does, and compresses only what is long.

    Trying takes longer than all the rest of the signing, and a short text gains little by it. What
    was compressed is still read.
    """

    def dump_payload(self, obj: Any) -> bytes:
        plain = TimedSerializer.dump_payload(self, obj)
        return super().dump_payload(obj) if len(plain) > LONG else base64_encode(plain)


def token() -> str:
    """Return the token for this page's forms: the one that Flask-WTF would make, and checks."""
    if "csrf_token" not in g:
        if "csrf_token" not in session:
            return str(generate_csrf())
        g.csrf_token = _signer(str(current_app.secret_key)).dumps(session["csrf_token"])
    made: str = g.csrf_token
    return made


@lru_cache(maxsize=1)
def _signer(key: str) -> _Sparing:
    # Flask-WTF's salt and digest. Named so, the digest is OpenSSL's: itsdangerous' own way to name
    # it makes Python work it out in steps.
    return _Sparing(key, salt="wtf-csrf-token", signer_kwargs={"digest_method": hashlib.sha1})
