"""One error page for everything that can go wrong, in plain words, with the answers kept."""

import logging

from flask import Flask, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from clinic_check.web.limits import Busy

log = logging.getLogger("clinic_check")

WORDS = {
    400: ("We could not read that", "Something in the request was not right."),
    403: ("That is not allowed", "This page can’t be opened that way."),
    404: ("There is no such page", "Check the address, or start again from the first page."),
    405: ("That is not allowed", "This page can’t be used that way."),
    413: ("That was too much text", "The page can take only a short text. Go back and shorten it."),
    429: ("Too many tries", "Please wait a minute. Then try again."),
    500: ("Something went wrong here", "This is our fault, not yours. Please try again."),
    503: ("We are busy just now", "Please wait a minute. Then try again."),
}
OTHERWISE = ("That did not work", "Please go back and try again.")


def add_error_pages(app: Flask) -> None:
    """Answer every error with the one page. The log holds its type and the endpoint, no more."""

    def page(code: int) -> tuple[str, int]:
        heading, sentence = WORDS.get(code, OTHERWISE)
        return render_template("error.html", heading=heading, sentence=sentence), code

    @app.errorhandler(SecurityError)
    def another_host(error: SecurityError) -> tuple[str, int, dict[str, str]]:
        # Under a host name that isn't ours no address can be made, so there can be no page.
        return "This is not the address of this site.\n", 400, {"Content-Type": "text/plain"}

    @app.errorhandler(HTTPException)
    def expected(error: HTTPException) -> tuple[str, int, dict[str, str]]:
        headers = error.headers if isinstance(error, Busy) else {}
        return *page(error.code or 500), headers

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> tuple[str, int]:
        # The traceback could hold what a person typed, so only the kind of error is written down.
        kind = type(error).__name__
        extra = {"fault": kind, "endpoint": request.endpoint}
        log.error("%s in %s", kind, request.endpoint, extra=extra)
        return page(InternalServerError.code)
