"""Each outcome of a look-up as a patient sees it in a real browser, with a registry of our own."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from clinic_check.trials.cache import open_cache
from tests.browser.conftest import Window
from tests.support.played import PlayedRegistry, known, missing, record, reply

NUMBER = "NCT98000001"
HUGE = b'{"protocolSection": {"x": "' + b"x" * 5_100_000


@pytest.fixture
def registry(app: Flask) -> Iterator[PlayedRegistry]:
    """The played registry in the place of the real one, with an empty cache."""
    before = app.extensions["clinic_check"]
    with PlayedRegistry() as played:
        app.extensions["clinic_check"] = replace(
            before, registry=played.settings(), records=open_cache(None)
        )
        yield played
    app.extensions["clinic_check"] = before


OUTCOMES = {
    "known": (known("open-trial"), "What the record says"),
    "not found": (missing(NUMBER), "The registry says it has no study with this number."),
    "404 of something else": (reply("404 Not Found", b"<html>", "text/html"), "could not check"),
    "400": (reply("400 Bad Request", b"no", "text/plain"), "could not check"),
    "403": (reply("403 Forbidden", b"<html>", "text/html"), "would not let this server in"),
    "429": (reply("429 Too Many Requests"), "asked too much, too fast"),
    "500": (reply("500 Oops", kind="text/html"), "trouble of its own"),
    "html": (reply(body=b"<html>", kind="text/html"), "not a study record"),
    "truncated": (reply(body=b'{"protocolSection": '), "not a study record"),
    "too big": (reply(body=HUGE), "too big"),
    "another study": (known("withdrawn"), "a different study"),
    "elsewhere": (
        reply("301 Moved", Location="http://127.0.0.2/api/v2/studies/NCT98000001"),
        "pointed us to a different place",
    ),
}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_each_outcome_has_its_own_plain_words(
    window: Window, registry: PlayedRegistry, outcome: str
) -> None:
    answer, words = OUTCOMES[outcome]
    registry.study(NUMBER, answer)
    page = window.open(java_script_enabled=False, viewport={"width": 375, "height": 750})
    page.goto("/trial")
    page.get_by_label("Trial number").fill("nct 9800 0001")
    with page.expect_navigation():
        page.get_by_role("button", name="Look it up").click()
    assert words in page.inner_text("main")


def test_a_registry_that_hangs_is_said_to_be_slow(window: Window, registry: PlayedRegistry) -> None:
    registry.study(NUMBER, registry.drip(b"HTTP/1.1 200 OK\r\nX: "))
    page = window.open(java_script_enabled=False)
    page.goto("/trial")
    page.get_by_label("Trial number").fill(NUMBER)
    with page.expect_navigation():
        page.get_by_role("button", name="Look it up").click()
    assert "took too long to answer" in page.inner_text("main")


def test_from_the_question_to_the_summary(window: Window, registry: PlayedRegistry) -> None:
    name = record("withdrawn")["protocolSection"]["identificationModule"]["nctId"]
    registry.study(name, known("withdrawn"))
    page = window.open({"kind": "study"}, java_script_enabled=False)
    page.goto("/check/trial-number")
    page.check("#trial-number-said")
    with page.expect_navigation():
        page.get_by_role("button", name="Look a trial number up").click()
    page.get_by_label("Trial number").fill(name)
    with page.expect_navigation():
        page.get_by_role("button", name="Look it up").click()
    assert page.inner_text("h1") == "What the record says"
    with page.expect_navigation():
        page.get_by_role("button", name="Use this in my checklist").click()
    assert page.url.endswith("/check/trial-number")
    page.goto("/summary")
    words = page.inner_text("main")
    assert f"Trial record that you looked up: {name}, on" in words
    assert "withdrawn" in words.lower()
