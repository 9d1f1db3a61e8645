"""Reads every template and static file at the start, so that none can be missing later.

A package that is replaced under a running copy, or a disk that goes away, then changes nothing:
the copy goes on with what it began with, and whoever may be asked whether it is ready says so.
"""

import mimetypes
from pathlib import Path

from flask import Flask, Response, abort, request

PAGES = ("html", "svg", "txt", "xml")
"""Ends of the names of Jinja's templates; others in the folder are not Jinja's to read."""


def load_templates(app: Flask) -> None:
    """Compile every page template, error pages too; raise Jinja's error for one that is broken.

    Call it once all filters and globals are there. With Flask's debug mode, changes still show.
    """
    for name in app.jinja_env.list_templates(extensions=PAGES):
        app.jinja_env.get_template(name)


def load_static(app: Flask) -> None:
    """Keep every static file in memory and serve it from there, apart from Flask's debug mode."""
    if app.debug:
        return
    home = Path(app.static_folder or "")
    held = {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }

    def send(filename: str) -> Response:
        if filename not in held:
            abort(404)
        kind, _ = mimetypes.guess_type(filename)
        response = Response(held[filename], mimetype=kind or "application/octet-stream")
        response.cache_control.no_cache = True  # web/headers.py says otherwise by the version
        response.add_etag()
        response.make_conditional(request)
        return response

    app.view_functions["static"] = send
