"""The headers that keep a page private: nothing is stored, and nothing comes from elsewhere."""

from flask import Flask, Response, request

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

PDF_POLICY = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""For a PDF: Safari shows none whose own policy bars plugins, and older Chromes draw them too small
without inline styles. A PDF has no markup that the rest could guard.
"""

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    # Nobody who is linked to learns where the reader came from. Flask-WTF's field (not its global
    # check) makes no use of the Referer, so forms work without it.
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

FOUND_BY_SEARCH = ("guides", "about")
"""Areas that a search may lead to: they are the same for everyone. The others hold answers."""

YEAR = 31_536_000
"""Seconds. A static file's address holds its content's hash, so it may be kept for long."""


def add_headers(app: Flask) -> None:
    """Put the headers on every answer, errors too."""

    @app.after_request
    def privately(response: Response) -> Response:
        headers = {**HEADERS}
        if request.blueprint not in FOUND_BY_SEARCH:
            headers["X-Robots-Tag"] = "noindex"
        if response.mimetype == "application/pdf":
            headers["Content-Security-Policy"] = PDF_POLICY
        if request.endpoint == "static" and response.status_code == 200 and _is_current():
            headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        response.headers.remove("Cache-Control")  # Flask sets one on files
        response.headers.extend(headers)
        return response

    hashes: dict[str, str] = app.extensions["clinic_check.static"]

    def _is_current() -> bool:
        # While copies are replaced, a page of a new one may ask an old one for its style sheet:
        # what comes back then must not be kept for a year.
        name = (request.view_args or {}).get("filename", "")
        return hashes.get(name) is not None and request.args.get("v") == hashes[name]
