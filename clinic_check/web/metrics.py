"""Counts and times for the person who runs the site: by kind of page, never by person or answer."""

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from prometheus_client import (
    CollectorRegistry,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    make_wsgi_app,
)

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ADDRESS = "/metrics"
STARTED = "clinic_check.started"
BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Seconds. A page takes a few thousandths; a look-up at the registry up to ten."""


def add_metrics(app: Flask, *others: Flask) -> None:
    """Count the answers of this process and tell the counts at `/metrics`.

    `others` are the apps of other languages; a kind of page is the same in all of them.

    Told only to who asks the copy itself (its address or any name): a request that came through a
    proxy gets the usual page of an unknown address. Call this after every other wrapping.
    """
    # When a page was first opened is nobody's business.
    disable_created_metrics()  # type: ignore[no-untyped-call]  # the library left it untyped
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    seconds = Histogram(
        "clinic_check_request_seconds",
        "Time to make an answer, by the kind of page and the class of its status.",
        ("endpoint", "status"),
        buckets=BUCKETS,
        registry=registry,
    )

    def count(response: Response) -> Response:
        # The endpoint's name, not the address: which section somebody reads stays theirs.
        labels = request.endpoint or "unknown", f"{response.status_code // 100}xx"
        seconds.labels(*labels).observe(time.perf_counter() - request.environ[STARTED])
        return response

    for each in (app, *others):
        each.after_request(count)
    tell = make_wsgi_app(registry)
    site = app.wsgi_app

    def with_metrics(
        environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        environ[STARTED] = time.perf_counter()
        asked = environ.get("PATH_INFO") == ADDRESS
        through_proxy = any(name.startswith("HTTP_X_FORWARDED_") for name in environ)
        return (tell if asked and not through_proxy else site)(environ, start_response)

    app.wsgi_app = with_metrics  # type: ignore[method-assign]  # as Flask's own documentation does
