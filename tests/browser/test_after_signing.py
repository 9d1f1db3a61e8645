"""“I have signed, paid, or had it” and its letters in Chromium: nothing typed is lost."""

import pytest

from tests.browser.conftest import Window


def test_from_the_last_day_to_a_letter_and_back_nothing_typed_is_lost(window: Window) -> None:
    page = window.open({}, java_script_enabled=False)
    page.goto("/signed")
    page.check("#where-away")
    page.fill("#cancel", "2026-11-03")
    for button in ("Show what fits", "Letter to cancel"):
        with page.expect_navigation():
            page.get_by_role("button", name=button).first.click()
    assert page.input_value("#day") == "2026-11-03"
    page.fill("#name", "Ann Poe")
    with page.expect_navigation():
        page.get_by_role("button", name="Back to “I have signed").click()
    assert page.input_value("#cancel") == "2026-11-03"
    assert page.is_checked("#where-away")
    with page.expect_navigation():
        page.get_by_role("button", name="Letter to cancel").first.click()
    assert page.input_value("#name") == "Ann Poe"


def test_a_letter_as_a_pdf_leaves_what_was_typed_on_its_page(window: Window) -> None:
    page = window.open({}, java_script_enabled=False)
    page.goto("/signed/letters/cancel")
    page.fill("#name", "Ann Poe")
    with page.context.expect_page():
        page.get_by_role("button", name="As a PDF").click()
    assert page.input_value("#name") == "Ann Poe"


@pytest.mark.parametrize(
    ("address", "field", "typed"),
    [
        ("/signed/letters/cancel", "#name", "Ann Poe"),
        ("/signed", "#cancel", "2026-11-03"),
        ("/trial", "#number", "NCT0"),
    ],
)
def test_the_enter_key_sends_the_form_in_the_language_of_its_page(
    window: Window, address: str, field: str, typed: str
) -> None:
    page = window.open({})
    page.goto(address)
    page.fill(field, typed)
    with page.expect_navigation():
        page.press(field, "Enter")
    assert page.url.endswith(address)
    assert page.input_value(field) == typed
