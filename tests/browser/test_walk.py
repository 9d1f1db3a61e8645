"""A patient's way through the site in Chromium and Firefox, by keyboard, with script off."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from clinic_check.checklist.catalogue import Catalogue
from tests.browser.conftest import Window
from tests.browser.firefox import Firefox, started

PHONE = {"width": 375, "height": 553}


def press(page: Page, key: str, times: int = 1) -> None:
    for _ in range(times):
        page.keyboard.press(key)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the control has the focus, as a person would."""
    for _ in range(60):
        press(page, "Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"the keyboard never reaches {selector} of {page.url}")


def choose_first(page: Page) -> None:
    """Choose the first answer of a question with the keyboard, and press Continue."""
    if page.locator("select").count():
        tab_to(page, "select")
        page.keyboard.type("Wash")
    else:
        tab_to(page, "input[name=answer]")
        press(page, "Space")
    tab_to(page, ".actions .button")
    with page.expect_navigation():
        press(page, "Enter")


def question(page: Page) -> str:
    return page.url.split("/")[-1]


@pytest.mark.parametrize("home", ["", "/es"])
def test_the_quick_check_by_keyboard_alone_without_script(
    window: Window, catalogue: Catalogue, home: str
) -> None:
    page = window.open(java_script_enabled=False, viewport=PHONE)
    page.goto(f"{home}/")
    press(page, "Tab")
    assert page.locator(".skip:focus").count(), "the first stop skips to the content"
    tab_to(page, f"a[href='{home}/quick']")
    with page.expect_navigation():
        press(page, "Enter")
    met = []
    while question(page) != "name":
        met.append(question(page))
        choose_first(page)
    assert met == list(catalogue.frame.quick)
    tab_to(page, "#clinic")
    page.keyboard.type("Elm Street Pain")
    with page.expect_navigation():
        press(page, "Enter")
    assert page.url.endswith(f"{home}/summary")
    assert "Elm Street Pain" in page.inner_text("main")


@pytest.mark.parametrize("home", ["", "/es"])
def test_the_full_check_by_keyboard_alone_without_script(window: Window, home: str) -> None:
    page = window.open(java_script_enabled=False, viewport=PHONE)
    page.goto(f"{home}/")
    tab_to(page, f"a[href='{home}/check']")
    with page.expect_navigation():
        press(page, "Enter")
    main = []
    while question(page) != "stop":
        main.append(question(page))
        choose_first(page)
    assert len(main) >= 20
    assert "state" in main
    tab_to(page, f"a[href='{home}/details']")
    with page.expect_navigation():
        press(page, "Enter")
    details = []
    while question(page) != "name":
        details.append(question(page))
        choose_first(page)
    assert len(details) >= 10
    tab_to(page, "#clinic")
    with page.expect_navigation():
        press(page, "Enter")
    assert page.url.endswith(f"{home}/answers")
    page.goto(f"{home}/check/state")
    assert page.locator("select").input_value() == "wa"


def test_the_whole_card_can_be_pressed(window: Window) -> None:
    page = window.open(java_script_enabled=False, viewport=PHONE)
    page.goto("/check/claims")
    for card in page.locator(".choice").all():
        card.scroll_into_view_if_needed()
        box = card.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] - 6, box["y"] + box["height"] / 2)
        assert card.locator("input").is_checked()


WAYS = ("Continue", "Back", "Leave it blank", "Save and see my summary", "Clinic Check")
FOOT = ("Save for later", "Clear my answers", "Privacy", "En español")


@pytest.mark.parametrize("way", [*WAYS, *FOOT])
def test_no_way_off_a_question_loses_a_tick(window: Window, way: str) -> None:
    page = window.open({"kind": "sold"}, java_script_enabled=False, viewport=PHONE)
    page.goto("/check/deposit")
    page.check("#deposit-no-refund")
    with page.expect_navigation():
        page.get_by_role("button", name=way, exact=True).click()
    page.goto("/check/deposit")
    assert page.is_checked("#deposit-no-refund") is (way != "Leave it blank")


def test_every_way_off_every_main_question_is_a_button_that_was_tried(
    window: Window, catalogue: Catalogue
) -> None:
    """The machine of ways: whatever a person presses on a question is in the list above."""
    tried = {*WAYS, *FOOT}
    doors = {"Look a trial number up", "Paste their words, and see which need proof"}
    page = window.open({"kind": "study", "route": ["spine-fluid"]}, viewport=PHONE)
    for one in catalogue.questions:
        page.goto(f"/change/{one.id}")
        if question(page) != one.id:
            continue
        named = set(page.locator("button:visible").all_inner_texts())
        assert named <= tried | doors, one.id
        links = page.locator("main a:not([target=_blank]), header a, footer a").all()
        assert all((link.get_attribute("href") or "").startswith("#") for link in links), one.id


def test_back_and_refresh_in_the_middle_lose_nothing(window: Window) -> None:
    page = window.open(java_script_enabled=False, viewport=PHONE)
    page.goto("/quick/place")
    page.check("#place-us")
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()
    page.check("#kind-sold")
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()
    here = page.url
    page.reload()
    assert page.url == here
    page.go_back()
    assert page.is_checked("#kind-sold")
    with page.expect_navigation():
        page.get_by_role("button", name="Back", exact=True).click()
    assert page.is_checked("#place-us")


def test_two_tabs_keep_both_their_answers(window: Window) -> None:
    first = window.open(java_script_enabled=False)
    first.goto("/check/claims")
    second = first.context.new_page()
    second.goto("/check/doctor")
    first.check("#claims-cure")
    with first.expect_navigation():
        first.get_by_role("button", name="Continue").click()
    second.check("#doctor-not-found")
    with second.expect_navigation():
        second.get_by_role("button", name="Continue").click()
    first.goto("/summary")
    assert first.locator(".tone-serious .sign").count() >= 2


def test_clearing_empties_the_browser(window: Window) -> None:
    page = window.open({"kind": "sold"}, "Elm Street", java_script_enabled=False)
    page.goto("/answers")
    with page.expect_navigation():
        page.get_by_role("link", name="Clear my answers").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Clear my answers now").click()
    assert page.inner_text("h1") == "Your answers are cleared"
    page.goto("/check/kind")
    assert not page.locator("input:checked").count()


# Firefox


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """A window of Firefox on a phone's screen."""
    with started(tmp_path_factory.mktemp("firefox")) as window:
        window.size(375, 553)
        yield window


def reach(firefox: Firefox, selector: str) -> None:
    """Press Tab until the control has the focus."""
    for _ in range(60):
        firefox.press("Tab")
        if firefox.ask(f"!!document.activeElement?.matches({selector!r})"):
            return
    raise AssertionError(f"Firefox's keyboard never reaches {selector}")


def go_on(firefox: Firefox) -> str:
    """Choose the first answer, press Continue, and return the question that comes next."""
    before = firefox.ask("location.href")
    if firefox.ask("!!document.querySelector('select')"):
        reach(firefox, "select")
        firefox.press("W", "a", "s", "h")
    else:
        reach(firefox, "input[name=answer]")
        firefox.press("Space")
    reach(firefox, ".actions .button")
    firefox.press("Enter")
    return arrived(firefox, before)


def arrived(firefox: Firefox, before: str) -> str:
    """Wait until another page is there."""
    for _ in range(100):
        firefox.settle()
        if firefox.ask("location.href") != before:
            return str(firefox.ask("location.pathname.split('/').pop()"))
    raise AssertionError(f"Firefox never left {before}")


def test_both_checks_by_keyboard_alone_in_firefox(
    firefox: Firefox, site: str, catalogue: Catalogue
) -> None:
    firefox.open(f"{site}/quick/{catalogue.frame.quick[0]}")
    here, met = catalogue.frame.quick[0], []
    while here != "name":
        met.append(here)
        here = go_on(firefox)
    assert met == list(catalogue.frame.quick)
    firefox.open(f"{site}/check")
    met, here = [], str(firefox.ask("location.pathname.split('/').pop()"))
    while here != "stop":
        met.append(here)
        here = go_on(firefox)
    assert len(met) >= 14, "the main questions, without those that the quick check asked"
    firefox.open(f"{site}/check/state")
    assert firefox.ask("document.querySelector('select').value") == "wa"


def test_back_and_refresh_in_firefox_lose_nothing(firefox: Firefox, site: str) -> None:
    firefox.open(f"{site}/check/deposit")
    before = firefox.ask("location.href")
    firefox.ask("document.querySelector('#deposit-no-refund').click()")
    reach(firefox, ".actions .button")
    firefox.press("Enter")
    arrived(firefox, before)
    firefox.reload()
    firefox.back()
    assert firefox.ask("document.querySelector('#deposit-no-refund').checked") is True


def test_a_box_of_errors_takes_the_focus_in_firefox(firefox: Firefox, site: str) -> None:
    firefox.open(f"{site}/check/claims")
    before = firefox.ask("document.title")
    for name in ("cure", "none"):
        firefox.ask(f"document.querySelector('#claims-{name}').checked = true")
    reach(firefox, ".actions .button")
    firefox.press("Enter")
    for _ in range(50):
        firefox.settle()
        if firefox.ask("document.title") != before:
            break
    assert firefox.ask("document.activeElement.className") == "problems"


def test_firefox_prints_the_summary_unfolded(
    firefox: Firefox, site: str, tmp_path: Path, window: Window
) -> None:
    firefox.open(f"{site}/check/deposit")
    firefox.ask("document.querySelector('#deposit-no-refund').click()")
    before = firefox.ask("location.href")
    reach(firefox, ".actions .button")
    firefox.press("Enter")
    arrived(firefox, before)
    firefox.open(f"{site}/summary")
    (tmp_path / "f.pdf").write_bytes(firefox.print())
    page = window.open({"deposit": "no-refund"})
    page.goto("/summary")
    page.pdf(path=tmp_path / "c.pdf", format="Letter")
    for name in ("f", "c"):
        command = ["pdftotext", str(tmp_path / f"{name}.pdf"), "-"]
        words = subprocess.run(command, check=True, capture_output=True).stdout.decode()
        assert "How to check:" in words, name
        assert "What to keep" in words, name
        assert "Show my doctor (1 page)" not in words, "no buttons on paper"
