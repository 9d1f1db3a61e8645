"""Keeps one greedy visitor from taking the page away from others: few slots for costly work.

Python runs one thread at a time, so work that computes slows every other page of its copy. It gets
a slot of its own kind or an answer at once that says to press again; nobody is ever kept waiting,
since who waits holds a thread that somebody else's page needs.
"""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from flask import Flask, Request, Response
from werkzeug.exceptions import RequestEntityTooLarge, ServiceUnavailable
from werkzeug.formparser import FormDataParser

SLOTS = {"reading": 1, "look-up": 3, "paper": 1}
"""So many at a time in one copy. Reading pasted words and making a PDF compute, up to a quarter of
a second each; a look-up mostly waits for the registry, up to ten."""

THREADS = 10
"""Threads of the server: one for each slot and five that no costly work can take."""

RETRY_SECONDS = {"reading": 2, "look-up": 10, "paper": 2}
"""What `Retry-After` says: how long the work in the way takes, and a little."""

MOST_FIELDS = 1000
"""Of a form. Ours send under 300, each tick counted; 64 kB could hold 30,000, which take as long to
read as it takes to make a hundred pages."""

PAGE_LIMIT = 2_000_000
"""Bytes of one page. The longest that a text of 20,000 characters can become is under 1 MB."""


class Busy(ServiceUnavailable):
    """Every slot for this `work` is taken; becomes 503 with `Retry-After` where no view takes it.

    A view that catches it draws its own page, with what the person typed still in it, and returns
    `page, busy.code, busy.headers`.
    """

    def __init__(self, work: str) -> None:
        super().__init__(retry_after=RETRY_SECONDS[work])
        self.work = work

    @property
    def headers(self) -> dict[str, str]:
        """Return the header that the answer carries."""
        return {"Retry-After": str(self.retry_after)}


_FREE = {work: threading.BoundedSemaphore(number) for work, number in SLOTS.items()}


@contextmanager
def slot(work: str) -> Iterator[None]:
    """Hold one of the slots for this work of `SLOTS`; raise Busy when there is none."""
    free = _FREE[work]
    if not free.acquire(blocking=False):
        raise Busy(work)
    try:
        yield
    finally:
        free.release()


class ShortForms(FormDataParser):
    """Reads a form of up to `MOST_FIELDS`; raises RequestEntityTooLarge for more."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> tuple[IO[bytes], Any, Any]:
        """Count the fields before they are read. (Werkzeug counts those of other forms itself.)"""
        if mimetype == "application/x-www-form-urlencoded":
            body = stream.read()
            if body.count(b"&") >= MOST_FIELDS:
                raise RequestEntityTooLarge
            stream = io.BytesIO(body)
        return super().parse(stream, mimetype, content_length, options)


class ShortFormRequest(Request):
    """A request whose form can't have fields without end."""

    form_data_parser_class = ShortForms


def limit_forms(app: Flask) -> None:
    """Take forms of up to `MOST_FIELDS` fields, and answer 413 to longer ones."""
    app.request_class = ShortFormRequest


class PageTooLong(Exception):
    """A page grew beyond `PAGE_LIMIT`: a fault of ours, told as any other."""


def limit_pages(app: Flask) -> None:
    """Send the error page instead of one that is longer than any of ours can rightly be."""

    @app.after_request
    def measured(response: Response) -> Response:
        if (response.calculate_content_length() or 0) > PAGE_LIMIT:
            return app.make_response(app.handle_user_exception(PageTooLong()))
        return response
