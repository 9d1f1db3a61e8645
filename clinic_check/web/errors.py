"""One error page for everything that can go wrong, in plain words, with the answers kept."""

import logging
from typing import Any
from urllib.parse import quote

from flask import Flask, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound, SecurityError
from werkzeug.routing import RequestRedirect

from clinic_check.web.forms import say

log = logging.getLogger("clinic_check")

KNOWN = (400, 403, 404, 405, 413, 429, 500, 503)
"""Status codes with words of their own in `messages.toml`; the others share some."""


def add_error_pages(app: Flask) -> None:
    """Answer every error with the one page. The log holds its type and the endpoint, no more."""

    def page(code: int) -> tuple[str, int]:
        name = f"error.{code if code in KNOWN else 'other'}"
        heading, sentence = say(f"{name}.title"), say(f"{name}.text")
        return render_template("error.html", heading=heading, sentence=sentence), code

    @app.errorhandler(SecurityError)
    def another_host(error: SecurityError) -> ResponseReturnValue:
        # Under a host name that isn't ours no address can be made, so there can be no page.
        return "This is not the address of this site.\n", 400, {"Content-Type": "text/plain"}

    @app.errorhandler(NotFound)
    def not_found(error: NotFound) -> ResponseReturnValue:
        # A slash too many at the end, or a capital: people type addresses from paper.
        tidy = request.path.rstrip("/").lower()
        if tidy != request.path and request.method in ("GET", "HEAD") and _exists(app, tidy):
            # Quoted: a line end in the path (%0D%0A) must not become one of the header.
            return redirect(quote(request.script_root + tidy), code=308)
        return page(404)

    @app.errorhandler(HTTPException)
    def expected(error: HTTPException) -> ResponseReturnValue:
        if error.response is not None:  # such as a redirect that Werkzeug makes by itself
            return error.response
        shown = page(error.code or 500)
        headers = [(k, v) for k, v in error.get_headers() if k not in ("Content-Type",)]
        return (*shown, headers)

    def write_down(error: BaseException | None) -> None:
        # The traceback could hold what a person typed, so only the kind of error is written down.
        kind = type(error).__name__
        extra = {"fault": kind, "endpoint": request.endpoint}
        log.error("%s in %s", kind, request.endpoint, extra=extra)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> ResponseReturnValue:
        write_down(error)
        return page(InternalServerError.code)

    def outside_of_views(exc_info: Any) -> None:
        # An error in a handler, or while the cookie is written: Flask would log address and all.
        write_down(exc_info[1])

    app.log_exception = outside_of_views  # type: ignore[method-assign]  # Flask has no setting for it


def _exists(app: Flask, path: str) -> bool:
    """Tell whether a page stands at this path."""
    try:
        app.url_map.bind("").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return False
    return True
