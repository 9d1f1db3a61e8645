"""Two people go anywhere on the site in any order, rightly and wrongly, and lose no answer by it.

`./run tests` takes 500 steps, always the same; `./run soak` at least 20,000, others each time.
SOAK_STEPS and SOAK_SEED set how many, and which.
"""

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from clinic_check import create_app
from clinic_check.checklist.walk import PARTS, questions_in
from clinic_check.settings import Settings
from clinic_check.web.forms import one_line
from tests.soak.machine import BOXES, Watched
from tests.soak.model import Mine, Model
from tests.soak.person import Person, signed
from tests.soak.tab import FORGED, Filled, Tab, Typist
from tests.support.played import RECORDS, PlayedRegistry, known, missing, record

STEPS = int(os.environ.get("SOAK_STEPS", "500"))
SEED = int(os.environ.get("SOAK_SEED", "0"))
EACH_RUN = 50
"""Steps that are taken one after the other before two new people come."""

KEY, NEW_KEY = "soak-soak-0123456789-abcdef-fedcba", "soak-next-9876543210-abcdef-fedcba"

SALES = (
    "Our stem cells repair your nerves. 93% of patients improve within weeks, without any risk. "
    "We treat ALS, autism and arthritis. FDA registered. Doctors do not want you to know."
)

HOUR = 3600


class Site(Watched):
    """What they do. One copy can reach the registry, and one has the next key already."""

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
            "amount": ["", "4,900 dollars"],
            "day": ["2026-11-20", "20.11.2026", "soon"],
            "clinic": ["", "  Elm   Street ", "x" * 80, "x" * 81, "\U0001f9e0" * 80, "مركز"],
        }
        damaged = [file[: len(file) // 2] for file in self.model.files]
        return Typist(
            chance, words, [*self.model.files, *damaged, b"", b"{}", b"\xff\xfe", b"[" * 999]
        )

    def some_form(self, person: Person, chance: random.Random, old: bool) -> tuple[Tab, Any] | None:
        """Return a tab with a form; open one first if there is none."""
        tabs = [tab for tab in person.tabs if tab.forms]
        if not tabs or chance.random() < 0.3:
            self.arrive(person, person.get(chance.choice(self.addresses)), chance)
            tabs = [tab for tab in person.tabs if tab.forms]
        if not tabs:
            return None
        tab = chance.choice(tabs) if old else tabs[-1]
        return tab, chance.choice(tab.forms)

    who = st.integers(0, 1)
    turn = st.integers(0, 2**32 - 1)

    @rule(who=who, turn=turn)
    def open_a_page(self, who: int, turn: int) -> None:
        person, chance = self.begin(who, turn)
        address = chance.choice(self.addresses)
        if chance.random() < 0.2:
            forged = {"answer": "study", "was": "", "go": "on", "csrf_token": "x", "clinic": "x"}
            forged["back"] = chance.choice(["quick/place", "//x.example", "check/"])
            address = f"{address}?{urlencode(forged)}"
        self.arrive(person, person.get(address), chance)

    @rule(who=who, turn=turn)
    def follow_a_link(self, who: int, turn: int) -> None:
        person, chance = self.begin(who, turn)
        links = chance.choice(person.tabs).links() if person.tabs else ["/"]
        self.arrive(person, person.get(chance.choice(links or ["/"])), chance)

    @rule(who=who, turn=turn, steps=st.integers(1, 6))
    def walk_on(self, who: int, turn: int, steps: int) -> None:
        """From question to question, as most people do, from wherever they are."""
        person, chance = self.begin(who, turn)
        if not (person.tabs and self.model.asked(person.tabs[-1].address)):
            start = chance.choice(["/quick", "/check", "/details"])
            self.arrive(person, person.get(start), chance)
        for _ in range(steps):
            tab = person.tabs[-1]
            if not tab.forms or not self.model.asked(tab.address):
                return
            self.send(person, tab, self.typist(chance).fill(tab, tab.forms[0]), chance)

    @rule(who=who, turn=turn, old=st.booleans())
    def send_a_form(self, who: int, turn: int, old: bool) -> None:
        """From the page on top, or from one that lies open for longer: Back, or another tab."""
        person, chance = self.begin(who, turn)
        if form := self.some_form(person, chance, old):
            tab, tag = form
            self.send(person, tab, self.typist(chance).fill(tab, tag), chance)

    @rule(who=who, turn=turn, wrong=st.booleans())
    def open_a_page_twice(self, who: int, turn: int, wrong: bool) -> None:
        """Two tabs of one question: the newer is answered, then the older is sent, as it stands or
        not; before all, it may have come back with two answers that can't both be true.
        """
        person, chance = self.begin(who, turn)
        pages = [a for a in self.addresses if self.model.asked(a) or self.model.is_name(a)]
        names = [a for a in pages if self.model.is_name(a)]
        address = chance.choice(chance.choice([pages, pages, names]))
        older = self.arrive(person, person.get(address), chance)
        newer = self.arrive(person, person.get(address), chance)
        if not (older and newer and older.address == newer.address == address):
            return  # a question that isn't asked just now
        typist = self.typist(chance)
        question = self.model.asked(address)
        if wrong and question and (alone := [o.id for o in question.options if o.exclusive]):
            both = [alone[0], *person.mine.answers.get(question.id, ()), question.options[0].id]
            fields = {**older.page.fields(older.forms[0]), "answer": both}
            self.send(person, older, Filled(address, fields, changed=True), chance)
            older = person.tabs[-1]
        kept = person.mine.answers.get(question.id, ()) if question else ()
        self.send(person, newer, typist.fill(newer, newer.forms[0]), chance)
        filled = typist.fill(older, older.forms[0])
        if chance.random() < 0.5:
            fields = older.page.fields(older.forms[0])
            filled = Filled(address, fields, changed=older.pending)
            if wrong and kept:  # back to what was kept when the page was made, by hand
                filled = replace(filled, fields={**fields, "answer": list(kept)})
                filled = replace(filled, changed=older.pending or tuple(fields["answer"]) != kept)
        self.send(person, older, filled, chance)

    @rule(who=who, turn=turn, back=st.sampled_from(["", "check/claims", "quick/place"]))
    def use_a_tool(self, who: int, turn: int, back: str) -> None:
        """Paste the clinic's words, or bring answers back: the page that follows stays open."""
        person, chance = self.begin(who, turn)
        saved = list(self.model.saved)
        address, fields = chance.choice(
            [("/claims", {"text": [SALES], "back": [back]})]
            + [("/resume", {"code": [chance.choice(saved)]}) for _ in saved[:1]]
            + [("/trial", {"number": [chance.choice(self.numbers)], "back": [back]})]
        )
        tab = self.arrive(person, person.get(address), chance)
        if tab and tab.forms:  # the registry may be switched off
            sent = Filled(address, {**tab.page.fields(tab.forms[0]), **fields})
            self.send(person, tab, sent, chance)

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
            self.send(person, tab, filled, chance)

    @rule(who=who, turn=turn)
    def refresh(self, who: int, turn: int) -> None:
        """The browser sends the last form once more, whatever happened since."""
        person, chance = self.begin(who, turn)
        if person.sent:
            tab, filled = person.sent
            self.send(person, tab, filled, chance)

    @rule(who=who, turn=turn, text=st.text(max_size=400))
    def paste_any_text(self, who: int, turn: int, text: str) -> None:
        """Into every box that a page has."""
        person, chance = self.begin(who, turn)
        pages = ["/claims", "/quick/name", "/trial", "/resume", "/compare", *self.addresses]
        tab = self.arrive(person, person.get(chance.choice(pages)), chance)
        for tag in tab.forms if tab else ():
            assert tab
            fields = tab.page.fields(tag)
            boxes = {name for name in fields if name.partition("-")[0] in (*BOXES, "name")}
            changed = "clinic" in boxes and one_line(text) != "".join(fields["clinic"])
            fields |= {name: [text] for name in boxes}
            if not tag.find("input", type="file"):
                path = str(tag.get("action") or tab.address)
                self.send(person, tab, Filled(path, fields, changed=changed), chance)

    @rule(who=who, turn=turn)
    def save_for_later(self, who: int, turn: int) -> None:
        person, chance = self.begin(who, turn)
        tab = self.arrive(person, person.get("/save"), chance)
        assert tab
        file = person.get("/save/file")
        self.arrive(person, file, chance)
        if person.mine.answers:
            self.model.save(tab.page.soup.select(".code")[0].text, file.data, person.mine)

    @rule(who=who, turn=turn)
    def clear(self, who: int, turn: int) -> None:
        """Clear all, and then send what lies open from before."""
        person, chance = self.begin(who, turn)
        before = [tab for tab in person.tabs if tab.forms]
        tab = self.arrive(person, person.get("/clear"), chance)
        assert tab
        self.send(person, tab, Filled("/clear", tab.page.fields(tab.forms[0])), chance)
        for old in chance.sample(before, min(3, len(before))):
            filled = self.typist(chance).fill(old, chance.choice(old.forms))
            self.send(person, old, filled, chance)

    @rule(who=who, turn=turn)
    def reach_another_copy(self, who: int, turn: int) -> None:
        person, chance = self.begin(who, turn)
        person.hop(chance.choice(self.copies))

    @rule(who=who, turn=turn)
    def come_with_another_cookie(self, who: int, turn: int) -> None:
        """One of before, as after the browser was restored; or none, or none that can be read."""
        person, chance = self.begin(who, turn)
        holding = {"answers": {"kind": "sold"}, "clinic": "Elm Street", "csrf_token": "0" * 40}
        expired = signed(person.app, holding, -7 * 24 * HOUR - 60)
        ahead = signed(person.app, holding, 300)  # from a copy whose clock goes before
        person.known[ahead] = Mine.of(holding)
        unreadable = [f"{person.cookie()}x", "e30.aaaa.bbbb", "x" * 4000, expired]
        value = chance.choice([*list(person.known)[-4:], ahead, "", *unreadable])
        person.put(value)
        self.arrive(person, person.get("/answers"), chance)

    @rule(who=who, turn=turn)
    def ask_in_an_odd_way(self, who: int, turn: int) -> None:
        person, chance = self.begin(who, turn)
        method = chance.choice(["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "POST", "TRACE"])
        body = {"answer": chance.choice(FORGED), "go": "blank", "tick": "cure_or_reversal"}
        body |= {"keep": "week", "who": "helper", "clinic": "x"}
        response = person.client.open(chance.choice(self.addresses), method=method, data=body)
        assert response.status_code < 500
        for one in self.people:
            assert Mine.of(one.held()) == one.mine, "a form without a token was taken"
            one.remember()


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
    """The machine, on three copies: the second has the registry switched off, the third signs with
    the next key and reads the one of before.
    """
    own = Settings.from_environment({"CLINIC_CHECK_SECRET_KEY": KEY}, local=True)
    Site.copies = [
        create_app(replace(own, registry_url=registry.url)),
        create_app(replace(own, registry=False)),
        create_app(replace(own, registry=False, secret_key=NEW_KEY, secret_key_old=KEY)),
    ]
    app = Site.copies[0]
    library = app.extensions["clinic_check"].library
    catalogue = library.catalogue
    Site.model = Model(library)
    Site.numbers = [path.rpartition("/")[2] for path in registry.answers] + ["NCT99999999"]
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    Site.addresses = [
        *(rule.rule for rule in rules if not rule.arguments),
        *(f"/{part}/{q.id}" for part in PARTS for q in questions_in(catalogue, part)),
        *(f"/change/{question.id}" for question in catalogue.questions),
        *(f"/check/{section.id}" for section in catalogue.sections),
        *(f"/{part}/name" for part in (*PARTS, "change")),
        *(f"/signed/letters/{kind}" for kind in library.letters.letter),
        *("/quick", "/check", "/details", "/quick", "/check", "/details", "/QUICK/", "/Summary"),
        *("/save/reminder?day=2027-01-31", "/save/reminder?day=soon", "/save/reminder?day=%00"),
        *("/nowhere", "/check/nowhere", "/change/nothing", "/check/%00", "/static/../x"),
    ]
    return Site


def test_no_order_of_pages_fails_or_loses_an_answer(site: type[Site]) -> None:
    """Any order, Back, Refresh, forged values, tabs, people, copies, and cookies of any kind."""
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
