"""Gives the page templates what they all use, and keeps what comes out the same every time."""

import datetime
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, g, request, url_for
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from clinic_check import __version__
from clinic_check.checklist.proofread_sources import stale as stale_sources
from clinic_check.sheets.summary import in_words
from clinic_check.web.context import Running, behind, extension
from clinic_check.web.forms import field_name
from clinic_check.web.moulds import fill, hole, keep, mould
from clinic_check.web.questions import Drawn
from clinic_check.web.signing import token

KEPT_QUESTIONS = 512
"""Drawn questions that are kept, at some 2 kB each: most people give one of few answers."""

KEPT_PARTS = 64
"""Parts of every page, such as its foot, that are kept: there are a dozen."""

KEPT_PAGES = 256
"""Pages that are kept without what is a person's own, at 3 kB (a section) to 30 kB (the sources):
there are some 100, a few of them with two or three addresses to go back to."""


def page(template: str, own: Mapping[str, str | bytes] | None = None, **same: Hashable) -> bytes:
    """Return a page. `own` is what is this person's, as the template's variables: texts, or bytes
    for what is HTML already.

    The template may show what is in `own`, but can't ask what it says: the page is rendered without
    it and kept, by `same`, for everyone. So `same` may hold content and what kind of page it is,
    such as which lists stand on it, and nothing that one person chose or typed.
    """
    own = own or {}
    root, notice = behind(request).script_root, behind(g).get("notice")
    here = extension("clinic_check.pages")
    pattern, names = here(root, notice, template, tuple(own), tuple(same.items()))
    return fill(pattern, dict(zip(names, map(html, own.values()), strict=True)))


def address(endpoint: str, **values: str) -> str:
    """Return the address of a page, as `url_for` does, but worked out only once."""
    known: Callable[..., str] = extension("clinic_check.address")
    return known(endpoint, **values)


def html(value: str | bytes) -> bytes:
    """Return a text escaped, and what is HTML already as it is."""
    if isinstance(value, bytes):
        return value
    return escape(value).encode() if value else b""


def draw_all(questions: Iterable[Drawn]) -> bytes:
    """Return the questions as they stand on a page."""
    draw: Callable[[Drawn], bytes] = extension("clinic_check.draw")
    return b"\n".join(map(draw, questions))


def draw_problems(questions: Iterable[Drawn], trouble: str) -> bytes:
    """Return the list of what is wrong at the top of a page, with links to the questions."""
    macros = current_app.jinja_env.get_template("components/problems.html").module
    links = [drawn.problem for drawn in questions if drawn.error]
    return str(macros.problems(trouble, links)).encode()  # type: ignore[attr-defined]  # made by Jinja


def set_up_templates(app: Flask, running: Running) -> None:
    """Give the templates the catalogue, addresses, the token, and questions ready drawn."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    of_page, of_static = _addresses(running)
    stale = _staleness(running)
    app.jinja_env.filters.update(in_words=in_words)
    app.jinja_env.globals.update(
        catalogue=running.catalogue,
        frame=running.catalogue.frame,
        field_name=field_name,
        url_for=of_page,
        static_url=of_static,
        csrf=token,
        part=_parts(app),
        stale=stale,
        trials=running.library.trials,
        registry_on=lambda: running.registry.on,
        version=__version__,
    )
    app.extensions["clinic_check.address"] = of_page
    app.extensions["clinic_check.draw"] = _draw(app)
    app.extensions["clinic_check.pages"] = _pages(app, stale)


def _addresses(running: Running) -> tuple[Callable[..., str], Callable[[str], str]]:
    """Return `url_for` and its like for static files, which work an address out only once.

    A page holds some twenty addresses and they never change, save with the folder that a proxy
    may put the site under (`script_root`).
    """

    @lru_cache(maxsize=1024)
    def made(root: str, endpoint: str, values: tuple[tuple[str, str], ...]) -> str:
        named: dict[str, Any] = dict(values)
        return url_for(endpoint, **named)

    def of_page(endpoint: str, **values: str) -> str:
        return made(behind(request).script_root, endpoint, tuple(values.items()))

    def of_static(name: str) -> str:
        return of_page("static", filename=name, v=running.versions[name])

    return of_page, of_static


def _pages(app: Flask, stale: Callable[[], bool]) -> Callable[..., tuple[bytes, tuple[bytes, ...]]]:
    """Return what renders a page for `page`, with the names of its holes, and keeps it for each
    day's state of the sources.
    """

    @keep(KEPT_PAGES, debug=app.debug)
    def kept(
        _root: str, _notice: str, _stale: bool, template: str, own: Iterable[str], same: Any
    ) -> tuple[bytes, tuple[bytes, ...]]:
        holes = {name: hole(name) for name in own}
        html = app.jinja_env.get_template(template).render(holes, **dict(same))
        return mould(html), tuple(map(str.encode, own))

    return lambda root, notice, *rest: kept(root, notice, stale(), *rest)


def _parts(app: Flask) -> Callable[[str], Markup]:
    """Return what gives a part of every page, such as its foot, rendered once."""

    @keep(KEPT_PARTS, debug=app.debug)
    def kept(_root: str, name: str) -> Markup:
        drawn = app.jinja_env.get_template(f"components/{name}.html").render()
        return Markup(drawn)  # noqa: S704  # our own template, rendered and escaped already

    return lambda name: kept(request.script_root, name)


def _draw(app: Flask) -> Callable[[Drawn], bytes]:
    """Return what draws a question. The same question with the same answer is drawn once."""

    @keep(KEPT_QUESTIONS, debug=app.debug)
    def draw(drawn: Drawn) -> bytes:
        macros = app.jinja_env.get_template("components/question.html").module
        return str(macros.question(drawn)).encode()  # type: ignore[attr-defined]  # made by Jinja

    return draw


def _staleness(running: Running) -> Callable[[], bool]:
    """Return what tells if a source has not been read for over a year. Asked once a day."""

    @lru_cache(maxsize=1)
    def on(day: datetime.date) -> bool:
        return bool(stale_sources(running.catalogue, day))

    return lambda: on(datetime.datetime.now(tz=datetime.UTC).date())
