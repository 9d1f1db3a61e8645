"""Away and back, with script off: the code on the paper, the saved file, and the reminder."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from clinic_check.checklist.catalogue import Catalogue
from tests.browser.conftest import Window
from tests.browser.test_access import faults_of
from tests.support.cases import USUAL, everything_found, everything_silent


def arrived(page: Page, heading: str) -> None:
    """Wait for the page with this heading: a button is let go before its page is there."""
    expect(page.locator("h1")).to_have_text(heading, timeout=15_000)


def told(page: Page) -> tuple[str, str]:
    """What the summary finds, and every answer."""
    page.goto("/summary")
    found = page.inner_text("main")
    page.goto("/answers")
    return found, str(page.text_content("main"))


def clear(page: Page) -> None:
    page.goto("/clear")
    with page.expect_navigation():
        page.get_by_role("button", name="Clear my answers now").click()
    arrived(page, "Your answers are cleared")
    page.goto("/answers")
    assert "Not answered" in str(page.text_content("main"))


@pytest.mark.parametrize("case", ["usual", "found", "silent"])
def test_the_code_brings_the_same_answers_and_findings_back(
    window: Window, catalogue: Catalogue, case: str
) -> None:
    answers = {
        "usual": USUAL,
        "found": everything_found(catalogue),
        "silent": everything_silent(catalogue),
    }[case]
    page = window.open(answers, java_script_enabled=False)
    before = told(page)
    page.goto("/save")
    code = page.inner_text(".code").replace("\n", "")
    clear(page)
    page.goto("/")
    with page.expect_navigation():
        page.get_by_role("link", name="Go on with a code").click()
    arrived(page, "Go on with a code")
    page.get_by_label("Your code").fill(f"> {code.lower().replace('-', '')}.")
    with page.expect_navigation():
        page.get_by_role("button", name="Open the code").click()
    arrived(page, "Your answers are back")
    assert code not in page.url
    assert told(page) == before


def test_filling_in_leaving_and_coming_back_as_a_person_does(window: Window) -> None:
    page = window.open(java_script_enabled=False, viewport={"width": 375, "height": 553})
    page.goto("/")
    with page.expect_navigation():
        page.get_by_role("link", name="I’m doing this for someone else").click()
    page.get_by_label("Someone I help").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()
    assert "You are doing this for someone you help." in page.inner_text("main")
    with page.expect_navigation():
        page.get_by_role("link", name="Quick check").click()
    page.check("#place-us")
    with page.expect_navigation():
        page.get_by_role("button", name="Save for later").click()
    arrived(page, "Save for later")
    code = page.inner_text(".code").replace("\n", "")
    clear(page)
    page.goto("/quick/place")
    page.check("#place-abroad")
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()
    page.goto("/resume")
    page.get_by_label("Your code").fill(code)
    with page.expect_navigation():
        page.get_by_role("button", name="Open the code").click()
    arrived(page, "Replace your answers?")
    with page.expect_navigation():
        page.get_by_role("link", name="Keep the answers that are here").click()
    arrived(page, "Check your answers")
    page.goto("/quick/place")
    assert page.is_checked("#place-abroad")
    page.goto("/resume")
    page.get_by_label("Your code").fill(code)
    with page.expect_navigation():
        page.get_by_role("button", name="Open the code").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Replace my answers").click()
    arrived(page, "Your answers are back")
    page.reload()
    with page.expect_navigation():
        page.get_by_role("link", name="Go on where I was").click()
    assert "/check/" in page.url
    page.goto("/quick/place")
    assert page.is_checked("#place-us")


def test_a_mistyped_code_shows_its_group_and_waits_in_the_field(window: Window) -> None:
    page = window.open(USUAL, java_script_enabled=False)
    page.goto("/save")
    code = page.inner_text(".code").replace("\n", "")
    wrong = code[:5] + ("Z" if code[5] != "Z" else "Y") + code[6:]
    page.goto("/resume")
    page.get_by_label("Your code").fill(wrong)
    with page.expect_navigation():
        page.get_by_role("button", name="Open the code").click()
    expect(page).to_have_title(re.compile("^Error: "), timeout=15_000)
    assert f"Group 2 is “{wrong[5:9]}”" in page.inner_text("#code-error")
    page.get_by_role("alert").get_by_role("link").click()
    assert page.locator("#code:focus").input_value() == wrong


def test_the_file_is_saved_and_opened_again(window: Window, tmp_path: Path) -> None:
    page = window.open(USUAL, java_script_enabled=False)
    before = told(page)
    page.goto("/save")
    with page.expect_download() as download:
        page.get_by_role("link", name="Or save a file").click()
    assert download.value.suggested_filename == "clinic-check-answers.json"
    download.value.save_as(tmp_path / "mine.json")
    clear(page)
    page.goto("/resume")
    page.get_by_label("A file that you saved").set_input_files(tmp_path / "mine.json")
    with page.expect_navigation():
        page.get_by_role("button", name="Open the file").click()
    arrived(page, "Your answers are back")
    assert told(page) == before


def test_a_huge_file_meets_a_sentence(window: Window, tmp_path: Path) -> None:
    (tmp_path / "huge.json").write_bytes(b"x" * 450_000)
    page = window.open(USUAL, java_script_enabled=False)
    page.goto("/resume")
    page.get_by_label("A file that you saved").set_input_files(tmp_path / "huge.json")
    with page.expect_navigation():
        page.get_by_role("button", name="Open the file").click()
    expect(page.locator("#file-error")).to_contain_text("This file is too big.", timeout=15_000)


def test_the_reminder_opens_in_a_calendar(window: Window, tmp_path: Path) -> None:
    day = datetime.now(tz=UTC).date() + timedelta(days=7)
    page = window.open(USUAL, "Elm Street Pain", java_script_enabled=False)
    page.goto("/save")
    page.get_by_label("When do you want to ask the clinic again?").fill(day.isoformat())
    with page.expect_download() as download:
        page.get_by_role("button", name="Get the reminder").click()
    assert download.value.suggested_filename == "ask-the-clinic-again.ics"
    download.value.save_as(tmp_path / "reminder.ics")
    raw = (tmp_path / "reminder.ics").read_bytes()
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    assert event.decoded("dtstart") == day
    assert str(event["summary"]) == "Ask the clinic again"
    assert b"Elm" not in raw


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_the_pages_that_only_a_form_leads_to_can_be_used_by_everyone(
    window: Window, scheme: Any, width: int
) -> None:
    page = window.open(
        USUAL, "W" * 80, viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    found = []

    def look(name: str, heading: str, wrong: str = "") -> None:
        arrived(page, heading)
        if wrong:
            expect(page.locator(wrong)).to_be_visible(timeout=15_000)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        found.extend(faults_of(page, name))

    page.goto("/save")
    code = page.inner_text(".code").replace("\n", "")
    page.get_by_label("When do you want").fill("2001-01-01")
    with page.expect_navigation():
        page.get_by_role("button", name="Get the reminder").click()
    look("a bad day", "Save for later", "#day-error")
    page.goto("/resume")
    page.get_by_label("Your code").fill("W" * 150)
    with page.expect_navigation():
        page.get_by_role("button", name="Open the code").click()
    look("a bad code", "Go on with a code", "#code-error")
    with page.expect_navigation():
        page.get_by_role("button", name="Open the file").click()
    look("no file", "Go on with a code", "#file-error")
    page.goto("/quick/kind")
    page.check("#kind-study")
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()
    page.goto("/resume")
    page.get_by_label("Your code").fill(code)
    with page.expect_navigation():
        page.get_by_role("button", name="Open the code").click()
    look("a question", "Replace your answers?")
    with page.expect_navigation():
        page.get_by_role("button", name="Replace my answers").click()
    look("back again", "Your answers are back")
    assert found == []
