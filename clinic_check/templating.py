"""Gives the page templates what they all use, and keeps what comes out the same every time."""

import datetime
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar

from flask import Flask, current_app, g, request, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from clinic_check import __version__
from clinic_check.drawing import Drawn
from clinic_check.forms import field_name
from clinic_check.moulds import Holes, fill, hole, mould
from clinic_check.proofread import stale as stale_sources
from clinic_check.running import Running
from clinic_check.sheet import Entry, Sheet, in_words

P = ParamSpec("P")
T = TypeVar("T")

KEPT_QUESTIONS = 512
"""Drawn questions that are kept, at some 2 kB each: most people give one of few answers."""

KEPT_PARTS = 512
"""Findings, silences, passages and sources that are kept, at some 1 kB: about all there are."""

BECAUSE = "%(because)s"

KEPT_PAGES = 256
"""Pages that are kept without what is a person's own, at 3 kB (a section) to 30 kB (the sources):
there are some 100, a few of them with two or three addresses to go back to."""


def page(template: str, own: Mapping[str, str] | None = None, **same: Hashable) -> Markup:
    """Return a page. `own` is what is this person's, as the template's variables.

    The template may show what is in `own`, but can't ask what it says: the page is rendered without
    it and kept, by `same`, for everyone. So `same` may hold content, and never an answer.
    """
    own = own or {}
    here = current_app.extensions["clinic_check.pages"]
    pattern = here(request.script_root, g.get("notice"), template, tuple(own), tuple(same.items()))
    return fill(pattern, {name: escape(text) for name, text in own.items()})


def draw_summary(sheet: Sheet) -> Markup:
    """Return what stands on the page of the summary."""
    html = current_app.jinja_env.get_template("components/summary.html").render(sheet=sheet)
    return Markup(html)  # noqa: S704  # our own template, rendered and escaped already


def draw_all(questions: Iterable[Drawn]) -> Markup:
    """Return the questions as they stand on a page."""
    draw: Callable[[Drawn], str] = current_app.extensions["clinic_check.draw"]
    return Markup("\n".join(map(draw, questions)))  # noqa: S704  # the template's own


def draw_problems(questions: Iterable[Drawn], trouble: str) -> Markup:
    """Return the list of what is wrong at the top of a page, with links to the questions."""
    macros = current_app.jinja_env.get_template("components/question.html").module
    html: Markup = macros.problems(questions, trouble)  # type: ignore[attr-defined]  # the template's macro
    return html


def set_up_templates(app: Flask, running: Running) -> None:
    """Give the templates the catalogue, addresses, the token, and questions ready drawn."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    address, static_address = _addresses(running)
    stale = _staleness(running)
    app.jinja_env.filters.update(in_words=in_words, items=_items)
    app.jinja_env.globals.update(
        catalogue=running.catalogue,
        frame=running.catalogue.frame,
        field_name=field_name,
        url_for=address,
        static_url=static_address,
        csrf=generate_csrf,
        part=_parts(app),
        stale=stale,
        trials=running.library.trials,
        registry_on=lambda: running.registry.on,
        version=__version__,
    )
    app.jinja_env.globals.update(_lists(app))
    app.extensions["clinic_check.draw"] = _draw(app, running)
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

    def address(endpoint: str, **values: str) -> str:
        return made(request.script_root, endpoint, tuple(values.items()))

    def static_address(name: str) -> str:
        return address("static", filename=name, v=running.versions[name])

    return address, static_address


def _pages(app: Flask, stale: Callable[[], bool]) -> Callable[..., str]:
    """Return what renders a page for `page`, and keeps it for each day's state of the sources."""

    def made(
        _root: str, _notice: str, _stale: bool, template: str, own: Iterable[str], same: Any
    ) -> str:
        holes = {name: hole(name) for name in own}
        return mould(app.jinja_env.get_template(template).render(holes, **dict(same)))

    kept = made if app.debug else lru_cache(maxsize=KEPT_PAGES)(made)
    return lambda root, notice, *rest: kept(root, notice, stale(), *rest)


def _lists(app: Flask) -> dict[str, Callable[..., Any]]:
    """Return what draws the summary's lists: each thing once, with holes for its own numbers.

    A list is filled as a whole, so a thing costs little more than a look into what is kept. What
    the person answered stands between two halves, and is in nothing that is kept.
    """

    @_keep(app, KEPT_PARTS)
    def macro(component: str, name: str = "") -> Callable[..., Markup]:
        # An `import` in the template would look through all the variables on every page.
        module = app.jinja_env.get_template(f"components/{component}.html").module
        found: Callable[..., Markup] = getattr(module, name or component)
        return found

    @_keep(app, KEPT_PARTS)
    def mark(weight: str) -> Markup:
        return macro("marks", "mark")(weight)

    @_keep(app, KEPT_PARTS)
    def finding(told: str, answered: bool, *rest: Any) -> tuple[str, str]:
        entry = Entry("", told, hole("because") if answered else "", *rest)
        before, _, after = mould(macro("finding", "finding")(entry, Holes())).partition(BECAUSE)
        return before, after

    @_keep(app, KEPT_PARTS)
    def passage(name: str, text: Any) -> str:
        return mould(macro("passages", name)(text, Holes()))

    @_keep(app, KEPT_PARTS)
    def source(name: str, read: bool) -> str:
        return mould(macro("sources", "listed")(name, read, Holes()))

    def findings(entries: tuple[Entry, ...], numbers: Mapping[str, int]) -> Markup:
        if not entries:
            return Markup()
        # Escaped all at once: a finding's own share is then too small to measure.
        answers = str(escape("\0".join([entry.because for entry in entries]))).replace("%", "%%")
        html = []
        for entry, because in zip(entries, answers.split("\0"), strict=True):
            before, after = finding(entry.told, because != "", entry.why, entry.next, entry.sources)
            html.append(f"{before}{because}{after}")
        return fill("\n".join(html), numbers)

    def passages(name: str, texts: Iterable[Any], numbers: Mapping[str, int]) -> Markup:
        return fill("\n".join([passage(name, text) for text in texts]), numbers)

    def list_sources(sheet: Sheet) -> Markup:
        lines = [source(each.id, each.read != sheet.read) for each in sheet.sources]
        return fill("".join(lines), sheet.numbers)

    drawn: list[Callable[..., Any]] = [findings, passages, list_sources, macro, mark]
    return {function.__name__: function for function in drawn}


def _items(texts: Iterable[str | tuple[str, str]]) -> Markup:
    """Return list items: a text each, or a label and its answer. Escaped all at once."""
    lines = [text if isinstance(text, str) else ": ".join(text) for text in texts]
    html = str(escape("\0".join(lines))).replace("\0", "</li>\n<li>")
    return Markup(f"<li>{html}</li>")  # noqa: S704  # escaped above


def _keep(app: Flask, most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep what a function returned; in debug mode nothing, so that a change is seen at once."""
    return (lambda function: function) if app.debug else lru_cache(most)  # type: ignore[return-value]  # no name


def _parts(app: Flask) -> Callable[[str], Markup]:
    """Return what gives a part of every page, such as its foot, rendered once."""

    def made(root: str, name: str) -> Markup:
        html = app.jinja_env.get_template(f"components/{name}.html").render()
        return Markup(html)  # noqa: S704 (our own template, rendered and escaped already)

    kept = made if app.debug else lru_cache(maxsize=64)(made)
    return lambda name: kept(request.script_root, name)


def _draw(app: Flask, running: Running) -> Callable[[Drawn], Markup]:
    """Return what draws a question. The same question with the same answer is drawn once."""

    def made(question: str, chosen: tuple[str, ...], error: str, only_if: str) -> Markup:
        macros = app.jinja_env.get_template("components/question.html").module
        drawn = Drawn(running.catalogue.question[question], chosen, error, only_if)
        html: Markup = macros.question(drawn)  # type: ignore[attr-defined]  # the template's macro
        return html

    kept = made if app.debug else lru_cache(maxsize=KEPT_QUESTIONS)(made)

    def draw(drawn: Drawn) -> Markup:
        return kept(drawn.question.id, drawn.chosen, drawn.error, drawn.only_if)

    return draw


def _staleness(running: Running) -> Callable[[], bool]:
    """Return what tells if a source has not been read for over a year. Asked once a day."""

    @lru_cache(maxsize=1)
    def on(day: datetime.date) -> bool:
        return bool(stale_sources(running.catalogue, day))

    return lambda: on(datetime.datetime.now(tz=datetime.UTC).date())
