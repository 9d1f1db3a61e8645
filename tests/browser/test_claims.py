"""A patient pastes a clinic's words in a real browser, and puts two claims into the checklist."""

from tests.browser.conftest import Window
from tests.web.test_claims import SALES


def test_two_claims_reach_the_summary(window: Window) -> None:
    page = window.open(java_script_enabled=False, viewport={"width": 375, "height": 750})
    page.goto("/claims")
    page.get_by_label("Check their words").fill(SALES)
    with page.expect_navigation():
        page.get_by_role("button", name="Check the words").click()
    assert page.locator("mark").count() >= 4
    page.locator("summary", has_text="Put these into my checklist").click()
    page.locator("#tick-cure_or_reversal").check()
    page.locator("#tick-safe_no_risk").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Put these into my checklist").click()
    page.goto("/summary")
    assert page.locator(".tone-serious .sign").count() >= 2
