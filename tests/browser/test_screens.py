"""What a phone shows at first, and how many screens a page is long."""

from typing import Any

import pytest
from playwright.sync_api import Page

from clinic_check.checklist.answers import read
from clinic_check.checklist.catalogue import Catalogue
from tests.browser.conftest import Window
from tests.support.cases import QUICK, USUAL, everything_found
from tests.support.codes import code_of
from tests.web.test_claims import SALES

SMALL = {"width": 375, "height": 553}
PHONE = {"width": 375, "height": 667}

ACTION = "main .choice, main a.button, main button.button, main select, main textarea, main .text"

TOOLS = ("/claims", "/trial", "/save", "/resume", "/compare", "/who", "/keep", "/stop", "/answers")


def in_view(page: Page, selector: str) -> bool:
    """Tell whether the first visible thing of this kind stands whole on the first screen."""
    box = page.locator(f"{selector} >> visible=true").first.bounding_box()
    return box is not None and box["y"] + box["height"] <= page.viewport_size["height"]  # type: ignore[index]  # it was set


@pytest.mark.parametrize("stage", ["paid", "had-it"])
def test_whoever_paid_or_had_it_sees_at_once_what_may_still_be_undone(
    window: Window, stage: str
) -> None:
    page = window.open({**USUAL, "stage": stage}, viewport={"width": 360, "height": 740})
    for address in ("/summary", "/stop"):
        page.goto(address)
        assert in_view(page, "main a[href^='/signed']")


def screens(page: Page) -> float:
    height: int = page.evaluate("document.documentElement.scrollHeight")
    return height / page.viewport_size["height"]  # type: ignore[index]  # it was set


def test_the_start_page_shows_its_first_button(window: Window) -> None:
    page = window.open(viewport=SMALL)
    page.goto("/")
    assert in_view(page, "a.button")


def test_every_question_shows_its_heading_and_its_first_answer(
    window: Window, catalogue: Catalogue
) -> None:
    everything_shown = {
        "kind": "study",
        "place": "us",
        "route": ["spine-fluid"],
        "human-study": "said",
    }
    page = window.open(everything_shown, viewport=SMALL)
    hidden = []
    for question in catalogue.questions:
        part = "check" if question.key or question.id in catalogue.frame.main else "details"
        page.goto(f"/{part}/{question.id}")
        if not (in_view(page, "h1") and in_view(page, ".choice, select")):
            hidden.append(question.id)
    assert hidden == []


@pytest.mark.parametrize("address", [*TOOLS, "/summary", "/clear", "/quick/name"])
def test_every_other_page_shows_its_heading_and_what_to_do_first(
    window: Window, address: str
) -> None:
    page = window.open(USUAL, viewport=SMALL)
    page.goto(address)
    assert in_view(page, "h1")
    assert in_view(page, ACTION)


def test_continue_follows_the_last_answer(window: Window, catalogue: Catalogue) -> None:
    page = window.open({}, viewport=SMALL)
    for name in catalogue.frame.quick:
        page.goto(f"/quick/{name}")
        last = page.locator(".choice, select").last.bounding_box()
        button = page.locator(".actions .button").first.bounding_box()
        assert last is not None
        assert button is not None
        assert 0 <= button["y"] - last["y"] - last["height"] <= 40, name


@pytest.mark.parametrize(
    ("case", "address", "most"),
    [
        ("usual", "/summary", 7),
        ("quick", "/summary", 4.5),
        ("fullest", "/summary", 16),
        ("empty", "/summary", 4),
        ("usual", "/answers", 6),
    ],
)
def test_a_page_is_not_longer_than_this(
    window: Window, catalogue: Catalogue, case: str, address: str, most: float
) -> None:
    answers: dict[str, dict[str, Any]] = {
        "usual": USUAL,
        "quick": QUICK,
        "fullest": everything_found(catalogue),
        "empty": {},
    }
    page = window.open(answers[case], "Elm Street Pain", viewport=PHONE)
    page.goto(address)
    assert screens(page) <= most


def test_clinics_side_by_side_are_at_most_eight_screens(
    window: Window, catalogue: Catalogue
) -> None:
    page = window.open(USUAL, viewport=PHONE)
    page.goto("/compare")
    for number, answers in enumerate((everything_found(catalogue), QUICK), start=1):
        page.fill(f"#code-{number}", code_of(read(catalogue, answers)))
    with page.expect_navigation():
        page.get_by_role("button", name="Show them side by side").click()
    assert screens(page) <= 8


def test_a_page_of_claims_is_at_most_six_screens(window: Window) -> None:
    page = window.open({}, viewport=PHONE)
    page.goto("/claims")
    page.fill("#text", SALES)
    with page.expect_navigation():
        page.get_by_role("button", name="Check the words").click()
    assert screens(page) <= 6


def test_each_thing_stands_on_the_summary_once(window: Window, catalogue: Catalogue) -> None:
    page = window.open(USUAL, viewport=PHONE)
    page.goto("/summary/everything")
    words = " ".join(page.inner_text("main").split())
    for name, chosen in USUAL.items():
        question = catalogue.question[name]
        options = chosen if isinstance(chosen, list) else [chosen]
        label = f"{question.label}: {'; '.join(question.option[o].label for o in options)}"
        assert words.count(label) <= 1, label


def test_everything_is_unfolded_at_its_own_address(window: Window) -> None:
    page = window.open(USUAL)
    page.goto("/summary")
    assert page.locator("details").count() > 10
    assert page.locator("details[open]").count() == 0
    page.goto("/summary/everything")
    assert page.locator("details:not([open])").count() == 0
