"""The checklist walked page by page, as a browser without script does it."""

import pytest
from flask import Flask

from clinic_check.checklist.catalogue import Catalogue
from tests.support.visitor import Visitor, text


def walk(visitor: Visitor, answers: dict[str, str | list[str]]) -> list[str]:
    """Go through the full check giving these answers; return the headings met."""
    page = visitor.get("/check/offer")
    headings = [page.heading]
    while "/check/" in page.address:
        drawn = {tag["id"] for tag in page.soup.select(".question[id]")}
        page = visitor.answer(page, {q: a for q, a in answers.items() if q in drawn})
        headings.append(page.heading)
    return headings


def test_the_start_page_sets_no_cookie(visitor: Visitor) -> None:
    page = visitor.get("/")
    assert "Set-Cookie" not in page.response.headers
    assert {"/quick", "/check/offer"} <= set(page.links())


def test_the_quick_check_leads_to_the_summary(visitor: Visitor) -> None:
    page = visitor.get("/quick")
    assert len(page.soup.select(".question")) == 5
    page = visitor.answer(
        page, {"kind": "sold", "source": ["birth-tissue"], "deposit": "no-refund"}
    )
    assert page.address == "/summary"
    assert "Serious warning signs in what you told us" in page.text


def test_nothing_is_ticked_beforehand(visitor: Visitor) -> None:
    assert not visitor.get("/quick").soup.select("[checked], option[selected]")


def test_the_full_check_with_nothing_answered_still_gives_a_summary(visitor: Visitor) -> None:
    headings = walk(visitor, {})
    assert headings[-1] == "Check your answers"
    page = visitor.send(visitor.get("/answers"))
    assert page.address == "/summary"
    assert "Important facts are still missing" in page.text


def test_the_study_section_comes_only_where_a_study_is_spoken_of(visitor: Visitor) -> None:
    studied = "If they speak of a study"
    assert studied not in walk(visitor, {"kind": "sold", "mentions-trial": "no"})
    assert studied in walk(visitor, {"kind": "sold", "mentions-trial": "yes"})


def test_the_sections_that_apply_are_counted(visitor: Visitor) -> None:
    assert "Section 1 of 7" in visitor.get("/check/offer").text
    page = visitor.answer(visitor.get("/check/offer"), {"kind": "study"})
    assert "Section 2 of 8" in page.text
    assert "Section 8 of 8" in visitor.get("/check/evidence").text


def test_a_section_that_does_not_apply_leads_on_to_the_next(visitor: Visitor) -> None:
    assert visitor.get("/check/trial").address == "/check/safety"


def test_an_answer_stands_when_the_page_is_opened_again(visitor: Visitor) -> None:
    visitor.answer(visitor.get("/check/claims"), {"claims": ["cure", "hidden"]})
    ticked = visitor.get("/check/claims").soup.select("input[checked]")
    assert [tag["value"] for tag in ticked] == ["cure", "hidden"]


def test_an_unticked_box_is_forgotten(visitor: Visitor) -> None:
    visitor.answer(visitor.get("/check/claims"), {"claims": ["cure", "hidden"]})
    visitor.answer(visitor.get("/check/claims"), {"claims": ["hidden"]})
    assert visitor.session()["answers"] == {"claims": "hidden"}
    visitor.send(visitor.get("/check/claims"), without=("q_claims",))
    assert visitor.session()["answers"] == {}


def test_none_of_these_wins_over_the_others(visitor: Visitor) -> None:
    visitor.answer(visitor.get("/check/claims"), {"claims": ["cure", "none"]})
    assert visitor.session()["answers"] == {"claims": "none"}


def test_a_hidden_answer_raises_nothing_and_returns_with_its_question(visitor: Visitor) -> None:
    visitor.answer(visitor.get("/check/offer"), {"place": "us", "state": "fl"})
    visitor.answer(visitor.get("/change/place"), {"place": "abroad"})
    assert "Florida" not in visitor.get("/answers").text
    visitor.answer(visitor.get("/change/place"), {"place": "us"})
    assert "Florida" in visitor.get("/answers").text


def test_a_page_replaces_only_the_questions_that_were_drawn_on_it(visitor: Visitor) -> None:
    """Another tab changed the filter in between: what stood on the open page still counts."""
    visitor.answer(visitor.get("/check/offer"), {"place": "us"})
    open_page = visitor.get("/check/oversight")
    visitor.answer(visitor.get("/change/place"), {"place": "abroad"})
    visitor.answer(visitor.get("/check/oversight"), {"foreign-licence": "plan"})
    visitor.answer(open_page, {"ind": "letter"})
    kept = visitor.session()["answers"]
    assert kept["ind"] == "letter"
    assert kept["foreign-licence"] == "plan"


def test_a_question_whose_filter_is_on_the_page_says_when_it_counts(visitor: Visitor) -> None:
    page = visitor.get("/check/offer")
    state = page.soup.select_one("#state")
    assert "Only if you chose “In the United States”." in text(state)


def test_change_comes_back_to_the_answers(visitor: Visitor) -> None:
    page = visitor.get("/answers")
    assert "/change/deposit" in page.links()
    page = visitor.answer(visitor.get("/change/deposit"), {"deposit": "no-refund"})
    assert page.address == "/answers"
    assert page.heading == "Check your answers"


def test_an_answer_can_be_made_blank_again(visitor: Visitor) -> None:
    visitor.answer(visitor.get("/change/deposit"), {"deposit": "no-refund"})
    visitor.send(visitor.get("/change/deposit"), {"blank": "yes"})
    assert visitor.session()["answers"] == {}


def test_every_question_that_is_shown_can_be_changed(
    visitor: Visitor, catalogue: Catalogue
) -> None:
    walk(visitor, {"kind": "study", "place": "us", "source": ["own-fat"], "human-study": "said"})
    for link in visitor.get("/answers").links():
        if link.startswith("/change/"):
            assert visitor.get(link).heading == "Change your answer"


def test_the_clinic_name_heads_the_sheet_and_can_be_taken_away(visitor: Visitor) -> None:
    page = visitor.send(visitor.get("/answers"), {"clinic": "  Elm   Street Pain  "})
    assert "Elm Street Pain" in page.text
    visitor.send(visitor.get("/answers"), {"clinic": ""})
    assert "clinic" not in visitor.session()


def test_a_name_that_is_too_long_comes_back_to_be_shortened(visitor: Visitor) -> None:
    page = visitor.send(visitor.get("/answers"), {"clinic": "x" * 81}, status=422)
    assert "80 characters or fewer" in page.text
    assert page.soup.select_one("#clinic")["value"] == "x" * 81  # type: ignore[index]  # it is there


def test_clearing_leaves_nothing(visitor: Visitor) -> None:
    visitor.answer(visitor.get("/quick"), {"kind": "sold"})
    page = visitor.send(visitor.get("/clear"))
    assert page.heading == "Your answers are cleared"
    assert visitor.session() == {}
    assert visitor.client.get_cookie(visitor.app.config["SESSION_COOKIE_NAME"]) is None


@pytest.mark.parametrize(
    "address", ["/about", "/sources", "/glossary", "/privacy", "/accessibility", "/cleared"]
)
def test_the_pages_about_the_site_open(visitor: Visitor, address: str) -> None:
    visitor.get(address)


def test_every_section_page_is_in_order(visitor: Visitor, catalogue: Catalogue) -> None:
    visitor.answer(
        visitor.get("/check/offer"),
        {
            "kind": "study",
            "place": "us",
            "source": ["own-fat", "exosomes"],
            "route": ["spine-fluid"],
        },
    )
    for section in catalogue.sections:
        page = visitor.get(f"/check/{section.id}")
        assert page.heading == section.title


def test_pages_keep_to_their_size(visitor: Visitor, catalogue: Catalogue, app: Flask) -> None:
    """40 kB: what a phone on a weak line gets in a second or so."""
    visitor.answer(visitor.get("/check/offer"), {"kind": "study", "source": ["own-fat"]})
    for address in ["/", "/quick", "/answers", *(f"/check/{s.id}" for s in catalogue.sections)]:
        assert len(visitor.get(address).html.encode()) <= 40_000, address
