"""The site as the soak sees it: what must hold after every page and every form, whoever asks."""

import random
from dataclasses import replace
from typing import ClassVar
from urllib.parse import urlsplit

from flask import Flask
from hypothesis.stateful import RuleBasedStateMachine
from werkzeug.test import TestResponse

from clinic_check.web import session as visits
from clinic_check.web.forms import one_line, showable
from tests.soak.model import Mine, Model, Post, bare, in_order
from tests.soak.person import Person
from tests.soak.tab import Filled, Tab
from tests.support.visitor import check

READ_WHOLE = 15
"""One page in so many is read whole, as every page in the other tests is: that takes long."""

FINE = (200, 400, 404, 405, 413, 415, 422)
"""What a person may be answered. 500 and more never: nobody else is here to keep the house full."""

LEADS = {
    "start": "/", "summary": "/summary", "clear": "/clear", "save": "/save",
    "privacy": "/privacy", "claims": "/claims", "trial": "/trial",
}  # fmt: skip
"""Buttons of a question -> the page that they lead to."""

BOXES = ("text", "clinic", "number", "town", "code")


class Watched(RuleBasedStateMachine):
    """Two people, each with tabs, on copies of the app."""

    copies: ClassVar[list[Flask]] = []
    model: ClassVar[Model]
    addresses: ClassVar[list[str]] = []
    numbers: ClassVar[list[str]] = []
    steps: ClassVar[int] = 0
    taken: ClassVar[int] = 0
    refused: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        app = self.copies[0]
        self.people = [Person(app.test_client(), app) for _ in range(2)]
        # What was given out in a run before doesn't count: each run stands by itself.
        self.model.saved.clear()
        self.model.files.clear()

    def begin(self, who: int, turn: int) -> tuple[Person, random.Random]:
        """Begin a step; its small decisions hang on `turn` alone."""
        type(self).steps += 1
        return self.people[who], random.Random(turn)  # noqa: S311  # nothing secret is made of it

    def arrive(
        self,
        person: Person,
        response: TestResponse,
        chance: random.Random,
        pending: bool | None = False,
    ) -> Tab | None:
        """Look at what came back, and compare what is kept with what must be."""
        status, request = response.status_code, response.request
        path = request.script_root + request.path
        asked = f"{request.method} {path}"
        assert status in FINE, f"{asked} answered {status}"
        for cookie in response.headers.getlist("Set-Cookie"):
            assert len(cookie.encode()) <= visits.LIMIT, "browsers would drop this cookie"
            assert ("Expires=" in cookie) is person.mine.week, f"{asked} sent {cookie}"
        for one in self.people:
            held = one.held()
            assert held.keys() <= set(visits.CONTENTS)
            assert Mine.of(held) == one.mine, f"after {asked}"
            one.remember()
        if bare(path) == "/cleared" and person.mine == Mine(cleared=True):
            assert person.held().keys() - {"csrf_token"} == {"cleared"}
        if not response.headers["Content-Type"].startswith("text/html"):
            return None
        html = response.get_data(as_text=True)
        assert html.startswith("<!doctype html>")
        assert html.count("<h1") == 1, path
        tab = Tab(path, html, person.key(), person.token(), response, pending)
        person.open(tab)
        if request.method == "GET" and status == 200:
            self.stands_as_kept(person, tab)
        if chance.randrange(READ_WHOLE) == 0:
            check(tab.page)
        return tab

    def stands_as_kept(self, person: Person, tab: Tab) -> None:
        """A page that is opened has the answer chosen, or the name, that is kept."""
        if question := self.model.asked(tab.address):
            assert tab.shown("answer") == person.mine.answers.get(question.id, ()), tab.address
        elif self.model.is_name(tab.address):
            assert "".join(tab.shown("clinic")) == person.mine.clinic

    def comes_back(self, person: Person, tab: Tab, post: Post) -> None:
        """A page with something wrong on it has all that was chosen, and loses nothing newer.

        After “Clear my answers” it has nothing from before.
        """
        cleared = person.mine.cleared and not post.token
        if cleared:
            own = {
                person.mine.clinic,
                *self.model.library.letters.letter,
            }  # a letter's page names its letter
            left = {name: value for name, value in tab.texts() if value not in own}
            assert not set(left.values()) - {""}, f"{tab.address} still has {left}"
        elif self.model.is_name(post.path):
            typed = one_line(post.first("clinic"))
            if post.changed and post.first("clinic") is not None:
                assert "".join(tab.shown("clinic")) == typed
        elif bare(post.path) in ("/claims", "/trial") and post.changed is not None:
            for name in {"text", "number", "town"} & {sent for sent, _ in post.fields}:
                lines = showable(post.first(name)).splitlines()
                if f'name="{name}"' in tab.html:  # the registry may be switched off here
                    found = [value.splitlines() for value in tab.shown(name) or ("",)]
                    assert lines in found, f"{name} of {tab.address}"
        if question := self.model.asked(post.path):
            kept = person.mine.answers.get(question.id, ())
            chosen = in_order(question, post.all("answer"))
            changed = post.changed
            if changed is None:
                was = post.first("was")
                changed = was is None or in_order(question, was.split()) != chosen
            if question.scale and len(chosen) > 1:
                return  # a select shows one
            shown = kept if cleared or not changed else chosen
            assert tab.shown("answer") == shown, f"{kept} is kept, after {post}"[:2000]

    def send(self, person: Person, tab: Tab, filled: Filled, chance: random.Random) -> None:
        """Send a form, follow to the next page, and hold it against the model."""
        token = filled.fields.get("csrf_token", [""])[0]
        good = person.key() == tab.key and bool(tab.token) and tab.token == person.token()
        post = Post(
            filled.path,
            tuple((name, value) for name, values in filled.fields.items() for value in values),
            good and token in tab.tokens(),
            {name: held for name, (_, held) in filled.files.items()},
            filled.too_large,
            filled.changed,
        )
        if not any(called for called, _ in filled.files.values()):
            post = replace(post, files=dict.fromkeys(post.files, b""))  # none was chosen
        person.sent = (tab, filled)
        person.mine, taken = self.model.after(person.mine, post)
        response = person.post(filled)
        type(self).taken += taken is True
        type(self).refused += taken is False
        if taken is not None:
            where = f"{filled.path} answered {response.status_code} to {post}"[:2000]
            assert (response.status_code == 303) is taken, where
        if response.status_code == 303:
            led = urlsplit(response.headers["Location"])
            go = post.first("go") or ""
            if self.model.asked(post.path) and go in LEADS:
                assert bare(led.path) == LEADS[go], f"{go} led to {led.path}"
            if bare(post.path) == "/clear":
                assert person.held() == {"cleared": True}
            after = self.arrive(person, person.get(response.headers["Location"]), chance)
            if after and self.model.asked(post.path) and go in ("claims", "trial"):
                assert post.path in after.links(), "the tool leads back to the question"
            return
        pending = None if filled.changed is None else filled.changed
        cleared = person.mine.cleared and not post.token
        after = self.arrive(person, response, chance, False if cleared else pending)
        if after and (response.status_code == 422 or (cleared and not post.too_large)):
            self.comes_back(person, after, post)
