"""What the soak has found, each mended and held here by a small test of its own."""

from io import BytesIO

import html5lib
import pytest

from clinic_check.web.forms import showable
from tests.support.visitor import Visitor


@pytest.mark.parametrize("sent", [["", "sold", "study"], [" ", "sold"], ["", "forged"]])
def test_a_blank_in_front_smuggles_nothing_in(visitor: Visitor, sent: list[str]) -> None:
    """WTForms’ Optional forgave everything where the first value was blank."""
    visitor.answer(visitor.get("/quick"), {"kind": sent}, status=422)
    assert "answers" not in visitor.session()


@pytest.mark.parametrize("body", ["[1]", "7", '{"csrf_token": 7}', '{"a":' * 9000, "{"])
def test_json_is_no_form(visitor: Visitor, body: str) -> None:
    """Flask-WTF read it, failed on shapes that no form has, and so answered 500."""
    visitor.get("/quick")
    for address in ("/quick", "/answers", "/claims", "/trial", "/resume", "/claims/keep"):
        answer = visitor.client.post(address, data=body, content_type="application/json")
        assert answer.status_code == 422, address


@pytest.mark.parametrize("name", ["csrf_token", "drawn", "clinic", "text", "number", "q_kind"])
def test_a_file_in_the_place_of_a_text_is_refused(visitor: Visitor, name: str) -> None:
    for address in ("/quick", "/answers", "/claims", "/trial"):
        page = visitor.get(address)
        form = page.soup.find_all("form", method="post")[-1]
        sent: dict[str, object] = {**page.fields(form), name: (BytesIO(b"sold"), "a.txt")}
        answer = visitor.client.post(address, data=sent, content_type="multipart/form-data")
        assert answer.status_code in (303, 422), address
    assert visitor.session().get("answers", {}) == {}


@pytest.mark.parametrize("address", ["/answers", "/trial", "/claims"])
def test_a_control_sign_that_is_typed_leaves_the_page_whole(visitor: Visitor, address: str) -> None:
    """The page that comes back was no valid HTML. The visitor checks every page."""
    page = visitor.get(address)
    signs = "a\x00b\x1b\ufffe\U0001ffff"
    name = {"/answers": "clinic", "/trial": "number", "/claims": "text"}[address]
    too_long = signs * (4000 if name == "text" else 20)
    page = visitor.send(page, {name: too_long}, status=422)
    assert "a\ufffdb\ufffd\ufffd\ufffd" in page.html


def test_what_a_page_may_hold_is_shown_as_it_was_typed() -> None:
    typed = "née\t\n مركز \u200b\u202e\U0001f9e0"
    assert showable(typed) == typed
    every = showable("".join(map(chr, range(0x110000))))
    assert len(every) == 0x110000, "one sign for one"
    body = every.replace("&", "").replace("<", "").replace("\r", "")
    page = f"<!doctype html><title>t</title><p>{body}"
    html5lib.HTMLParser(strict=True).parse(page)


def test_a_state_that_was_forged_leaves_the_page_whole(visitor: Visitor) -> None:
    """A space was missing between two attributes, only where the select had an error."""
    page = visitor.answer(visitor.get("/check/offer"), {"state": "forged"}, status=422)
    assert page.soup.select("select#state-select[aria-describedby=state-error]")
