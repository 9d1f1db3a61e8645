"""What the soak has found, each mended and held here by a small test of its own."""

from io import BytesIO

import html5lib
import pytest

from clinic_check.web.forms import showable
from tests.support.visitor import Page, Visitor

TOKENLESS = {"csrf_token": "of a page from before"}


@pytest.mark.parametrize("sent", [["", "sold", "study"], [" ", "sold"], ["", "forged"]])
def test_a_blank_in_front_smuggles_nothing_in(visitor: Visitor, sent: list[str]) -> None:
    """WTForms’ Optional forgave everything where the first value was blank."""
    visitor.press(visitor.get("/quick/kind"), sent, status=422)
    assert "answers" not in visitor.session()


@pytest.mark.parametrize("body", ["[1]", "7", '{"csrf_token": 7}', '{"a":' * 9000, "{"])
def test_json_is_no_form(visitor: Visitor, body: str) -> None:
    """Flask-WTF read it, failed on shapes that no form has, and so answered 500."""
    visitor.get("/quick/kind")
    for address in ("/quick/kind", "/quick/name", "/claims", "/trial", "/resume", "/claims/keep"):
        answer = visitor.client.post(address, data=body, content_type="application/json")
        assert answer.status_code == 422, address


@pytest.mark.parametrize("name", ["csrf_token", "was", "clinic", "text", "number", "answer"])
def test_a_file_in_the_place_of_a_text_is_refused(visitor: Visitor, name: str) -> None:
    for address in ("/quick/kind", "/quick/name", "/claims", "/trial"):
        page = visitor.get(address)
        form = page.soup.find_all("form", method="post")[-1]
        sent: dict[str, object] = {**page.fields(form), name: (BytesIO(b"sold"), "a.txt")}
        answer = visitor.client.post(address, data=sent, content_type="multipart/form-data")
        assert answer.status_code in (303, 422), address
    assert visitor.session().get("answers", {}) == {}


@pytest.mark.parametrize("address", ["/quick/name", "/trial", "/claims"])
def test_a_control_sign_that_is_typed_leaves_the_page_whole(visitor: Visitor, address: str) -> None:
    """The page that comes back was no valid HTML. The visitor checks every page."""
    page = visitor.get(address)
    signs = "a\x00b\x1b\ufffe\U0001ffff"
    name = {"/quick/name": "clinic", "/trial": "number", "/claims": "text"}[address]
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
    visitor.holding({"place": "us"})
    page = visitor.press(visitor.get("/check/state"), "forged", status=422)
    assert page.soup.select("select#state-select[aria-describedby=state-error]")


def chosen(page: Page) -> list[str]:
    return page.fields(page.soup.find_all("form")[0]).get("answer", [])


def test_an_older_blank_page_whose_token_is_old_wipes_nothing_when_pressed_again(
    visitor: Visitor,
) -> None:
    """It came back blank beside the newer answer, so that the second press wiped that one."""
    older = visitor.get("/quick/kind")
    visitor.press(visitor.get("/quick/kind"), "sold")
    again = visitor.send(older, TOKENLESS, status=422)
    assert chosen(again) == ["sold"]
    visitor.press(again)
    assert visitor.session()["answers"] == {"kind": "sold"}


def test_what_was_chosen_on_a_page_that_came_back_is_kept_whatever_came_between(
    visitor: Visitor,
) -> None:
    """It was taken for a page on which nothing had been changed."""
    page = visitor.press(visitor.get("/check/claims"), ["cure"])
    page = visitor.send(visitor.get("/check/claims"), {"answer": ["cure", "none"]}, status=422)
    visitor.press(visitor.get("/check/claims"), ["testimonials"])
    visitor.press(page, ["cure"])
    assert visitor.session()["answers"] == {"claims": "cure"}


def test_an_older_blank_page_does_not_wipe_the_name(visitor: Visitor) -> None:
    older = visitor.get("/quick/name")
    visitor.send(visitor.get("/quick/name"), {"clinic": "Elm Street"})
    visitor.send(older)
    assert visitor.session()["clinic"] == "Elm Street"
    visitor.send(visitor.get("/quick/name"), {"clinic": ""})
    assert "clinic" not in visitor.session(), "whoever empties the field means it"


def test_an_answer_to_a_question_that_moved_to_another_part_is_kept(visitor: Visitor) -> None:
    """It was led on to the question's place, and what was ticked was lost."""
    page = visitor.get("/check/route")
    sent = {**page.fields(page.soup.find_all("form")[0]), "answer": "vein"}
    assert visitor.client.post("/quick/route", data=sent).status_code == 303
    assert visitor.session()["answers"] == {"route": "vein"}


@pytest.mark.parametrize(
    ("address", "name", "typed"),
    [("/who", "who", "helper"), ("/keep", "keep", "week"), ("/quick/name", "clinic", "Elm")],
)
def test_a_page_from_before_the_clearing_shows_what_is_kept_now(
    visitor: Visitor, address: str, name: str, typed: str
) -> None:
    older = visitor.get(address)
    visitor.send(visitor.get("/clear"))
    page = visitor.send(older, {name: typed}, status=422)
    assert page.fields(page.soup.find_all("form")[0])[name] != [typed]


@pytest.mark.parametrize("address", ["/signed/letters/cancel", "/signed", "/other-ways"])
def test_no_letter_day_or_state_from_before_the_clearing_comes_back(
    visitor: Visitor, address: str
) -> None:
    """The form was meant to be made anew, and was filled in with what was sent all the same."""
    older = visitor.get(address)
    form = older.soup.select("form[method=post]")[0]
    typed = dict.fromkeys(older.fields(form), "2026-11-20")
    states = [str(option["value"]) for option in form.select("select[name=state] option[value]")]
    visitor.send(visitor.get("/clear"))
    sent = {**typed, "state": states[-1] if states else "", **TOKENLESS}
    answer = visitor.client.post(address, data=sent)
    assert answer.status_code == 422
    html = answer.get_data(as_text=True)
    assert 'value="2026-11-20"' not in html
    assert not [state for state in states if state and f'value="{state}" selected' in html]


def test_no_code_and_no_text_from_before_the_clearing_comes_back(visitor: Visitor) -> None:
    """Nothing asked how old the page was at “Change the text”, “Replace my answers”, and where a
    look-up is put into the checklist.
    """
    visitor.holding({"kind": "sold"})
    code = visitor.get("/save").soup.select(".code")[0].text
    visitor.holding({"kind": "study"})
    confirm = visitor.send(visitor.get("/resume"), {"code": code})
    found = visitor.send(visitor.get("/claims"), {"text": "We cure nerves in Elmsford."})
    visitor.send(visitor.get("/clear"))
    page = visitor.send(confirm, status=422)
    assert code not in page.html
    answer = visitor.client.post("/trial/keep", data={**TOKENLESS, "number": "NCT98000001"})
    assert "NCT98000001" not in answer.get_data(as_text=True)
    for form in range(len(found.soup.find_all("form", method="post"))):
        page = visitor.send(found, {"change": "yes"}, form=form, status=422)
        assert "Elmsford" not in page.html
