"""What the benchmark measures: the app, or a bare Flask app with the same bytes, under waitress.

    python -m benchmarks.served app TIMES    the app on a catalogue with TIMES as many questions
    python -m benchmarks.served bare FILE    the pages in FILE, each from a constant
    python -m benchmarks.served signed FILE  the same, once the cookie is read and a token is made
    python -m benchmarks.served ours FILE    the same, with the app's own way to read the cookie

All print the port they listen on, and serve until they are stopped.
"""

import json
import logging
import os
import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import waitress
from flask import Flask, session
from flask_wtf.csrf import generate_csrf

if TYPE_CHECKING:
    from clinic_check.checklist.catalogue import Catalogue, Finding, Question, Section
from clinic_check.checklist.rules import Rule


def app(times: int) -> Flask:
    """Make the app as a served copy has it. Content is proofread at its true size only."""
    import clinic_check.web.app as ours
    from clinic_check.library import open_library as true_size
    from clinic_check.settings import Settings

    def larger(content: Path) -> Any:
        library = true_size(content)
        return replace(library, catalogue=repeated(library.catalogue, times))

    if times > 1:
        vars(ours)["open_library"] = larger
    return ours.create_app(Settings.from_environment(os.environ, local=True))


def bare(pages: list[tuple[int, list[list[str]], str]]) -> Flask:
    """Make an app that answers `/0`, `/1`, … with what the real one said, and does nothing else.

    The headers are added outside Flask, where they cost least.
    """
    flask = Flask("bare")
    sent = {}

    def constant(status: int, body: str) -> Any:
        return lambda: body if status == 200 else (body, status)

    for number, (status, headers, body) in enumerate(pages):
        path = f"/{number}"
        sent[path] = [(name, value) for name, value in headers]
        flask.add_url_rule(path, path, constant(status, body), methods=["GET", "POST"])

    site = flask.wsgi_app

    def with_headers(environ: Any, start: Any) -> Any:
        extra = sent[environ["PATH_INFO"]]
        return site(environ, lambda status, headers, *_: start(status, headers + extra))

    flask.wsgi_app = with_headers  # type: ignore[method-assign, assignment]  # as Flask's own documentation does
    return flask


def signed(pages: list[tuple[int, list[list[str]], str]], *, ours: bool = False) -> Flask:
    """Make the bare app again, but with what every page with a form needs before its first word: a
    session, opened, and a token. No app with both can be faster.

    Both are Flask's and Flask-WTF's, or `ours`, which are read by them.
    """
    flask = bare(pages)
    flask.config.from_mapping(
        SECRET_KEY=os.environ["CLINIC_CHECK_SECRET_KEY"], SESSION_COOKIE_NAME="clinic-check"
    )
    token: Callable[[], str] = generate_csrf
    if ours:
        from clinic_check.web import signing  # the bare app takes no memory for these
        from clinic_check.web.cookie import Cookie

        flask.session_interface = Cookie()
        signing.add_tokens(flask)
        token = signing.token

    @flask.before_request
    def form() -> None:
        session.get("answers")
        token()

    return flask


def repeated(catalogue: "Catalogue", times: int) -> "Catalogue":
    """Return the catalogue with every question there so many times, and every finding with it.

    Each copy asks and finds by itself: its filters and rules look at the questions of that copy.
    """

    def named(name: str, copy: int) -> str:
        return f"{name}-{copy}" if copy else name

    def rule(old: "Rule | None", copy: int) -> Any:
        def mapped(part: Any) -> Any:
            return {named(name, copy): options for name, options in part.items()}

        if old is None:
            return None
        return replace(old, all=mapped(old.all), any=mapped(old.any), none=mapped(old.none))

    def question(old: "Question", copy: int) -> "Question":
        return replace(old, id=named(old.id, copy), shown=rule(old.shown, copy))

    def findings(old: "tuple[Finding, ...]") -> "tuple[Finding, ...]":
        return tuple(
            replace(
                f,
                id=named(f.id, copy),
                when=rule(f.when, copy),
                replaces=f.replaces and named(f.replaces, copy),
            )
            for copy in range(times)
            for f in old
        )

    def section(old: "Section") -> "Section":
        questions = tuple(question(q, copy) for copy in range(times) for q in old.questions)
        return replace(old, questions=questions, findings=findings(old.findings))

    return replace(
        catalogue,
        sections=tuple(section(old) for old in catalogue.sections),
        combinations=findings(catalogue.combinations),
    )


def main(role: str, given: str) -> None:
    """Serve until stopped."""
    constant: dict[str, Callable[..., Flask]] = {
        "bare": bare,
        "signed": signed,
        "ours": partial(signed, ours=True),
    }
    flask = (
        app(int(given)) if role == "app" else constant[role](json.loads(Path(given).read_text()))
    )
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it is meant to be full
    listening = socket.create_server(("127.0.0.1", 0))
    print(listening.getsockname()[1], flush=True)
    waitress.serve(flask, sockets=[listening], threads=4, ident=None, _quiet=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
