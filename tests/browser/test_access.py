"""Every page can be used by everyone: axe finds nothing, and neither do our own checks."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from clinic_check.checklist.catalogue import Catalogue
from tests.browser.cases import USUAL
from tests.browser.conftest import Window

PAGES = (
    "/",
    "/quick",
    "/check/offer",
    "/check/claims",
    "/check/oversight",
    "/check/safety",
    "/change/place",
    "/answers",
    "/summary",
    "/about",
    "/sources",
    "/glossary",
    "/privacy",
    "/accessibility",
    "/save",
    "/resume",
    "/who",
    "/compare",
    "/paper/blank",
    "/paper/quick",
    "/paper/call",
    "/paper/doctor",
    "/letter",
    "/clear",
    "/cleared",
    "/nowhere",
)
RULES = {
    "runOnly": [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22aa",
        "best-practice",
    ]
}
SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 375, "height": 750}}

# What axe doesn't see. Sizes in CSS pixels: 18 px is the smallest text, 44 px the smallest target
# (numb hands), 24 px where a link stands in a line of text, as WCAG 2.5.8 lets it.
FAULTS = """() => {
  const faults = [], seen = el => el.checkVisibility({visibilityProperty: true})
    && !el.closest('.hidden, .skip, .paper') && el.getBoundingClientRect().width > 1;
  const light = color => { const [r, g, b, a = 1] = color.match(/[\\d.]+/g).map(Number);
    const f = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    return {l: 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b), a}; };
  const behind = el => { for (; el; el = el.parentElement) {
    const c = light(getComputedStyle(el).backgroundColor); if (c.a) return c.l; } return 1; };
  for (const el of document.body.querySelectorAll('*')) {
    if (!seen(el)) continue;
    const style = getComputedStyle(el), box = el.getBoundingClientRect();
    const words = [...el.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    const name = el.tagName + '.' + el.className + ': ' + el.textContent.trim().slice(0, 40);
    if (words && parseFloat(style.fontSize) < 18) faults.push('small text ' + name);
    if (words) {
      const a = light(style.color).l, b = behind(el);
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (ratio < 7) faults.push('contrast ' + ratio.toFixed(1) + ' ' + name);
    }
    if (el.matches('button, select, summary, input[type=text], textarea, .choice, a.button')
        && box.height < 43.5) faults.push('target ' + box.height + ' ' + name);
    if (el.matches('a') && box.height < 24) faults.push('link ' + box.height + ' ' + name);
  }
  return faults;
}"""

FOCUS = """() => {
  const el = document.activeElement, marked = el.closest('.choice') || el;
  const style = getComputedStyle(marked);
  return {tag: el.tagName, id: el.id, outline: style.outlineStyle !== 'none'
    && parseFloat(style.outlineWidth) >= 3};
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_and_our_own_checks_find_nothing(window: Window, scheme: Any, size: str) -> None:
    page = window.open(USUAL, "Elm Street Pain", viewport=SIZES[size], color_scheme=scheme)
    found = []
    for address in PAGES:
        page.goto(address)
        found += faults_of(page, address)
    assert found == []


def test_a_page_with_errors_is_as_accessible(window: Window) -> None:
    page = window.open({})
    page.goto("/quick")
    page.evaluate("document.querySelector('#kind-sold').value = 'forged'")
    page.get_by_label("A treatment that you pay for").check()
    with page.expect_navigation():
        page.get_by_role("button", name="See my summary").click()
    assert page.title().startswith("Error: ")
    assert faults_of(page, "/quick") == []
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == "kind-sold"


def faults_of(page: Page, address: str) -> list[str]:
    result = Axe().run(page, options=RULES)
    axe = [
        f"{address}: {violation['id']}: {node['html'][:120]}"
        for violation in result.response["violations"]
        for node in violation["nodes"]
    ]
    return axe + [f"{address}: {fault}" for fault in page.evaluate(FAULTS)]


def test_no_page_scrolls_sideways_on_the_narrowest_screen(
    window: Window, catalogue: Catalogue
) -> None:
    page = window.open(USUAL, "W" * 80, viewport={"width": 320, "height": 600})
    wide = []
    for address in (*PAGES, *(f"/check/{section.id}" for section in catalogue.sections)):
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide.append((address, width))
    assert wide == []


def test_focus_can_always_be_seen(window: Window) -> None:
    page = window.open({})
    page.goto("/quick")
    for _ in range(12):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["outline"], focus


def test_the_chosen_answer_shows_in_forced_colors(window: Window) -> None:
    page = window.open({"kind": "sold"}, forced_colors="active")
    page.goto("/quick")
    borders = page.evaluate(
        """() => ['#kind-sold', '#kind-study'].map(
            id => parseFloat(getComputedStyle(document.querySelector(id)).borderTopWidth))"""
    )
    assert borders[0] > 2 * borders[1]


def test_text_four_times_as_large_still_fits(window: Window) -> None:
    """400 % zoom of a 1280 px screen leaves 320 px by 256 px."""
    page = window.open(USUAL, viewport={"width": 320, "height": 256})
    page.goto("/check/people")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
