"""“Check their words”: the text comes back with its claims marked, and is kept nowhere."""

import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.web.views.claims import TICKS
from tests.support.visitor import Page, Visitor, text

SALES = """Our stem cells will repair your damaged nerves and reverse neuropathy for good.
There are no side effects, because the cells are your own.
9 out of 10 patients notice relief within six weeks.
Our clinic is FDA registered. Book your free consultation today!"""


def paste(visitor: Visitor, words: str, status: int = 200) -> Page:
    return visitor.send(visitor.get("/claims"), {"text": words}, status=status)


def test_claims_are_marked_and_explained(visitor: Visitor) -> None:
    page = paste(visitor, SALES)
    marked = " ".join(text(mark) for mark in page.soup.select("mark"))
    assert "repair" in marked
    assert "no side effects" in marked
    notes = page.soup.select("details[id^=claim-]")
    assert len(notes) >= 4
    for link in page.soup.select("mark a"):
        assert page.soup.select(str(link["href"])), "a mark leads to its note"
    assert all("Ask:" in text(note) for note in notes)


def test_the_text_is_shown_back_whole(visitor: Visitor) -> None:
    page = paste(visitor, SALES)
    (words,) = page.soup.select(".words")
    for link in words.select("a"):
        link.decompose()
    assert " ".join(words.get_text().split()) == " ".join(SALES.split())


def test_what_is_missing_is_listed_with_what_to_ask(visitor: Visitor) -> None:
    page = paste(visitor, SALES)
    assert "What we could not find in this text" in page.text


def test_an_honest_text_is_not_called_good(visitor: Visitor) -> None:
    page = paste(visitor, "This treatment is not FDA approved. Ask whether it fits you.")
    assert not page.soup.select("mark")
    assert "This does not mean that the offer is sound." in page.text


def test_only_what_is_chosen_goes_into_the_checklist(visitor: Visitor) -> None:
    visitor.holding({"claims": ["hidden"]})
    page = paste(visitor, SALES)
    assert not page.soup.select("input[name=tick][checked]"), "nothing is ticked beforehand"
    page = visitor.send(page, {"tick": ["cure_or_reversal", "fda_halo"]})
    assert page.address == "/answers"
    kept = visitor.session()
    assert kept["answers"] == {"claims": ["cure", "hidden"], "registered": "yes"}
    assert "neuropathy" not in str(kept)


def test_a_tick_takes_the_place_of_none_of_these(visitor: Visitor) -> None:
    visitor.holding({"claims": ["none"]})
    visitor.send(paste(visitor, SALES), {"tick": ["cure_or_reversal"]})
    assert visitor.session()["answers"] == {"claims": "cure"}


def test_every_tick_is_an_answer_of_the_checklist(catalogue: Catalogue) -> None:
    for question, option in TICKS.values():
        assert option in catalogue.question[question].option


def test_a_forged_tick_changes_nothing(visitor: Visitor) -> None:
    page = paste(visitor, SALES)
    visitor.send(page, {"tick": ["pressure_or_price", "everything"]}, status=422)
    assert "answers" not in visitor.session()


@pytest.mark.parametrize(
    ("at", "asked"),
    [
        ("/claims", "Tick what you want to put into your checklist."),
        ("/es/claims", "Marque lo que quiere poner en su lista de preguntas."),
    ],
)
def test_with_nothing_ticked_the_page_comes_back_whole_and_asks_for_a_tick(
    visitor: Visitor, at: str, asked: str
) -> None:
    found = visitor.send(visitor.get(f"{at}?back=check/claims"), {"text": SALES})
    page = visitor.send(found, status=422)
    (problem,) = page.soup.select(".problems a")
    assert text(problem) == asked
    box = page.soup.select_one(str(problem["href"]))
    assert box is not None
    assert (box["type"], box["name"]) == ("checkbox", "tick")
    assert page.soup.select("details[open] fieldset"), "what is asked for is in sight"
    marks = found.soup.select("mark")
    assert marks
    assert page.soup.select("mark") == marks
    assert "answers" not in visitor.session()
    page = visitor.send(page, {"tick": ["cure_or_reversal"]})
    assert page.address.endswith("/check/claims"), "the way back is not lost either"
    assert visitor.session()["answers"] == {"claims": "cure"}


def test_nothing_ticked_and_no_text_asks_for_a_text(visitor: Visitor) -> None:
    page = visitor.send(paste(visitor, SALES), without=("text",), status=422)
    assert page.heading == "Check their words"


def test_ticks_of_a_page_drawn_before_the_text_went_along_are_taken(visitor: Visitor) -> None:
    visitor.send(paste(visitor, SALES), {"tick": ["cure_or_reversal"]}, without=("text",))
    assert visitor.session()["answers"] == {"claims": "cure"}


def test_the_longest_text_comes_back_with_nothing_ticked(visitor: Visitor) -> None:
    long = "We cure neuropathy. " + "\U0001f9ec" * 19_000
    page = visitor.send(paste(visitor, long), status=422)
    assert page.value("input[name=text]") == long


def test_ticks_with_a_wrong_token_keep_the_text(visitor: Visitor) -> None:
    page = visitor.send(paste(visitor, SALES), {"csrf_token": "forged"}, status=422)
    assert SALES.splitlines()[0] in text(page.soup.select_one("textarea"))


def test_medicare_held_out_ticks_who_pays_and_no_registration(visitor: Visitor) -> None:
    page = paste(visitor, "Medicare covers this treatment.")
    ticks = [str(tick["value"]) for tick in page.soup.select("input[name=tick]")]
    assert ticks == ["paid-by-office"]
    visitor.send(page, {"tick": ticks})
    assert visitor.session()["answers"] == {"payer": "insurance"}


def test_a_text_that_is_too_long_comes_back_with_its_number(visitor: Visitor) -> None:
    page = paste(visitor, "痛" * 20_001, status=422)
    assert "Your text has 20,001 characters. 20,000 is the most that fits." in page.text
    assert "痛" * 20_001 in page.html


def test_the_longest_text_of_any_script_fits(visitor: Visitor) -> None:
    paste(visitor, "\U0001f9ec" * 20_000)


def test_a_blank_text_is_asked_for_again(visitor: Visitor) -> None:
    assert "Paste or type" in paste(visitor, " \n ", status=422).text


def test_a_wrong_token_keeps_the_text(visitor: Visitor) -> None:
    page = visitor.get("/claims")
    page = visitor.send(page, {"text": SALES, "csrf_token": "forged"}, status=422)
    assert "Press “Check the words” again" in page.text
    assert visitor.send(page).soup.select("mark")


def test_a_body_beyond_every_text_is_refused(visitor: Visitor) -> None:
    response = visitor.client.post("/claims", data={"text": "x" * 400_000})
    assert response.status_code == 413


def test_the_text_is_in_no_cookie_address_or_log(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        page = paste(visitor, SALES + " zebrafish")
    assert page.address == "/claims"
    assert "zebrafish" not in str(visitor.session())
    assert "zebrafish" not in caplog.text


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script> We cure <b>neuropathy</b>.",
        "{{ 7 * 7 }} {% raw %} We cure neuropathy.",
        "We cure \u202e neuropathy \u202c for good.",
        "We c\u200bure neu\u0301ropathy.\x00\x0b",
        "</textarea><mark>We cure neuropathy.</mark>",
    ],
)
def test_hostile_text_stays_text(visitor: Visitor, words: str) -> None:
    page = paste(visitor, words)
    assert "<script" not in page.html
    assert "<b>neuropathy" not in page.html
    assert "{{ 7 * 7 }}" in page.html or "7 * 7" not in words


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example is a new visit
)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_no_text_breaks_the_page(visitor: Visitor, words: str) -> None:
    page = visitor.send(visitor.get("/claims"), {"text": words + " We cure neuropathy."})
    assert page.soup.select(".words")


def test_the_question_leads_to_it_and_back_again(visitor: Visitor) -> None:
    page = visitor.press(visitor.get("/check/claims"), ["hidden"], go="claims")
    page = visitor.send(page, {"text": SALES})
    page = visitor.send(page, {"tick": ["cure_or_reversal"]})
    assert page.address == "/check/claims"
    assert visitor.session()["answers"]["claims"] == ["cure", "hidden"]


def test_the_text_can_be_changed(visitor: Visitor) -> None:
    found = paste(visitor, SALES)
    (change,) = found.soup.select("button[name=change][formaction='/claims'][form=again]")
    drawn = found.soup.select_one("form#again")
    assert drawn is not None
    drawn["action"] = change["formaction"]
    page = visitor.send(found, {"change": "yes"})
    assert page.heading == "Check their words"
    assert SALES.splitlines()[0] in text(page.soup.select_one("textarea"))


def test_it_works_without_cookies(visitor: Visitor) -> None:
    page = visitor.get("/claims")
    visitor.client.delete_cookie(visitor.app.config["SESSION_COOKIE_NAME"])
    assert visitor.send(page, {"text": SALES}).soup.select("mark")


SALES_ES = """Nuestras células madre reparan los nervios dañados de sus pies.
No tiene efectos secundarios. Contamos con aviso de funcionamiento de COFEPRIS.
¡Agende hoy su consulta gratis!"""
NEWER = "We have read Spanish for a short time only"


def test_a_text_in_spanish_is_told_of_in_english_and_that_spanish_is_newer(
    visitor: Visitor,
) -> None:
    page = paste(visitor, SALES_ES)
    marked = " ".join(text(mark) for mark in page.soup.select("mark"))
    assert "reparan los nervios" in marked
    assert "Says it heals or repairs" in page.text
    assert "In Mexico the office is COFEPRIS." in page.text
    assert NEWER in page.text
    assert NEWER not in paste(visitor, SALES).text


def test_either_text_is_told_of_in_spanish_on_the_spanish_page(visitor: Visitor) -> None:
    for words, mark in ((SALES, "repair"), (SALES_ES, "reparan")):
        page = visitor.send(visitor.get("/es/claims"), {"text": words})
        assert mark in " ".join(text(mark) for mark in page.soup.select("mark"))
        assert page.soup.select("html[lang=es]")
        assert page.soup.select("details[id^=claim-]")
