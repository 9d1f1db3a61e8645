"""A patient's way through the site in a real browser, with script switched off."""

from playwright.sync_api import Page

from tests.browser.conftest import Window


def press(page: Page, key: str, times: int = 1) -> None:
    for _ in range(times):
        page.keyboard.press(key)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the control has the focus, as a person would."""
    for _ in range(80):
        press(page, "Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"the keyboard never reaches {selector}")


def test_the_quick_check_by_keyboard_alone_without_script(window: Window) -> None:
    page = window.open(java_script_enabled=False)
    page.goto("/")
    press(page, "Tab")
    assert page.locator(".skip:focus").count(), "the first stop skips to the content"
    tab_to(page, "a[href='/quick']")
    press(page, "Enter")
    page.wait_for_url("**/quick")
    tab_to(page, "#kind-sold")
    press(page, "Space")
    tab_to(page, "#source-birth-tissue")
    press(page, "Space")
    tab_to(page, "input[name=q_deposit]")
    press(page, "Space")
    press(page, "ArrowDown", 3)
    tab_to(page, "button[type=submit]")
    press(page, "Enter")
    page.wait_for_url("**/summary")
    assert "Serious warning signs in what you told us" in page.inner_text("main")


def test_the_full_check_by_keyboard_alone_without_script(window: Window) -> None:
    page = window.open(java_script_enabled=False)
    page.goto("/")
    tab_to(page, "a[href='/check/offer']")
    with page.expect_navigation():
        press(page, "Enter")
    headings = []
    while "/check/" in page.url:
        headings.append(page.inner_text("h1"))
        for question in page.locator("fieldset.question").all():
            tab_to(page, f"#{question.locator('input').first.get_attribute('id')}")
            press(page, "Space")
        if page.locator("select").count():
            press(page, "Shift+Tab", 80)
            tab_to(page, "select")
            page.keyboard.type("Wash")
        tab_to(page, ".actions button")
        with page.expect_navigation():
            press(page, "Enter")
    assert len(headings) >= 7
    assert page.inner_text("h1") == "Check your answers"
    assert "Washington" in page.inner_text("main")
    tab_to(page, "#clinic")
    page.keyboard.type("Elm Street Pain")
    with page.expect_navigation():
        press(page, "Enter")
    assert page.inner_text("h1") == "Your summary"
    assert "Elm Street Pain" in page.inner_text("main")


def test_the_full_check_by_pressing_the_cards_without_script(window: Window) -> None:
    page = window.open(java_script_enabled=False, viewport={"width": 375, "height": 750})
    page.goto("/")
    with page.expect_navigation():
        page.get_by_role("link", name="Start the full check").click()
    headings = []
    while "/check/" in page.url:
        headings.append(page.inner_text("h1"))
        for cards in page.locator("fieldset .choices").all():
            cards.locator(".choice").first.click(position={"x": 8, "y": 8})
        select = page.locator("select")
        if select.count():
            select.select_option("wa")
        with page.expect_navigation():
            page.get_by_role("button", name="Continue").click()
    assert len(headings) >= 7
    assert page.inner_text("h1") == "Check your answers"
    page.get_by_label("Name of the clinic").fill("Elm Street Pain")
    with page.expect_navigation():
        page.get_by_role("button", name="See my summary").click()
    assert page.inner_text("h1") == "Your summary"
    assert "Elm Street Pain" in page.inner_text("main")


def test_back_and_refresh_in_the_middle_lose_nothing(window: Window) -> None:
    page = window.open(java_script_enabled=False)
    page.goto("/check/offer")
    page.check("#stage-booked")
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/check/claims")
    page.check("#claims-cure")
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/check/signing")
    page.reload()
    assert "/check/signing" in page.url
    page.go_back()
    page.reload()
    assert page.is_checked("#claims-cure")
    with page.expect_navigation():
        page.get_by_role("link", name="Back", exact=True).click()
    assert page.is_checked("#stage-booked")


def test_two_tabs_keep_both_their_answers(window: Window) -> None:
    first = window.open(java_script_enabled=False)
    first.goto("/check/claims")
    second = first.context.new_page()
    second.goto("/check/people")
    first.check("#claims-cure")
    with first.expect_navigation():
        first.get_by_role("button", name="Continue").click()
    second.check("#doctor-not-found")
    with second.expect_navigation():
        second.get_by_role("button", name="Continue").click()
    first.goto("/summary")
    words = first.inner_text("main")
    assert "cure" in words
    assert first.locator(".tone-serious article").count() >= 2


def test_clearing_empties_the_browser(window: Window) -> None:
    page = window.open({"kind": "sold"}, java_script_enabled=False)
    page.goto("/answers")
    with page.expect_navigation():
        page.get_by_role("link", name="Clear my answers").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Clear my answers now").click()
    assert page.inner_text("h1") == "Your answers are cleared"
    assert page.context.cookies() == []


def test_the_whole_card_can_be_pressed(window: Window) -> None:
    page = window.open()
    page.goto("/quick")
    for card in page.locator(".choice").all()[:6]:
        card.scroll_into_view_if_needed()
        box = card.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] - 6, box["y"] + box["height"] / 2)
        assert card.locator("input").is_checked()
