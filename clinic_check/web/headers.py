"""The headers that keep a page private: nothing is stored, and nothing comes from elsewhere."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    # Nobody who is linked to learns where the reader came from. Flask-WTF's field (not its global
    # check) makes no use of the Referer, so forms work without it.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}
ALWAYS = list(HEADERS.items())
FORGET = [*ALWAYS, ("Cache-Control", "no-store")]

YEAR = 31_536_000
"""Seconds. A static file's address holds its content's hash, so it may be kept for long."""

FOR_LONG = [*ALWAYS, ("Cache-Control", f"public, max-age={YEAR}, immutable")]


def add_headers(app: Flask) -> None:
    """Put the headers on every answer, errors too."""

    versions = app.extensions["clinic_check"].versions
    current = {f"/static/{name}": f"v={version}" for name, version in versions.items()}
    site = app.wsgi_app

    # Here they are added as they stand. Werkzeug would check each of them on every answer, which
    # is a tenth of what a page costs.
    def privately(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        # While copies are replaced, a page of a new one may ask an old one for its style sheet:
        # what comes back then must not be kept for a year.
        asked = current.get(environ.get("PATH_INFO", ""))
        same = asked is not None and asked == environ.get("QUERY_STRING")

        def with_headers(status: str, headers: list[tuple[str, str]], *failed: Any) -> Any:
            if same and status.startswith("200"):
                headers = [header for header in headers if header[0] != "Cache-Control"]
                return start(status, headers + FOR_LONG, *failed)
            told = "Cache-Control" in [name for name, _ in headers]
            return start(status, headers + (ALWAYS if told else FORGET), *failed)

        return site(environ, with_headers)

    app.wsgi_app = privately  # type: ignore[method-assign, assignment]  # as Flask's documentation does
