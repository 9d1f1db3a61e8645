"""A visitor who checks every page that any test fetches, and fills in its forms as a browser does.

The token is sent along as the page gave it, so the guard against forged forms is always on.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

import html5lib
from bs4 import BeautifulSoup, Tag
from bs4.builder._html5lib import HTML5TreeBuilder
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Fields = Mapping[str, str | list[str]]

NAMELESS = ("hidden", "submit")


class Strict(HTML5TreeBuilder):
    """Reads a page as `html5lib` does, and fails at the first thing that isn't HTML.

    Beautiful Soup's own `feed`, with a strict parser: a second reading would take as long again.
    """

    def feed(self, markup: Any) -> None:
        """Read a page into the tree. Raises `html5lib`'s ParseError."""
        tree: Any = self.create_treebuilder
        parser = html5lib.HTMLParser(tree, strict=True)
        self.underlying_builder.parser = parser
        parser.parse(markup)
        self.underlying_builder.parser = None


@dataclass(frozen=True)
class Page:
    """A page that was fetched and found in order."""

    address: str
    status: int
    html: str
    soup: BeautifulSoup
    response: TestResponse

    @property
    def heading(self) -> str:
        """The page's one h1."""
        return text(self.soup.h1)

    @property
    def text(self) -> str:
        """What the page says, with single spaces."""
        return text(self.soup.select_one("main"))

    def value(self, selector: str) -> str:
        """What stands in the field that a CSS selector finds; it must be there."""
        field = self.soup.select_one(selector)
        assert field is not None, "this field is missing from the page"
        return str(field["value"])

    def links(self) -> list[str]:
        """The addresses that the page leads to."""
        return [str(link["href"]) for link in self.soup.find_all("a", href=True)]

    def fields(self, form: Tag) -> dict[str, list[str]]:
        """What a browser would send if the form were sent just as it stands."""
        sent: dict[str, list[str]] = {}
        for control in form.find_all(["input", "select", "textarea"]):
            name, kind = str(control.get("name", "")), control.get("type", "text")
            if control.name == "select":
                chosen = [o for o in control.find_all("option") if o.has_attr("selected")]
                value = str((chosen or control.find_all("option"))[0].get("value", ""))
            elif control.name == "textarea":
                value = control.text.removeprefix("\n")
            elif kind in ("radio", "checkbox"):
                if not control.has_attr("checked"):
                    continue
                value = str(control["value"])
            elif kind == "submit":
                continue
            else:
                value = str(control.get("value", ""))
            sent.setdefault(name, []).append(value)
        return sent


def text(tag: Tag | None) -> str:
    """Return what a tag says, with single spaces; the tag must be there."""
    assert tag is not None, "this part is missing from the page"
    return " ".join(tag.get_text(" ").split())


class Visitor:
    """One person's browser: cookies, pages, forms."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def get(self, address: str, status: int = 200) -> Page:
        """Fetch a page, following redirects, and check it."""
        response = self.client.get(address, follow_redirects=True)
        return self._page(response, status)

    def send(
        self,
        page: Page,
        fields: Fields | None = None,
        *,
        form: int = 0,
        status: int = 200,
        without: tuple[str, ...] = (),
    ) -> Page:
        """Send one of the page's forms with some fields changed, and follow to the next page."""
        drawn = page.soup.find_all("form")[form]
        sent: dict[str, Any] = {**page.fields(drawn), **(fields or {})}
        for name in without:
            sent.pop(name, None)
        address = str(drawn.get("action") or page.address)
        if drawn.get("method") != "post":
            return self._page(self.client.get(address, query_string=sent), status)
        response = self.client.post(address, data=sent)
        if response.status_code == 303:
            response = self.client.get(response.headers["Location"], follow_redirects=True)
        return self._page(response, status)

    def press(
        self,
        page: Page,
        chosen: str | list[str] | None = None,
        *,
        go: str = "on",
        status: int = 200,
    ) -> Page:
        """Choose on a question's page (None: as it stands), and press one of its buttons."""
        fields: dict[str, str | list[str]] = {"go": go}
        if chosen is not None:
            fields["answer"] = chosen
        return self.send(page, fields, status=status)

    def holding(self, answers: Mapping[str, Any], **more: Any) -> "Visitor":
        """Give the visitor answers and other things in the cookie."""
        with self.client.session_transaction() as session:
            session["answers"] = dict(answers)
            session.update(more)
        return self

    def session(self) -> dict[str, Any]:
        """Return what the cookie holds, as the server reads it."""
        with self.client.session_transaction() as session:
            return dict(session)

    def _page(self, response: TestResponse, status: int) -> Page:
        assert response.status_code == status, (
            f"{response.request.path} answered {response.status_code}, not {status}"
        )
        html = response.get_data(as_text=True)
        soup = BeautifulSoup(html, builder=Strict(store_line_numbers=False))
        page = Page(response.request.path, response.status_code, html, soup, response)
        _check_promises(page)
        return page


def check(page: Page) -> None:
    """Fail, and say how to mend it, where a page breaks what every page promises."""
    html5lib.HTMLParser(strict=True).parse(page.html)
    _check_promises(page)


def _check_promises(page: Page) -> None:
    soup = page.soup
    tags: dict[str, list[Tag]] = defaultdict(list)  # by name: each walk over a page costs as much
    ids: list[str] = []
    for tag in soup.find_all(True):
        tags[tag.name].append(tag)
        if tag.has_attr("id"):
            ids.append(str(tag["id"]))
        assert not tag.has_attr("style"), f"styles stand in static/css, not on {tag.name}"
        assert not [a for a in tag.attrs if a.startswith("on")], "no script on a tag"
    assert soup.html is not None
    language = "es" if page.address.startswith("/es/") else "en"
    assert soup.html.get("lang") == language, "say the language on <html>"
    assert len(tags["h1"]) == 1, "a page has one h1"
    title = text(soup.title).removeprefix("Error: ")
    assert title.startswith(page.heading), f"the title {title!r} begins with the h1"
    known = set(ids)
    assert len(ids) == len(known), (
        f"two ids are alike: {sorted(i for i in known if ids.count(i) > 1)}"
    )
    for name in ("script", "style", "iframe", "object"):
        assert not tags[name], "no script, no inline style"
    for tag in chain(*tags.values()):
        for name in ("aria-describedby", "aria-labelledby"):
            for target in str(tag.get(name, "")).split():
                assert target in known, f"{name} leads nowhere: {target}"
    _check_forms(tags, known)
    _check_links(tags, known)
    for table in tags["table"]:
        assert table.find("th"), "a table has headings"


def _check_forms(tags: Mapping[str, list[Tag]], known: set[str]) -> None:
    labelled = {label.get("for") for label in tags["label"]}
    for label in tags["label"]:
        assert label.get("for") in known or label.find("input"), f"whose label is {label}?"
    for control in (*tags["input"], *tags["select"], *tags["textarea"]):
        if control.get("type") in NAMELESS:
            continue
        named = control.find_parent("label") or control.get("id") in labelled - {None}
        assert named, f"{control.get('name')} has no label"
        if control.get("type") in ("radio", "checkbox"):
            group = control.find_parent("fieldset")
            assert group, f"{control.get('name')} stands in no fieldset"
            assert group.find("legend"), f"the fieldset of {control.get('name')} has no legend"
    for form in tags["form"]:
        if form.get("method") == "post":
            token = form.find("input", attrs={"name": "csrf_token"})
            assert token, "a form that posts has a token"


def _check_links(tags: Mapping[str, list[Tag]], known: set[str]) -> None:
    assert tags["a"][0].get("href") == "#main", "the first link skips to the content"
    for link in tags["a"]:
        address = str(link.get("href", ""))
        if urlsplit(address).scheme in ("http", "https"):
            assert {"noreferrer", "noopener"} <= set(link.get("rel") or ()), (
                f"{address} tells on us"
            )
        elif address.startswith("#"):
            assert address[1:] in known, f"the link {address} leads nowhere"
    for tag in (*tags["img"], *tags["link"], *tags["source"], *tags["form"]):
        for name in ("src", "href", "action"):
            assert not urlsplit(str(tag.get(name, ""))).netloc, f"{tag.name} asks another host"
