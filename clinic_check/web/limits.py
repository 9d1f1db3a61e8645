"""Keeps one greedy visitor from taking the page away from others: few places for costly work.

Python runs one thread at a time, so work that computes slows every other page of its copy. It gets
a place of its own kind or an answer at once that says to press again; nobody is ever kept waiting,
since who waits holds a thread that somebody else's page needs.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, Response
from werkzeug.exceptions import ServiceUnavailable

PLACES = {"reading": 1, "look-up": 3, "paper": 1}
"""So many at a time in one copy. Reading pasted words and making a PDF compute, up to a quarter of
a second each; a look-up mostly waits for the registry, up to ten."""

THREADS = 10
"""Threads of the server: one for each place and five that no costly work can take."""

RETRY_SECONDS = {"reading": 2, "look-up": 10, "paper": 2}
"""What `Retry-After` says: how long the work in the way takes, and a little."""

PAGE_LIMIT = 2_000_000
"""Bytes of one page. The longest that a text of 20,000 characters can become is under 1 MB."""


class Busy(ServiceUnavailable):
    """Every place for this `work` is taken; becomes 503 with `Retry-After` where no view takes it.

    A view that catches it draws its own page, with what the person typed still in it, and the
    status and headers of `code` and `headers`.
    """

    def __init__(self, work: str) -> None:
        super().__init__(retry_after=RETRY_SECONDS[work])
        self.work = work

    @property
    def headers(self) -> dict[str, str]:
        """Return the header that the answer carries."""
        return {"Retry-After": str(self.retry_after)}


_FREE = {work: threading.BoundedSemaphore(number) for work, number in PLACES.items()}


@contextmanager
def place(work: str) -> Iterator[None]:
    """Hold one of the places for this work of `PLACES`; raise Busy when there is none."""
    free = _FREE[work]
    if not free.acquire(blocking=False):
        raise Busy(work)
    try:
        yield
    finally:
        free.release()


class PageTooLong(Exception):
    """A page grew beyond `PAGE_LIMIT`: a fault of ours, told as any other."""


def limit_pages(app: Flask) -> None:
    """Send the error page in the place of one that is longer than any of ours can rightly be."""

    @app.after_request
    def measured(response: Response) -> Response:
        if (response.calculate_content_length() or 0) > PAGE_LIMIT:
            return app.make_response(app.handle_user_exception(PageTooLong()))
        return response
