"""What a mistake, an old page or a forged request meets: a plain sentence, and nothing lost."""

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from clinic_check.web.context import running
from tests.support.visitor import Visitor


def test_an_unknown_section_is_a_404_page(visitor: Visitor) -> None:
    assert visitor.get("/check/nowhere", status=404).heading == "There is no such page"
    assert visitor.get("/change/nothing", status=404).heading == "There is no such page"


def test_a_forged_option_brings_the_page_back_with_a_sentence(visitor: Visitor) -> None:
    page = visitor.get("/quick")
    page = visitor.answer(page, {"kind": "free", "deposit": "no-refund"}, status=422)
    assert page.html.count("Choose one of the answers on this page.") == 2
    assert str(page.soup.title).startswith("<title>Error: ")
    assert page.soup.select("#deposit-no-refund[checked]"), "the other answers are kept"
    assert visitor.session().get("answers") is None


def test_two_answers_to_a_question_that_takes_one_are_refused(visitor: Visitor) -> None:
    page = visitor.answer(visitor.get("/quick"), {"kind": ["sold", "study"]}, status=422)
    assert "Choose only one answer here." in page.text


def test_an_answer_that_is_sent_hundreds_of_times_is_one_answer(app: Flask) -> None:
    with app.test_request_context(
        method="POST", data={"drawn": "source", "q_source": ["own-fat", "exosomes"] * 400}
    ):
        question = running().catalogue.question["source"]
        form = running().form((question,))()
        assert form.sent(question) == ("own-fat", "exosomes"), "what is drawn again is kept"


@pytest.mark.parametrize("token", ["", "forged"])
def test_a_wrong_token_keeps_what_was_typed(visitor: Visitor, token: str) -> None:
    page = visitor.get("/quick")
    page = visitor.send(
        page, {"csrf_token": token, "q_kind": "sold", "q_source": ["own-fat"]}, status=422
    )
    assert "Press the button again" in page.text
    assert page.soup.select("#kind-sold[checked]")
    assert page.soup.select("#source-own-fat[checked]")
    page = visitor.send(page)
    assert page.address == "/summary"
    assert visitor.session()["answers"] == {"kind": "sold", "source": "own-fat"}


def test_a_section_names_the_button_to_press_again(visitor: Visitor) -> None:
    page = visitor.get("/check/signing")
    page = visitor.send(page, {"csrf_token": "", "q_deposit": "no-refund"}, status=422)
    assert "Press Continue again." in page.text
    assert page.soup.select("#deposit-no-refund[checked]")
    visitor.client.delete_cookie(visitor.app.config["SESSION_COOKIE_NAME"])
    assert "Press Continue again." in visitor.send(page, status=422).text


def test_blocked_cookies_are_said_plainly(visitor: Visitor) -> None:
    page = visitor.get("/quick")
    visitor.client.delete_cookie(visitor.app.config["SESSION_COOKIE_NAME"])
    page = visitor.answer(page, {"kind": "sold"}, status=422)
    assert "your browser blocks cookies" in page.text
    assert page.soup.select("#kind-sold[checked]")


def test_no_address_changes_anything_without_a_token(app: Flask, visitor: Visitor) -> None:
    visitor.answer(visitor.get("/quick"), {"kind": "sold"})
    before = {k: v for k, v in visitor.session().items() if k != "csrf_token"}
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()):
            continue
        values = {"section_id": "claims", "question_id": "kind"}
        address = rule.rule
        for name, value in values.items():
            address = address.replace(f"<{name}>", value)
        response = visitor.client.post(address, data={"drawn": "kind claims", "q_kind": "study"})
        assert response.status_code in (400, 422), address
        now = {k: v for k, v in visitor.session().items() if k != "csrf_token"}
        assert now == before, address


@pytest.mark.parametrize("cookie", ["forged", "e30.aaaa.bbbb", "\u00e9", "." * 3000])
def test_a_forged_cookie_starts_afresh_and_says_so_once(visitor: Visitor, cookie: str) -> None:
    visitor.client.set_cookie(visitor.app.config["SESSION_COOKIE_NAME"], cookie)
    page = visitor.get("/quick")
    assert "We could not read the answers" in page.text
    assert "We could not read the answers" not in visitor.get("/quick").text


def test_an_answer_that_the_catalogue_no_longer_knows_is_dropped_and_said(visitor: Visitor) -> None:
    with visitor.client.session_transaction() as session:
        session["answers"] = {"gone": "yes", "kind": "sold", "deposit": "free", "claims": 7}
    page = visitor.get("/answers")
    assert "Our questions have changed" in page.text
    assert "A treatment that you pay for" in page.text


def test_a_body_that_is_too_large_is_a_413_page(visitor: Visitor) -> None:
    visitor.get("/quick")
    response = visitor.client.post("/quick", data={"q_kind": "x" * 70_000})
    assert response.status_code == 413
    assert "That was too much text" in response.get_data(as_text=True)


def test_an_empty_body_and_a_wrong_method_have_their_pages(visitor: Visitor) -> None:
    assert visitor.client.post("/quick", data=b"").status_code == 422
    assert visitor.client.put("/quick").status_code == 405
    assert "can’t be used that way" in visitor.client.put("/quick").get_data(as_text=True)


def test_another_host_name_is_refused(client: FlaskClient) -> None:
    assert client.get("/", headers={"Host": "elsewhere.example"}).status_code == 400


def test_a_fault_inside_is_a_500_page_and_the_log_holds_no_answer(
    app: Flask, visitor: Visitor, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("own-fat in the message")

    visitor.answer(visitor.get("/quick"), {"source": ["own-fat"]})
    monkeypatch.setattr("clinic_check.web.views.summing.assess", broken)
    with caplog.at_level(logging.DEBUG):
        page = visitor.get("/summary?secret=own-fat", status=500)
    assert page.heading == "Something went wrong here"
    assert "RuntimeError in pages.summary" in caplog.text
    assert "own-fat" not in caplog.text
