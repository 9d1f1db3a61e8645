"""Draws what is the same for everyone only once, with holes where a person's own words go.

Nearly all of a page is content. So a template is rendered once with a mark in the place of each
answer, name or number that differs; filling the marks takes a hundredth of the time. What is kept
holds content only, at most a single question with an answer ticked, and never whose it was: a
person's own is put in afterwards and forgotten with the page.

It is kept as bytes, as it goes out: a text with our quotation marks takes twice the room, and would
have to be encoded on every page.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import ParamSpec, TypeVar

from markupsafe import Markup

P = ParamSpec("P")
T = TypeVar("T")

_MARK = re.compile("\0([^\0]+)\0")


def hole(name: str) -> Markup:
    """Return the mark that a template is given in the place of what is filled in later."""
    return Markup(f"\0{name}\0")  # noqa: S704  # no content holds a NUL, and it never leaves


class Holes(dict[str, Markup]):
    """Has a hole for every name that it is asked for."""

    def __missing__(self, name: str) -> Markup:
        return hole(name)


def mould(html: str) -> bytes:
    """Turn what was rendered with holes into a pattern for `fill`, as it goes over the wire."""
    return _MARK.sub(r"%(\1)s", html.replace("%", "%%")).encode()


def fill(pattern: bytes, own: Mapping[bytes, bytes]) -> bytes:
    """Put what is this page's own into the holes, by their names; texts must be escaped before."""
    return pattern % own


def keep(most: int, *, debug: bool) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep so many results of a function; in debug mode none, so that a change is seen at once."""
    if debug:
        return lambda function: function
    return lru_cache(most)  # type: ignore[return-value]  # typed as lru_cache's own class
