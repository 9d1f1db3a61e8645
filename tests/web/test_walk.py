"""The checklist walked page by page, as a browser without script does it."""

import pytest

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.walk import questions_in
from tests.support.visitor import Page, Visitor, text

CHECK = "/check/deposit"


def walk(visitor: Visitor, start: str, answers: dict[str, str | list[str]]) -> list[str]:
    """Go on from a question, giving these answers; return the ids of the questions met."""
    page = visitor.get(start)
    met = []
    while (question := page.address.split("/")[-1]) not in ("stop", "name"):
        met.append(question)
        page = visitor.press(page, answers.get(question))
    return met


def chosen(page: Page) -> list[str]:
    return [str(tag["value"]) for tag in page.soup.select("input[checked], option[selected]")]


def test_the_start_page_sets_no_cookie_and_leads_to_both_checks(visitor: Visitor) -> None:
    page = visitor.get("/")
    assert "Set-Cookie" not in page.response.headers
    assert {"/quick", "/check", "/who", "/resume", "/keep"} <= set(page.links())


def test_the_quick_check_asks_six_questions_then_the_name_then_sums_up(
    visitor: Visitor, catalogue: Catalogue
) -> None:
    met = walk(visitor, "/quick", {"kind": "sold", "source": ["birth-tissue"]})
    assert met == list(catalogue.frame.quick)
    assert len(met) == 6
    page = visitor.send(visitor.get("/quick/name"), {"clinic": "Elm Street"})
    assert page.address == "/summary"
    assert "Elm Street" in page.text


def test_the_full_check_asks_the_main_questions_then_stops_then_the_details(
    visitor: Visitor, catalogue: Catalogue
) -> None:
    main = walk(visitor, "/check", {})
    assert visitor.get("/stop").heading == "That was the important part"
    details = walk(visitor, "/details", {})
    keys = {question.id for question in catalogue.questions if question.key}
    assert set(main) <= keys | set(catalogue.frame.main)
    assert not set(details) & (keys | set(catalogue.frame.main))
    page = visitor.send(visitor.get("/details/name"))
    assert page.heading == "Check your answers"


def test_the_way_that_leads_from_the_stop_to_the_summary_asks_the_name(visitor: Visitor) -> None:
    page = visitor.get("/stop")
    first, *_ = page.soup.select("main a")
    assert first["href"] == "/check/name", "the summary comes first"
    assert visitor.send(visitor.get("/check/name")).address == "/summary"


def test_every_question_of_both_parts_stands_on_a_page_of_its_own(
    visitor: Visitor, catalogue: Catalogue
) -> None:
    visitor.holding(
        {
            "kind": "study",
            "place": "us",
            "source": ["own-fat", "exosomes"],
            "route": ["spine-fluid"],
            "human-study": "said",
        }
    )
    for part in ("quick", "check", "details"):
        for question in questions_in(catalogue, part):
            page = visitor.get(f"/{part}/{question.id}")
            if page.address == f"/{part}/{question.id}":
                assert page.heading == question.text
                assert len(page.soup.select("[name=answer]")) in (1, len(question.options))
                assert "".join(question.why.split()) in "".join(page.text.split())


def test_nothing_is_ticked_beforehand(visitor: Visitor, catalogue: Catalogue) -> None:
    for question in questions_in(catalogue, "quick"):
        assert chosen(visitor.get(f"/quick/{question.id}")) in ([], [""])


def test_it_says_where_one_is_and_about_how_far_it_goes(visitor: Visitor) -> None:
    page = visitor.get("/quick/kind")
    assert "Question 2 of 6" in page.text
    page = visitor.get("/check")
    assert "Question 1 of about" in page.text
    bar = page.soup.select_one("progress")
    assert bar is not None
    assert bar["value"] == "1"


@pytest.mark.parametrize("go", ["on", "back", "summary", "start", "clear", "save", "privacy"])
def test_every_button_of_a_question_keeps_what_is_ticked(visitor: Visitor, go: str) -> None:
    visitor.press(visitor.get(CHECK), "no-refund", go=go)
    assert visitor.session()["answers"] == {"deposit": "no-refund"}


def test_no_link_leads_off_a_question(visitor: Visitor, catalogue: Catalogue) -> None:
    """What is ticked and not sent would be lost; a new tab loses nothing."""
    for question in questions_in(catalogue, "check"):
        page = visitor.get(f"/check/{question.id}")
        for link in page.soup.find_all("a", href=True):
            assert str(link["href"]).startswith("#") or link.get("target") == "_blank", link


def test_back_goes_one_question_back_and_to_the_start(visitor: Visitor) -> None:
    assert visitor.press(visitor.get("/quick/kind"), go="back").address == "/quick/place"
    assert visitor.press(visitor.get("/quick/place"), go="back").address == "/"
    assert visitor.send(visitor.get("/quick/name"), {"go": "back"}).address.startswith("/quick/")


def test_a_chosen_answer_can_be_taken_back(visitor: Visitor) -> None:
    visitor.press(visitor.get(CHECK), "no-refund")
    visitor.press(visitor.get(CHECK), go="blank")
    assert "answers" not in visitor.session()


def test_an_unticked_box_is_forgotten(visitor: Visitor) -> None:
    visitor.press(visitor.get("/check/claims"), ["cure", "hidden"])
    visitor.press(visitor.get("/check/claims"), ["hidden"])
    assert visitor.session()["answers"] == {"claims": "hidden"}
    visitor.send(visitor.get("/check/claims"), {"go": "on"}, without=("answer",))
    assert "answers" not in visitor.session()


def test_an_answer_stands_when_the_page_is_opened_again(visitor: Visitor) -> None:
    visitor.press(visitor.get("/check/claims"), ["cure", "hidden"])
    assert chosen(visitor.get("/check/claims")) == ["cure", "hidden"]


def test_none_of_these_with_a_real_tick_comes_back_and_names_the_two(visitor: Visitor) -> None:
    page = visitor.press(visitor.get("/check/claims"), ["cure", "none"], status=422)
    assert chosen(page) == ["cure", "none"]
    problem = text(page.soup.select_one(".problems"))
    for name in ("cure", "none"):
        label = text(page.soup.select_one(f"label[for=claims-{name}]"))
        assert f"“{label}”" in problem
    assert "answers" not in visitor.session()


def test_a_question_that_is_not_shown_leads_on(visitor: Visitor) -> None:
    visitor.holding({"place": "abroad"})
    assert visitor.get("/check/state").address != "/check/state"


def test_a_hidden_answer_raises_nothing_and_returns_with_its_question(visitor: Visitor) -> None:
    visitor.holding({"place": "us", "state": "fl"})
    visitor.press(visitor.get("/change/place"), "abroad")
    assert "Florida" not in visitor.get("/answers").text
    visitor.press(visitor.get("/change/place"), "us")
    assert "Florida" in visitor.get("/answers").text


def test_an_older_blank_tab_does_not_wipe_a_newer_answer(visitor: Visitor) -> None:
    older = visitor.get(CHECK)
    visitor.press(visitor.get(CHECK), "no-refund")
    visitor.press(older)
    assert visitor.session()["answers"] == {"deposit": "no-refund"}


def test_what_is_changed_on_an_older_tab_counts(visitor: Visitor) -> None:
    older = visitor.get(CHECK)
    visitor.press(visitor.get(CHECK), "no-refund")
    visitor.press(older, "refundable")
    assert visitor.session()["answers"] == {"deposit": "refundable"}


def test_a_page_of_another_question_in_another_tab_loses_nothing(visitor: Visitor) -> None:
    open_page = visitor.get("/check/ind")
    visitor.press(visitor.get("/change/place"), "abroad")
    visitor.press(open_page, "letter")
    assert visitor.session()["answers"] == {"place": "abroad", "ind": "letter"}


def test_change_comes_back_to_the_answers(visitor: Visitor) -> None:
    assert "/change/deposit" in visitor.get("/answers").links()
    page = visitor.press(visitor.get("/change/deposit"), "no-refund")
    assert page.heading == "Check your answers"
    assert visitor.press(visitor.get("/change/deposit"), go="back").address == "/answers"


def test_every_question_that_is_shown_can_be_changed(
    visitor: Visitor, catalogue: Catalogue
) -> None:
    visitor.holding({"kind": "study", "place": "us", "source": ["own-fat"], "human-study": "said"})
    links = [link for link in visitor.get("/answers").links() if link.startswith("/change/")]
    assert len(links) > 30
    for link in links:
        assert visitor.get(link).address == link


def test_the_answers_lead_on_to_the_first_blank_of_a_section(visitor: Visitor) -> None:
    visitor.holding({"deposit": "no"})
    page = visitor.get("/answers")
    ways = [str(a["href"]) for a in page.soup.select(".go-on a")]
    assert "/check/deposit" not in ways
    assert any(way.startswith("/check/") for way in ways)


def test_the_quick_check_leads_into_the_full_one_at_the_first_blank(visitor: Visitor) -> None:
    walk(visitor, "/quick", {"place": "us", "kind": "sold"})
    assert "/check" in visitor.get("/summary").links()
    first = visitor.get("/check").address
    assert first not in ("/check/place", "/check/kind")


def test_an_address_of_edition_1_leads_to_the_sections_first_question(visitor: Visitor) -> None:
    assert visitor.get("/check/signing").address == "/check/deposit"
    assert visitor.get("/check/offer").address.split("/")[1] in ("check", "details")


@pytest.mark.parametrize("address", ["/summary/", "/Check/Deposit", "/QUICK/kind/"])
def test_a_slash_or_a_capital_too_many_leads_on(visitor: Visitor, address: str) -> None:
    assert visitor.get(address).address == address.lower().rstrip("/")


def test_the_name_heads_the_summary_and_can_be_taken_away(visitor: Visitor) -> None:
    visitor.send(visitor.get("/change/name"), {"clinic": "  Elm   Street Pain  "})
    assert "Elm Street Pain" in visitor.get("/summary").text
    page = visitor.send(visitor.get("/change/name"), {"clinic": ""})
    assert page.heading == "Check your answers"
    assert "clinic" not in visitor.session()


def test_a_name_that_is_too_long_comes_back_to_be_shortened(visitor: Visitor) -> None:
    page = visitor.send(visitor.get("/quick/name"), {"clinic": "x" * 81}, status=422)
    assert "80 characters or fewer" in page.text
    assert page.soup.select(f"#clinic[value={'x' * 81}]")


# How long it is kept, and clearing


def test_without_a_word_the_cookie_goes_with_the_browser(visitor: Visitor) -> None:
    header = visitor.client.get("/quick/kind").headers["Set-Cookie"]
    assert "Expires" not in header
    assert "Max-Age" not in header
    assert "Close the browser, and they are gone." in visitor.get("/").text


def test_whoever_asks_for_it_has_a_week(visitor: Visitor) -> None:
    visitor.send(visitor.get("/keep"), {"keep": "week"})
    page = visitor.press(visitor.get(CHECK), "no-refund", go="start")
    assert "They stay for a week" in page.text
    cookie = visitor.client.get_cookie(visitor.app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    assert cookie.expires is not None
    visitor.send(visitor.get("/keep"), {"keep": "session"})
    assert "_permanent" not in visitor.session() or not visitor.session()["_permanent"]


def test_clearing_leaves_nothing_but_that_it_was_cleared(visitor: Visitor) -> None:
    visitor.holding({"kind": "sold"}, clinic="Elm Street", who="helper")
    page = visitor.send(visitor.get("/clear"))
    assert page.heading == "Your answers are cleared"
    assert visitor.session() == {"cleared": True}


def test_clearing_is_offered_only_where_there_is_something_to_clear(visitor: Visitor) -> None:
    assert "/clear" not in visitor.get("/about").links()
    assert "/clear" in visitor.holding({"kind": "sold"}).get("/about").links()


@pytest.mark.parametrize(
    ("address", "typed", "selector"),
    [
        ("/claims", {"text": "private words that we cure"}, "textarea"),
        ("/trial", {"number": "NCT12", "town": "Privateville"}, "input[type=text]"),
        ("/quick/name", {"clinic": "Private Clinic"}, "#clinic"),
        ("/resume", {"code": "PRIV-ATEC"}, "#code"),
        ("/compare", {"code-1": "PRIV", "name-1": "Private Clinic"}, "input[type=text]"),
        ("/check/deposit", {"answer": "no-refund"}, "[checked]"),
    ],
)
def test_a_page_from_before_the_clearing_shows_nothing_again(
    visitor: Visitor, address: str, typed: dict[str, str], selector: str
) -> None:
    visitor.holding({"kind": "sold"})
    page = visitor.get(address)
    visitor.send(visitor.get("/clear"))
    again = visitor.send(page, typed, status=422)
    for control in again.soup.select(selector):
        shown = str(control.get("value", "")) + control.get_text()
        assert not any(value in shown for value in typed.values()), control
    for value in typed.values():
        assert value not in again.text


def test_who_it_is_for_is_said_back_on_the_start_page(visitor: Visitor) -> None:
    visitor.send(visitor.get("/who"), {"who": "helper"})
    assert "You are doing this for someone you help." in visitor.get("/").text


@pytest.mark.parametrize(
    "address", ["/about", "/sources", "/glossary", "/privacy", "/accessibility", "/cleared"]
)
def test_the_pages_about_the_site_open(visitor: Visitor, address: str) -> None:
    visitor.get(address)


def test_pages_keep_to_their_size(visitor: Visitor, catalogue: Catalogue) -> None:
    """12 kB for a question, 40 kB for others: what a phone on a weak line gets in a second."""
    for question in catalogue.questions:
        page = visitor.get(f"/change/{question.id}")
        assert len(page.html.encode()) <= 12_000, question.id
    for address in ("/", "/answers", "/stop", "/summary"):
        assert len(visitor.get(address).html.encode()) <= 40_000, address
