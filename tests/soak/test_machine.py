"""Two people go anywhere on the site in any order, rightly and wrongly, and lose no answer by it.

`./run tests` takes 2,000 steps, always the same; `./run soak` at least 20,000, others each time.
SOAK_STEPS and SOAK_SEED set how many, and which.
"""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from itsdangerous import BadData
from werkzeug.test import TestResponse

from clinic_check import create_app
from clinic_check.settings import Settings
from clinic_check.web import session as kept
from tests.soak.model import Mine, Model, Post
from tests.soak.tab import FORGED, Filled, Tab, Typist
from tests.support.played import RECORDS, PlayedRegistry, known, missing, record
from tests.support.visitor import check
from tests.support.visitor import field as field_name

STEPS = int(os.environ.get("SOAK_STEPS", "2000"))
SEED = int(os.environ.get("SOAK_SEED", "0"))
EACH_RUN = 50
"""Steps that are taken one after the other before two new people come."""

TABS = 5
"""Pages that a person keeps open."""

READ_WHOLE = 10
"""One page in so many is read whole, as every page in the other tests is: that takes long."""

FINE = (200, 400, 404, 405, 413, 415, 422)
"""What a person may be answered. 500 and more never."""

KEY = "soak-soak-0123456789-abcdef-fedcba"

SALES = (
    "Our stem cells repair your nerves. 93% of patients improve within weeks, without any risk. "
    "We treat ALS, autism and arthritis. FDA registered. Doctors do not want you to know."
)


@dataclass
class Person:
    """Somebody with a browser: a cookie, pages held open, and what they chose to keep."""

    client: FlaskClient
    app: Flask
    mine: Mine = field(default_factory=Mine)
    tabs: list[Tab] = field(default_factory=list)
    old_cookies: list[tuple[str, Mine]] = field(default_factory=list)

    def hop(self, app: Flask) -> None:
        """Reach another copy of the app from now on."""
        self.app = self.client.application = app

    def cookie(self) -> str:
        """Return the cookie as the browser has it; empty if it has none."""
        held = self.client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        return held.value if held else ""

    def set_cookie(self, value: str) -> None:
        """Put another cookie into the browser."""
        self.client.set_cookie(self.app.config["SESSION_COOKIE_NAME"], value)

    def held(self) -> dict[str, Any]:
        """Return what the cookie holds; nothing, if the app would not read it."""
        signer = SecureCookieSessionInterface().get_signing_serializer(self.app)
        assert signer is not None
        try:
            held: dict[str, Any] = signer.loads(self.cookie())
        except BadData:
            return {}
        return held


class Site(RuleBasedStateMachine):
    """Two people, each with tabs, on two copies of the app: one can reach the registry."""

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

    def arrive(self, person: Person, response: TestResponse, chance: random.Random) -> Tab | None:
        """Look at what came back, and compare what is kept with what must be."""
        status, path = response.status_code, response.request.path
        assert status in FINE, f"{response.request.method} {path} answered {status}"
        for cookie in response.headers.getlist("Set-Cookie"):
            assert len(cookie.encode()) <= kept.LIMIT, "browsers would drop this cookie"
        for one in self.people:
            held = one.held()
            assert held.keys() <= kept.CONTENTS.keys()
            assert Mine.of(held) == one.mine, f"after {response.request.method} {path}"
        if not response.headers["Content-Type"].startswith("text/html"):
            return None
        html = response.get_data(as_text=True)
        assert html.startswith("<!doctype html>")
        assert html.count("<h1") == 1, path
        tab = Tab(path, html, person.held().get("csrf_token", ""), response)
        person.tabs = [*person.tabs[-TABS + 1 :], tab]
        if chance.randrange(READ_WHOLE) == 0:
            check(tab.page)
            if response.request.method == "GET" and status == 200:
                self.stands_as_kept(person, tab)
        return tab

    def stands_as_kept(self, person: Person, tab: Tab) -> None:
        """A page of questions that is opened has the answers chosen that are kept."""
        for form in tab.forms:
            sent = tab.page.fields(form)
            for name in sent.get("drawn", [""])[0].split():
                shown = tuple(value for value in sent.get(field_name(name), []) if value)
                assert shown == person.mine.answers.get(name, ()), f"{name} on {tab.address}"

    def post(self, person: Person, tab: Tab, filled: Filled, chance: random.Random) -> None:
        """Send a form, follow to the next page, and hold it against the model."""
        token = filled.fields.get("csrf_token", [""])[0]
        before = person.held().get("csrf_token", "")
        good = bool(before) and tab.token == before and token in tab.tokens()
        post = Post(
            filled.path,
            tuple((name, value) for name, values in filled.fields.items() for value in values),
            good,
            {name: held for name, (_, held) in filled.files.items()},
            filled.too_large,
        )
        if not any(called for called, _ in filled.files.values()):
            post = replace(post, files=dict.fromkeys(post.files, b""))  # none was chosen
        person.old_cookies = [*person.old_cookies[-3:], (person.cookie(), person.mine)]
        person.mine, taken = self.model.after(person.mine, post)
        kind = "multipart/form-data" if filled.multipart else "application/x-www-form-urlencoded"
        response = person.client.post(filled.path, data=filled.data(), content_type=kind)
        if taken is not None:
            where = f"{filled.path} answered {response.status_code} to {post}"[:2000]
            assert (response.status_code in (303, 307)) is taken, where
            type(self).taken += taken
            type(self).refused += not taken
        if response.status_code == 307:
            response = person.client.post(
                response.headers["Location"], data=filled.data(), content_type=kind
            )
        elif response.status_code == 303:
            response = person.client.get(response.headers["Location"], follow_redirects=True)
        after = self.arrive(person, response, chance)
        if taken is False and not filled.too_large and after and response.status_code == 422:
            self.shows_again(after, post)

    def shows_again(self, tab: Tab, post: Post) -> None:
        """A page that comes back with something wrong has all that was chosen on it."""
        drawn = (post.first("drawn") or "").split()
        shown = {
            name: values for form in tab.forms for name, values in tab.page.fields(form).items()
        }
        for question in self.model.asked(post.path):
            name = field_name(question.id)
            if question.id in drawn and not (question.scale and len(post.all(name)) > 1):
                chosen = {value for value in post.all(name) if value in question.option}
                if post.first("blank") is not None and post.path.endswith(f"/{question.id}"):
                    chosen = set()
                assert {value for value in shown.get(name, []) if value} == chosen, name

    def typist(self, chance: random.Random) -> Typist:
        """Somebody who types what people type on this site."""
        codes = list(self.model.saved)
        typed = [chance.choice([code, code.lower(), f" {code[:4]}-{code[4:]}"]) for code in codes]
        mistyped = [f"{code[:-1]}{'7' if code[-1] != '7' else '8'}" for code in codes]
        words = {
            "number": [*self.numbers, "", "NCT1234", "isrctn12345678", "the blue paper"],
            "code": [*typed, *typed, *mistyped, "", "not a code"],
            "name": ["Clinic A", "Clinic B", "x" * 81],
            "text": [SALES, "We say nothing.", SALES * 20, "<script>{{7*7}}</script>"],
            "town": ["", "Elmsford"],
            "day": ["2027-01-31", "2026-11-20", "1970-01-01", "soon", ""],
            "clinic": ["", "  Elm   Street ", "x" * 80, "x" * 81, "\U0001f9e0" * 80, "مركز"],
        }
        damaged = [file[: len(file) // 2] for file in self.model.files]
        return Typist(
            chance, words, [*self.model.files, *damaged, b"", b"{}", b"\xff\xfe", b"[" * 999]
        )

    who = st.integers(0, 1)
    turn = st.integers(0, 2**32 - 1)

    @rule(who=who, turn=turn)
    def open_a_page(self, who: int, turn: int) -> None:
        person, chance = self.begin(who, turn)
        address = chance.choice(self.addresses)
        if chance.random() < 0.2:
            forged = {"q_kind": "study", "drawn": "kind", "csrf_token": "x", "clinic": "x"}
            address = f"{address}?{urlencode(forged)}"
        self.arrive(person, person.client.get(address, follow_redirects=True), chance)

    @rule(who=who, turn=turn)
    def follow_a_link(self, who: int, turn: int) -> None:
        person, chance = self.begin(who, turn)
        links = chance.choice(person.tabs).links() if person.tabs else ["/"]
        path = urlsplit(chance.choice(links or ["/"])).path
        self.arrive(person, person.client.get(path, follow_redirects=True), chance)

    @rule(who=who, turn=turn, old=st.booleans())
    def send_a_form(self, who: int, turn: int, old: bool) -> None:
        """From the page on top, or from one that lies open for longer: Back, or another tab."""
        person, chance = self.begin(who, turn)
        if form := self.some_form(person, chance, old):
            tab, tag = form
            self.post(person, tab, self.typist(chance).fill(tab, tag), chance)

    @rule(who=who, turn=turn, anything=st.text(max_size=30))
    def forge_a_form(self, who: int, turn: int, anything: str) -> None:
        person, chance = self.begin(who, turn)
        if form := self.some_form(person, chance, old=True):
            tab, tag = form
            typist = self.typist(chance)
            theirs = [t for t in self.people[1 - who].tabs if t.forms]
            other = theirs[-1].page.fields(theirs[-1].forms[0]) if theirs else {}
            token = other.get("csrf_token", ["none"])[0]
            filled = typist.forge(typist.fill(tab, tag), token, anything)
            self.post(person, tab, filled, chance)

    @rule(who=who, turn=turn)
    def send_a_form_twice(self, who: int, turn: int) -> None:
        person, chance = self.begin(who, turn)
        if form := self.some_form(person, chance, old=False):
            tab, tag = form
            filled = self.typist(chance).fill(tab, tag)
            self.post(person, tab, filled, chance)
            self.post(person, tab, filled, chance)

    @rule(who=who, turn=turn, text=st.text(max_size=400))
    def paste_any_text(self, who: int, turn: int, text: str) -> None:
        """Into every box that a page has."""
        person, chance = self.begin(who, turn)
        address = chance.choice(["/claims", "/answers", "/trial", "/check/trial", *self.addresses])
        response = person.client.get(address, follow_redirects=True)
        if tab := self.arrive(person, response, chance):
            for tag in tab.forms:
                fields = tab.page.fields(tag)
                boxes = {"text", "clinic", "number", "town", "code", "day"} & fields.keys()
                fields |= {name: [text] for name in boxes}
                if not tag.find("input", type="file"):
                    path = str(tag.get("action") or tab.address)
                    self.post(person, tab, Filled(path, fields), chance)

    @rule(who=who, turn=turn)
    def save_for_later(self, who: int, turn: int) -> None:
        person, chance = self.begin(who, turn)
        tab = self.arrive(person, person.client.get("/save"), chance)
        assert tab
        file = person.client.get("/save/file")
        self.arrive(person, file, chance)
        if person.mine.answers:
            self.model.save(tab.page.soup.select(".code")[0].text, file.data, person.mine)

    @rule(who=who, turn=turn)
    def reach_another_copy(self, who: int, turn: int) -> None:
        person, chance = self.begin(who, turn)
        person.hop(chance.choice(self.copies))

    @rule(who=who, turn=turn)
    def come_with_another_cookie(self, who: int, turn: int) -> None:
        """One of before, as after the browser was restored; or none, or none that we made."""
        person, chance = self.begin(who, turn)
        forged = [("", Mine()), (f"{person.cookie()}x", Mine()), ("e30.aaaa.bbbb", Mine())]
        old = chance.random() < 0.7
        value, person.mine = chance.choice(
            person.old_cookies if old and person.old_cookies else forged
        )
        person.set_cookie(value)
        self.arrive(person, person.client.get("/answers"), chance)

    @rule(who=who, turn=turn)
    def ask_in_an_odd_way(self, who: int, turn: int) -> None:
        person, chance = self.begin(who, turn)
        method = chance.choice(["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "POST", "TRACE"])
        body = {"q_kind": chance.choice(FORGED), "drawn": "kind", "tick": "cure_or_reversal"}
        response = person.client.open(chance.choice(self.addresses), method=method, data=body)
        if method not in ("HEAD", "OPTIONS") or response.status_code >= 400:
            assert response.status_code not in (303, 307), "a form without a token was taken"
        if response.status_code < 300 or response.status_code >= 400:
            assert response.status_code < 500
        for one in self.people:
            assert Mine.of(one.held()) == one.mine

    def some_form(self, person: Person, chance: random.Random, old: bool) -> tuple[Tab, Any] | None:
        """Return a tab with a form; open one first if there is none."""
        tabs = [tab for tab in person.tabs if tab.forms]
        if not tabs or chance.random() < 0.3:
            address = chance.choice(
                [a for a in self.addresses if a.startswith(("/check", "/quick"))]
            )
            response = person.client.get(address, follow_redirects=True)
            self.arrive(person, response, chance)
            tabs = [tab for tab in person.tabs if tab.forms]
        if not tabs:
            return None
        tab = chance.choice(tabs) if old else tabs[-1]
        return tab, chance.choice(tab.forms)


@pytest.fixture(scope="module")
def registry() -> Iterator[PlayedRegistry]:
    """A played registry with every invented record, and with trouble of its own."""
    with PlayedRegistry() as played:
        for path in sorted(RECORDS.glob("*.json")):
            identity = record(path.stem).get("protocolSection", {}).get("identificationModule", {})
            if isinstance(identity, dict) and isinstance(identity.get("nctId"), str):
                played.study(identity["nctId"], known(path.stem))
        played.study("NCT99999901", missing("NCT99999901"))
        played.study("NCT99999902", b"HTTP/1.1 200 OK\r\n\r\n<html>")
        yield played


@pytest.fixture(scope="module")
def site(registry: PlayedRegistry) -> type[Site]:
    """The machine, on two copies with one key: the second has the registry switched off."""
    own = Settings.from_environment({"CLINIC_CHECK_SECRET_KEY": KEY}, local=True)
    Site.copies = [
        create_app(replace(own, registry_url=registry.url)),
        create_app(replace(own, registry=False)),
    ]
    app = Site.copies[0]
    library = app.extensions["clinic_check"].library
    Site.model = Model(library)
    Site.numbers = [path.rpartition("/")[2] for path in registry.answers] + ["NCT99999999"]
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    Site.addresses = [
        *(rule.rule for rule in rules if not rule.arguments),
        *(f"/check/{section.id}" for section in library.catalogue.sections),
        *(f"/check/{section.id}" for section in library.catalogue.sections),
        *(f"/change/{question.id}" for question in library.catalogue.questions),
        *("/nowhere", "/check/nowhere", "/change/nothing", "/check/%00", "/static/../x"),
    ]
    return Site


def test_no_order_of_pages_fails_or_loses_an_answer(site: type[Site]) -> None:
    """Any order, Back, forged values, two tabs, two people, two copies."""
    rules = settings(
        max_examples=10,
        stateful_step_count=EACH_RUN,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),  # making a failure smaller takes minutes: its steps are printed
        report_multiple_bugs=False,
    )
    site.steps = 0
    turn = SEED
    while site.steps < STEPS:
        turn += 1
        run_state_machine_as_test(seed(turn)(site), settings=rules)
    print(f"{site.steps} steps; forms taken {site.taken}, refused {site.refused}; seed {SEED}")
    assert site.steps >= STEPS
    assert site.taken > STEPS / 10
    assert site.refused > STEPS / 20
