"""What a mistake, an old page or a forged request meets: a plain sentence, and nothing lost."""

import json
import logging
import time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner

from clinic_check.web.session import AHEAD
from tests.support.visitor import Visitor

WEEK = 7 * 86_400


def ticked(page: Any, question: str, option: str) -> bool:
    return bool(page.soup.select(f"#{question}-{option}[checked]"))


def test_an_unknown_question_is_a_404_page(visitor: Visitor) -> None:
    assert visitor.get("/check/nowhere", status=404).heading == "There is no such page"
    assert visitor.get("/change/nothing", status=404).heading == "There is no such page"


def test_a_forged_option_brings_the_page_back_with_a_sentence(visitor: Visitor) -> None:
    page = visitor.press(visitor.get("/check/claims"), ["cure", "forged"], status=422)
    assert page.html.count("Choose one of the answers on this page.") == 2
    assert str(page.soup.title).startswith("<title>Error: ")
    assert ticked(page, "claims", "cure")
    assert "answers" not in visitor.session()


def test_two_answers_to_a_question_that_takes_one_are_refused(visitor: Visitor) -> None:
    page = visitor.press(visitor.get("/quick/kind"), ["sold", "study"], status=422)
    assert "Choose only one answer here." in page.text


def test_an_answer_that_is_sent_hundreds_of_times_is_one_answer(visitor: Visitor) -> None:
    visitor.press(visitor.get("/check/source"), ["own-fat", "exosomes"] * 300)
    assert visitor.session()["answers"] == {"source": ["own-fat", "exosomes"]}


@pytest.mark.parametrize("token", ["", "forged"])
def test_a_wrong_token_keeps_what_was_ticked(visitor: Visitor, token: str) -> None:
    page = visitor.get("/quick/source")
    page = visitor.send(page, {"csrf_token": token, "answer": ["own-fat"]}, status=422)
    assert "Press “Continue” again." in page.text
    assert ticked(page, "source", "own-fat")
    visitor.press(page)
    assert visitor.session()["answers"] == {"source": "own-fat"}


def test_blocked_cookies_are_said_plainly(visitor: Visitor) -> None:
    page = visitor.get("/quick/kind")
    visitor.client.delete_cookie(visitor.app.config["SESSION_COOKIE_NAME"])
    page = visitor.press(page, "sold", status=422)
    assert "your browser blocks cookies" in page.text
    assert ticked(page, "kind", "sold")


def test_no_address_changes_anything_without_a_token(app: Flask, visitor: Visitor) -> None:
    visitor.holding({"kind": "sold"})
    before = {k: v for k, v in visitor.session().items() if k != "csrf_token"}
    tried = 0
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()):
            continue
        address = rule.rule.replace("<question_id>", "kind").replace("<kind>", "cancel")
        for part in ("quick", "check", "details", "change"):
            one = address
            if "<any(" in one:
                one = f"/{part}{one[one.index('>') + 1 :]}"
            response = visitor.client.post(one, data={"answer": "study", "clinic": "x"})
            assert response.status_code in (303, 400, 422), one
            now = {k: v for k, v in visitor.session().items() if k != "csrf_token"}
            assert now == before, one
            tried += 1
    assert tried > 10


# The cookie


@pytest.mark.parametrize("cookie", ["forged", "e30.aaaa.bbbb", "\u00e9", "." * 3000])
def test_a_cookie_that_cannot_be_read_is_told_of_and_not_replaced_before_one_goes_on(
    visitor: Visitor, cookie: str
) -> None:
    name = visitor.app.config["SESSION_COOKIE_NAME"]
    visitor.client.set_cookie(name, cookie)
    for _ in range(2):
        page = visitor.get("/quick/kind")
        assert "We could not read the answers from your earlier pages." in page.text
        assert "Set-Cookie" not in page.response.headers
    page = visitor.press(page, "sold", status=422)
    assert "once more to go on" in page.text
    assert "We could not read" not in page.text, "one message, and it is true"
    assert ticked(page, "kind", "sold")
    visitor.press(page)
    assert visitor.session()["answers"] == {"kind": "sold"}


def test_a_page_that_outlived_its_cookie_says_one_true_thing(visitor: Visitor) -> None:
    page = visitor.get("/quick/kind")
    visitor.client.set_cookie(visitor.app.config["SESSION_COOKIE_NAME"], "worn-out")
    page = visitor.press(page, "sold", status=422)
    assert "Press “Continue” to go on without the earlier ones." in page.text
    assert "Set-Cookie" not in page.response.headers, "another copy may be able to read it"
    page = visitor.press(page, status=422)
    visitor.press(page)
    assert visitor.session()["answers"] == {"kind": "sold"}


@pytest.mark.parametrize(
    ("seconds", "read"),
    [
        *((-0.5, True), (-2, True), (2 - AHEAD, True), (WEEK - 60, True)),
        *((-AHEAD - 60, False), (WEEK + 60, False)),
    ],
)
def test_clocks_may_differ_by_ten_minutes_and_a_cookie_is_read_for_a_week(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, seconds: float, read: bool
) -> None:
    then = int(time.time() - seconds)
    with monkeypatch.context() as patched:
        patched.setattr(TimestampSigner, "get_timestamp", lambda self: then)
        visitor.press(visitor.get("/quick/deposit"), "no-refund")
    page = visitor.get("/quick/deposit")
    assert ticked(page, "deposit", "no-refund") is read
    assert ("We could not read the answers" in page.text) is not read


@pytest.mark.parametrize(
    "content",
    [
        *(["a", "list"], "text", 7, None, True, [["k", "v"]]),
        *({"answers": 7}, {"answers": ["kind"]}, {"answers": {"kind": {"a": 1}}}),
        {"answers": {"kind": None, "claims": [["cure"]]}, "clinic": {}, "who": [], "trial": 5},
        {"answers": {"claims": ["cure", "none"]}, "trial": [1, 2, 3], "opened": "x"},
        {"trial": ["NCT01234567", "2026-11-20", [7, {}]], "csrf_token": 5},
        {"_permanent": "x", "cleared": [], "opened": {"new": 7}},
        *({"answers": {"kind": "sold"}, "clinic": half} for half in ("\ud800", ["\udfff"])),
        *({"csrf_token": "\ud800"}, {"opened": {"new": "\ud800"}}),
        *(
            {"answers": {"kind": "sold"}, "trial": ["NCT01234567", day, []]}
            for day in ("", "2026-99-99", "2026-13", "99999-01-01", "x-y", "\ud800", "20260101")
        ),
        {"answers": {"kind": "sold"}, "trial": ["<b>", "2026-11-20", []]},
        {"answers": {"kind": json.loads("[" * 400 + "]" * 400)}},
    ],
)
def test_a_signed_cookie_of_any_shape_gives_no_500(
    app: Flask, visitor: Visitor, content: object
) -> None:
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # ours has it
    serializer.serializer = json  # Flask's own can't write some of these
    visitor.client.set_cookie(app.config["SESSION_COOKIE_NAME"], serializer.dumps(content))
    for address in (
        "/",
        "/check/kind",
        "/answers",
        "/summary",
        "/save",
        "/resume/opened",
        "/letter",
        "/compare",
    ):
        visitor.get(address)
    paper = visitor.client.get("/sheet/everything.pdf")
    assert paper.status_code in (200, 303), "nothing to print, or a sheet"


def test_two_answers_in_the_cookie_where_one_is_taken_are_dropped_and_said(
    visitor: Visitor,
) -> None:
    visitor.holding({"kind": ["sold", "study"], "deposit": "no-refund"})
    assert "Our questions have changed" in visitor.get("/answers").text
    assert not visitor.get("/check/kind").soup.select("[checked]")


def test_an_answer_that_the_catalogue_no_longer_knows_is_dropped_and_said(visitor: Visitor) -> None:
    visitor.holding({"gone": "yes", "kind": "sold", "deposit": "free", "claims": 7})
    page = visitor.get("/answers")
    assert "Our questions have changed" in page.text
    assert ticked(visitor.get("/check/kind"), "kind", "sold")


# Requests


def test_a_body_that_is_too_large_is_a_413_page(visitor: Visitor) -> None:
    response = visitor.client.post("/quick/kind", data={"answer": "x" * 70_000})
    assert response.status_code == 413
    assert "That was too much" in response.get_data(as_text=True)


def test_an_empty_body_and_a_wrong_method_have_their_pages(visitor: Visitor) -> None:
    assert visitor.client.post("/quick/kind", data=b"").status_code == 422
    refused = visitor.client.put("/quick/kind")
    assert refused.status_code == 405
    assert "can’t be used that way" in refused.get_data(as_text=True)
    assert "GET" in refused.headers["Allow"]


def test_head_answers_as_get_does(app: Flask, client: FlaskClient) -> None:
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments:
            got, head = client.get(rule.rule), client.head(rule.rule)
            assert head.status_code == got.status_code, rule.rule
            assert head.data == b""


def test_another_host_name_is_refused(client: FlaskClient) -> None:
    assert client.get("/", headers={"Host": "elsewhere.example"}).status_code == 400


def test_a_fault_inside_is_a_500_page_and_the_log_holds_no_answer(
    visitor: Visitor, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("own-fat in the message")

    visitor.holding({"source": ["own-fat"]})
    monkeypatch.setattr("clinic_check.web.weighing.assess", broken)
    with caplog.at_level(logging.DEBUG):
        page = visitor.get("/summary?secret=own-fat", status=500)
    assert page.heading == "Something went wrong here"
    assert "RuntimeError in summary.summary" in caplog.text
    assert "own-fat" not in caplog.text


def test_a_fault_while_the_cookie_is_written_leaves_neither_address_nor_words_in_the_log(
    visitor: Visitor, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = [RuntimeError("Brindlemere in the message")]

    def broken(*_: object) -> None:
        if faults:  # the first time; the error page is sent
            raise faults.pop()

    monkeypatch.setattr("clinic_check.web.session.SessionInterface.save_session", broken)
    visitor.app.config["PROPAGATE_EXCEPTIONS"] = False
    with caplog.at_level(logging.DEBUG):
        response = visitor.client.get("/check/deposit?clinic=Brindlemere")
    assert response.status_code == 500
    assert "RuntimeError in checklist.question" in caplog.text
    assert "Brindlemere" not in caplog.text
    assert "/check/deposit" not in caplog.text


@pytest.mark.parametrize("address", ["/check/KIND%0D%0AX-Told:%201", "/CHECK/%C3%89%0A/"])
def test_a_line_end_in_an_address_ends_no_header_and_gives_no_500(
    client: FlaskClient, address: str
) -> None:
    response = client.get(address)
    while response.status_code == 308:
        assert "X-Told" not in response.headers
        response = client.get(response.headers["Location"])
    assert response.status_code == 404


def test_none_beside_several_ticks_is_told_in_one_sentence_that_ends_it(visitor: Visitor) -> None:
    page = visitor.press(visitor.get("/check/claims"), ["cure", "success-rate", "none"], status=422)
    assert "can’t be true together with other ticks. Untick it, or all the others." in page.text
    page = visitor.press(visitor.get("/check/claims"), ["cure", "none"], status=422)
    assert "Untick one of the two." in page.text
