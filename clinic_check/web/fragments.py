"""Parts of pages that are the same for everyone, rendered once and kept: the only such place.

What a person answered or typed is never part of a fragment, nor of what it is kept by. The address
of the page isn't either: anybody can make addresses up, long ones, and without end.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache, partial
from typing import cast

from flask import Flask, current_app, request
from markupsafe import Markup

MOST = 2048
"""Fragments that are kept, at 0.2 to 3 kB: each question, finding and note, once a language."""


def add_fragments(app: Flask) -> None:
    """Give the templates `fragment(macro, *what)`."""

    # script_root: behind a proxy that adds a folder, the addresses in a fragment begin with it.
    def render(script_root: str, name: str, *what: Hashable) -> Markup:
        file, _, macro = name.partition(".")
        module = current_app.jinja_env.get_template(f"parts/{file}.html").module
        return cast(Markup, getattr(module, macro)(*what))

    kept = render if app.debug else lru_cache(MOST)(render)

    def fragment(name: str, *what: Hashable) -> Markup:
        """Return what a macro of `templates/parts/` draws: “file.macro”."""
        return kept(request.script_root, name, *what)

    app.jinja_env.globals["fragment"] = fragment  # for macros, which are not told of the page

    @app.context_processor
    def of_this_page() -> dict[str, Callable[..., Markup]]:
        # A full summary asks for a hundred: to look the folder up each time took 3 % of it.
        return {"fragment": partial(kept, request.script_root)}
