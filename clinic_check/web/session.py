"""What is kept of a person: the signed cookie on their own device, and nothing anywhere else."""

import datetime
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Flask, Request, Response, g, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadData, SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from clinic_check.checklist.answers import contradiction, tidy
from clinic_check.checklist.rules import Chosen
from clinic_check.web.context import site

CONTENTS = ("answers", "trial", "who", "clinic", "opened", "cleared", "_permanent", "csrf_token")
"""Everything that the cookie can hold. The privacy page tells of each; a test compares them."""

LIMIT = 4093
"""Bytes of cookie, its name and settings with it, that every browser keeps."""

AHEAD = 600
"""Seconds that a signature may come from the future: two copies whose clocks differed by half a
second lost answers for good, and no clock that is looked after is ten minutes wrong."""


class PatientSigner(TimestampSigner):
    """The packages' own signer, which would refuse what was signed a second ahead of its clock."""

    def unsign(self, value: Any, max_age: int | None = None, return_timestamp: bool = False) -> Any:
        """Return what was signed; raise BadSignature, which it also is after `max_age` seconds."""
        try:
            return super().unsign(value, max_age=max_age, return_timestamp=return_timestamp)  # type: ignore[call-overload]  # the stub wants each True and False apart
        except SignatureExpired as expired:
            signed = expired.date_signed
            if signed is None or not 0 < signed.timestamp() - time.time() <= AHEAD:
                raise
            return super().unsign(value, return_timestamp=return_timestamp)  # type: ignore[call-overload]  # the stub wants each True and False apart


class Session(SecureCookieSession):
    """Flask's session. `unreadable` tells that there was a cookie, and that it could not be read.

    Such a cookie is replaced only after the person was told and went on (`replacing`): another copy
    may be able to read it.
    """

    unreadable = False
    replacing = False


class SessionInterface(SecureCookieSessionInterface):
    """Flask's own cookie, save that clocks may differ and nothing unreadable goes unsaid."""

    session_class = Session
    # The cookie holds plain JSON. Flask's own serializer looks at every value for further types,
    # which took a twentieth of the time of a question.
    serializer = URLSafeTimedSerializer.default_serializer  # type: ignore[assignment]  # Flask's type names its own alone

    def __init__(self) -> None:
        self._serializer: tuple[object, URLSafeTimedSerializer | None] = (None, None)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return Flask's serializer with a signer that is patient with clocks.

        It is made once for a key: to make it took a twentieth of the time of a question.
        """
        key = app.secret_key, app.config["SECRET_KEY_FALLBACKS"]
        made_for, serializer = self._serializer
        if made_for != key:
            serializer = super().get_signing_serializer(app)
            if serializer is not None:
                serializer.signer = PatientSigner
            self._serializer = key, serializer
        return serializer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Read the cookie; one of any unexpected shape counts as unreadable."""
        try:
            opened = super().open_session(app, request)
        except (BadData, TypeError, ValueError):  # validly signed, but not by this program
            opened = Session()
        if not _is_plain(dict(opened or {})):
            opened = Session()
        if isinstance(opened, Session):
            opened.unreadable = not opened and self.get_cookie_name(app) in request.cookies
        return opened

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie where something was changed."""
        if isinstance(session, Session) and session.unreadable and not session.replacing:
            return
        super().save_session(app, session, response)


@dataclass(frozen=True)
class LookedUp:
    """A look-up that the person put into the checklist: the number, its date (YYYY-MM-DD), ids of
    signs.
    """

    number: str
    date: str
    signs: tuple[str, ...]


@dataclass(frozen=True)
class Visit:
    """What the cookie holds of the checklist. `answers` are by question id."""

    answers: Chosen = field(default_factory=dict)
    clinic: str = ""
    looked_up: LookedUp | None = None
    helper: bool = False

    def replacing(self, answers: Mapping[str, tuple[str, ...]]) -> "Visit":
        """Return this with the answers of some questions replaced; an empty answer is a blank."""
        merged = {**self.answers, **answers}
        return replace(self, answers={name: chosen for name, chosen in merged.items() if chosen})


def load() -> Visit:
    """Read the cookie, once a request. What the catalogue doesn't know is dropped and told of."""
    visit: Visit | None = g.get("visit")
    if visit is None:
        visit = g.visit = _read()
    return visit


def store(visit: Visit) -> None:
    """Write the cookie."""
    g.visit = visit
    session.pop("opened", None)  # told of the answers that were there before
    looked_up = visit.looked_up
    held = {
        "answers": {
            name: chosen[0] if len(chosen) == 1 else list(chosen)
            for name, chosen in visit.answers.items()
        },
        "clinic": visit.clinic,
        "who": "helper" if visit.helper else None,
        "trial": [looked_up.number, looked_up.date, list(looked_up.signs)] if looked_up else None,
    }
    for name, value in held.items():
        if value:
            session[name] = value
        else:
            session.pop(name, None)


def clear() -> None:
    """Forget everything but that it was cleared, so that an older page brings nothing back."""
    session.clear()
    session["cleared"] = True
    g.visit = Visit()


def is_empty() -> bool:
    """Tell whether there is nothing to clear."""
    return not session.keys() & {"answers", "clinic", "who", "trial"}


def is_unreadable() -> bool:
    """Tell whether there was a cookie that could not be read."""
    return bool(getattr(session, "unreadable", False))


def replace_unreadable() -> None:
    """Let a new cookie take the place of one that could not be read: the person was told."""
    session.replacing = True  # type: ignore[attr-defined]  # our session has it


def _read() -> Visit:
    catalogue = site().library.catalogue
    raw: Any = session.get("answers", {})
    answers: dict[str, tuple[str, ...]] = {}
    dropped = not isinstance(raw, dict)
    for name, value in raw.items() if isinstance(raw, dict) else ():
        question = catalogue.question.get(name)
        if question and isinstance(value, str) and value in question.option:
            answers[name] = (value,)
            continue
        options = value if isinstance(value, list) else [value]
        chosen = tidy(question, map(str, options)) if question else ()
        twice = question and question.pick == "one" and len(chosen) > 1
        if question and (twice or contradiction(question, chosen)):
            chosen = ()
        dropped = dropped or len(chosen) != len(options)
        if chosen:
            answers[name] = chosen
    if dropped:
        g.notice = "changed"
    clinic = session.get("clinic", "")
    return Visit(
        answers,
        clinic if isinstance(clinic, str) else "",
        _looked_up(session.get("trial")),
        session.get("who") == "helper",
    )


def _looked_up(raw: Any) -> LookedUp | None:
    """Read the look-up; what can't be understood, such as a sign that is gone, is left out."""
    match raw:
        case [str(number), str(date), [*signs]] if _NUMBER.fullmatch(number) and _is_day(date):
            known = site().library.trials.sign
            return LookedUp(
                number, date, tuple(s for s in signs if isinstance(s, str) and s in known)
            )
    return None


_LEVELS = 4
_HOLDERS = (dict, list, tuple)
_AS_JSON = json.JSONEncoder(ensure_ascii=False, default=str)


def _is_plain(value: object) -> bool:
    """Tell whether pages can show this and a cookie can hold it again.

    Half a sign, which JSON can spell, breaks every page; lists in lists without end break JSON.
    """
    try:
        _AS_JSON.encode(value).encode()
    except (UnicodeEncodeError, RecursionError):
        return False
    return _is_flat(value, _LEVELS)


def _is_flat(value: object, levels: int) -> bool:
    inside = value.values() if isinstance(value, dict) else value
    held = [item for item in inside if isinstance(item, _HOLDERS)]  # type: ignore[attr-defined]  # one of these
    return not held or (levels > 1 and all(_is_flat(item, levels - 1) for item in held))


_NUMBER = re.compile(r"NCT\d{8}", re.ASCII)


def _is_day(text: str) -> bool:
    """Tell whether this is a day as YYYY-MM-DD: the pages write it out."""
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
