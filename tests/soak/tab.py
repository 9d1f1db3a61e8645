"""A page that somebody holds open, and the forms on it, filled in well or badly."""

import random
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any

from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse

from tests.support.visitor import Page

FORGED = ("", " ", "forged", "no-refund", "sold", "<b>", "../../etc", "x" * 300, "\x00", "own-fat")
"""Values that most questions don't offer, and some do."""

MORE_THAN_FITS = 400_000
"""Characters: more than any page takes."""


@dataclass(frozen=True)
class Filled:
    """What is sent of a form: where to, the fields, and the files of one that has any.

    `changed` tells if the person changed the answer or the name there; None: it is forged.
    """

    path: str
    fields: dict[str, list[str]]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    multipart: bool = False
    too_large: bool = False
    changed: bool | None = False

    @property
    def kind(self) -> str:
        """How a browser sends it."""
        return "multipart/form-data" if self.multipart else "application/x-www-form-urlencoded"

    def data(self) -> dict[str, Any]:
        """Return it as the test client takes it; the files can be read only once."""
        files = {name: (BytesIO(held), called) for name, (called, held) in self.files.items()}
        return {**self.fields, **files}


@dataclass(frozen=True)
class Tab:
    """A page as it was fetched. `key` and `token` are what its tokens were signed with: the key of
    the copy, and the random code that the cookie had.

    `pending` tells if an answer of the person's stands on it that isn't kept, since the page came
    back with something wrong; None: nobody can tell, since it was forged.
    """

    address: str
    html: str
    key: str
    token: str
    response: TestResponse
    pending: bool | None = False

    @cached_property
    def page(self) -> Page:
        """The page with its parts, taken apart only when they are wanted."""
        soup = BeautifulSoup(self.html, "html.parser")
        return Page(self.address, self.response.status_code, self.html, soup, self.response)

    @cached_property
    def forms(self) -> list[Tag]:
        """The forms that change something."""
        if "<form" not in self.html:
            return []
        return self.page.soup.find_all("form", method="post")

    def tokens(self) -> set[str]:
        """The tokens that stand in its forms."""
        return {
            str(tag["value"]) for form in self.forms for tag in form.select("[name=csrf_token]")
        }

    def links(self) -> list[str]:
        """The addresses of ours that the page leads to."""
        return [link for link in self.page.links() if link.startswith("/")]

    def shown(self, name: str) -> tuple[str, ...]:
        """What stands in a field of its forms, blanks apart."""
        fields = [self.page.fields(form) for form in self.forms]
        return tuple(value for one in fields for value in one.get(name, []) if value)

    def texts(self) -> list[tuple[str, str]]:
        """What stands in its fields for typing, and in the hidden ones that carry a text on."""
        fields = self.page.soup.select("main form textarea, main form input")
        return [
            (str(one["name"]), one.text.strip() or str(one.get("value", "")))
            for one in fields
            if one.get("type") not in ("radio", "checkbox", "submit", "file")
            and one.get("name") not in ("csrf_token", "told", "was", "back")
        ]

    def buttons(self, form: Tag) -> list[tuple[str, str]]:
        """The named buttons of a form, wherever they stand on the page."""
        own = form.find_all("button", attrs={"name": True})
        if form.get("id"):
            own += self.page.soup.find_all("button", attrs={"form": form["id"]})
        return [(str(button["name"]), str(button["value"])) for button in own]


@dataclass
class Typist:
    """Fills in forms. `words` maps a field's name to what people type there; "" is for the rest."""

    chance: random.Random
    words: dict[str, list[str]]
    files: list[bytes]

    def fill(self, tab: Tab, form: Tag) -> Filled:
        """Fill in a form as somebody would who chooses among what is offered."""
        before = tab.page.fields(form)
        fields = dict(before)
        files: dict[str, tuple[str, bytes]] = {}
        for name, values in _offered(form).items():
            if self.chance.random() < 0.6:
                many = self.chance.sample(values, self.chance.randint(0, min(3, len(values))))
                fields[name] = many if _ticked(form, name) else [self.chance.choice(values)]
        for control in form.find_all(["input", "textarea"]):
            name, kind = str(control.get("name", "")), control.get("type", "text")
            if kind == "file":
                fields.pop(name, None)
                called = self.chance.choice(["answers.json", "answers.json", "", "ü\\..\\a.JSON"])
                files[name] = (called, self.chance.choice(self.files))
            elif (
                kind not in ("hidden", "radio", "checkbox", "submit") and self.chance.random() < 0.8
            ):
                fields[name] = [self._typed(name)]
        changed = tab.pending
        if changed is not None:
            changed |= any(
                _chosen(fields, name) != _chosen(before, name) for name in ("answer", "clinic")
            )
        if buttons := tab.buttons(form):
            name, value = self.chance.choice([("go", "on"), ("go", "on"), *buttons])
            fields[name] = [value]
        path = str(form.get("action") or tab.address)
        multipart = form.get("enctype") == "multipart/form-data"
        return Filled(path, fields, files, multipart, changed=changed)

    def _typed(self, name: str) -> str:
        own = self.words.get(name) or self.words.get(name.partition("-")[0]) or []
        anything = [word for words in self.words.values() for word in words]
        return self.chance.choice(own if own and self.chance.random() < 0.8 else anything)

    def forge(self, filled: Filled, token: str, anything: str) -> Filled:
        """Spoil what is sent in one to three ways. `token` is another person's."""
        fields = {name: list(values) for name, values in filled.fields.items()}
        for _ in range(self.chance.randint(1, 3)):
            name = self.chance.choice([*fields, "answer", "was", "go", anything]) or "unnamed"
            match self.chance.randrange(9):
                case 0:
                    fields[name] = [self.chance.choice([*FORGED, anything])]
                case 1:
                    fields[name] = [*fields.get(name, []), self.chance.choice(FORGED)]
                case 2:
                    fields[name] = [self.chance.choice(FORGED), *fields.get(name, [])]
                case 3:
                    fields.pop(name, None)
                case 4:
                    fields["csrf_token"] = [self.chance.choice([token, "", "forged", anything])]
                case 5:
                    fields.pop("csrf_token", None)
                case 6:
                    fields["was"] = [" ".join([*fields.get("answer", []), anything])]
                case 7:
                    fields[anything or "unnamed"] = [anything, anything]
                case 8 if self.chance.random() < 0.2:
                    fields["number"] = ["x" * MORE_THAN_FITS]
        length = sum(len(value) for values in fields.values() for value in values)
        too_large = length >= MORE_THAN_FITS
        return Filled(filled.path, fields, filled.files, filled.multipart, too_large, None)


def _chosen(fields: dict[str, list[str]], name: str) -> set[str]:
    """What stands in a field, blanks apart; a name of the clinic as it counts."""
    return {" ".join(value.split()) for value in fields.get(name, [])} - {""}


def _offered(form: Tag) -> dict[str, list[str]]:
    """Return the values that each field offers to choose from."""
    offered: dict[str, list[str]] = {}
    for control in form.find_all("input", type=["radio", "checkbox"]):
        offered.setdefault(str(control["name"]), []).append(str(control["value"]))
    for control in form.find_all("select"):
        values = [str(option.get("value", "")) for option in control.find_all("option")]
        offered[str(control["name"])] = values
    return offered


def _ticked(form: Tag, name: str) -> bool:
    return bool(form.find("input", attrs={"name": name, "type": "checkbox"}))
