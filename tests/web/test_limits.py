"""Costly work has few slots: who finds none is told at once, with all that was typed."""

import contextlib
import threading

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from clinic_check import create_app
from clinic_check.settings import Settings
from clinic_check.web import limits
from clinic_check.web.limits import MOST_FIELDS, PAGE_LIMIT, SLOTS, Busy, slot
from tests.support.played import NUMBER, PlayedRegistry, known
from tests.support.visitor import Visitor, text

WORDS = "Our stem cells repair your nerves. <b>Book today!</b>"


class Taken:
    """Every slot for some work, held by others."""

    def __init__(self, work: str) -> None:
        self.slots = [slot(work) for _ in range(SLOTS[work])]

    def __enter__(self) -> None:
        for one in self.slots:
            one.__enter__()

    def __exit__(self, *_: object) -> None:
        for one in self.slots:
            one.__exit__(None, None, None)


@pytest.mark.parametrize("work", SLOTS)
def test_a_full_house_is_told_at_once_and_a_slot_comes_free_again(work: str) -> None:
    with Taken(work), pytest.raises(Busy), slot(work):
        raise AssertionError("there was a slot")
    with pytest.raises(ArithmeticError), slot(work):
        raise ArithmeticError
    with Taken(work):
        """After a failure too, all slots can be had."""


def test_a_text_that_finds_no_slot_comes_back_whole_with_503(visitor: Visitor) -> None:
    page = visitor.get("/claims")
    with Taken("reading"):
        page = visitor.send(page, {"text": WORDS}, status=503)
        assert page.response.headers["Retry-After"] == "2"
        assert text(page.soup.textarea) == WORDS
        assert "Your text is still here" in page.text
        assert visitor.get("/summary").status == 200, "everything else goes on"
    page = visitor.send(page)
    assert page.heading.startswith("What their words"), "pressing again is enough"


def test_a_number_that_finds_no_slot_comes_back_with_503(visitor: Visitor) -> None:
    page = visitor.get("/trial")
    sent = {"number": NUMBER, "town": "Elmsford"}
    with Taken("look-up"):
        page = visitor.send(page, sent, status=503)
    assert page.response.headers["Retry-After"] == "10"
    shown = page.fields(page.soup.find_all("form")[0])
    assert {name: shown[name] for name in sent} == {name: [value] for name, value in sent.items()}
    assert "Your number is still here" in page.text


@pytest.mark.parametrize("at", ["", "/es"])
def test_a_letter_that_finds_no_slot_comes_back_with_what_was_typed(
    visitor: Visitor, at: str
) -> None:
    page = visitor.get(f"{at}/signed/letters/cancel")
    with Taken("paper"):
        sent = {"clinic": "Clínica {Sol}", "name": "Ana Ñuñez", "pdf": "yes"}
        page = visitor.send(page, sent, status=503)
    assert page.response.headers["Retry-After"] == "2"
    shown = page.fields(page.soup.find_all("form")[0])
    assert (shown["clinic"], shown["name"]) == (["Clínica {Sol}"], ["Ana Ñuñez"])
    assert ("lo que usted escribió sigue aquí" if at else "what you typed is still here") in (
        page.text.lower()
    )


def test_a_registry_that_hangs_leaves_no_slot_and_says_so_with_503(
    played: PlayedRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic_check.trials.exchange._SLOTS", threading.BoundedSemaphore(1))
    app = create_app(
        Settings.from_environment({"CLINIC_CHECK_REGISTRY_URL": played.url}, local=True)
    )
    come, go = threading.Event(), threading.Event()

    def hang(line: object) -> None:
        come.set()
        go.wait(20)

    played.study("NCT98000002", hang)
    played.study(NUMBER, known("open-trial"))
    first, second = Visitor(app), Visitor(app)
    form = first.get("/trial")
    slow = threading.Thread(
        target=first.client.post,
        args=("/trial",),
        kwargs={"data": {**form.fields(form.soup.find_all("form")[0]), "number": "NCT98000002"}},
    )
    slow.start()
    assert come.wait(20)
    page = second.send(second.get("/trial"), {"number": NUMBER}, status=503)
    assert page.response.headers["Retry-After"] == "10"
    go.set()
    slow.join()
    assert second.send(page).heading != page.heading


def test_probes_are_answered_while_every_slot_is_taken(app: Flask) -> None:
    with contextlib.ExitStack() as full:
        for work in SLOTS:
            full.enter_context(Taken(work))
        for address in ("/healthz", "/readyz"):
            assert app.test_client().get(address).status_code == 200


def test_a_view_that_takes_no_busy_house_gets_the_error_page(app: Flask) -> None:
    full = create_app(Settings.from_environment({}, local=True))

    @full.get("/paper-of-a-test")
    def paper() -> str:
        with slot("paper"):
            return "made"

    with Taken("paper"):
        page = Visitor(full).get("/paper-of-a-test", status=503)
    assert page.response.headers["Retry-After"] == "2"
    assert "Please wait" in page.text
    assert full.test_client().get("/paper-of-a-test").status_code == 200


def test_a_page_beyond_every_size_becomes_the_error_page(
    caplog: pytest.LogCaptureFixture,
) -> None:
    grown = create_app(Settings.from_environment({}, local=True))
    grown.add_url_rule("/long", "long", lambda: "x" * PAGE_LIMIT)
    grown.add_url_rule("/longer", "longer", lambda: "x" * (PAGE_LIMIT + 1))
    assert grown.test_client().get("/long").status_code == 200
    page = Visitor(grown).get("/longer", status=500)
    assert "our fault" in page.text
    assert "PageTooLong in longer" in caplog.text


def test_the_longest_text_makes_a_page_of_the_size_that_is_allowed(visitor: Visitor) -> None:
    for words in ('"' * 20_000, "\U0001f9ec" * 20_000, "I had\n" * 3333, "cure & heal. " * 1538):
        page = visitor.send(visitor.get("/claims"), {"text": words})
        assert len(page.html.encode()) < PAGE_LIMIT / 2


@pytest.mark.parametrize("address", ["/claims", "/trial", "/resume", "/compare"])
def test_a_form_of_very_many_fields_is_refused_before_it_is_read(
    visitor: Visitor, address: str
) -> None:
    few, many = "a=&" * (MOST_FIELDS - 1), "a=&" * MOST_FIELDS
    kind = "application/x-www-form-urlencoded"
    assert visitor.client.post(address, data=few, content_type=kind).status_code == 422
    refused = visitor.client.post(address, data=many, content_type=kind)
    assert refused.status_code == (422 if address == "/compare" else 413)
    assert "<h1" in refused.get_data(as_text=True), "as a page of ours"


def test_every_form_that_is_ours_has_far_fewer_fields(visitor: Visitor, app: Flask) -> None:
    longest = 0
    for rule in app.url_map.iter_rules():
        if rule.arguments or "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        answer = visitor.client.get(rule.rule, follow_redirects=True)
        if answer.mimetype == "text/html":
            page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
            for form in page.find_all("form"):
                longest = max(longest, len(form.find_all(["input", "select", "textarea"])))
    for section in ("offer", "safety", "oversight"):
        page = visitor.get(f"/check/{section}").soup
        longest = max(longest, len(page.find_all(["input", "select", "textarea"])))
    assert 10 < longest < MOST_FIELDS / 3


def test_each_kind_of_slot_says_when_to_come_again() -> None:
    assert limits.RETRY_SECONDS.keys() == SLOTS.keys()
    assert min(limits.RETRY_SECONDS.values()) > 0
