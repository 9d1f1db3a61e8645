"""Every page can be used by everyone: axe finds nothing, and neither do our own checks."""

from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from clinic_check.checklist.catalogue import Catalogue
from tests.browser.conftest import Window
from tests.support.cases import USUAL, everything_found

PAGES = (
    "/",
    "/quick/source",
    "/check/state",
    "/check/claims",
    "/check/route",
    "/check/approval",
    "/change/place",
    "/quick/name",
    "/stop",
    "/keep",
    "/answers",
    "/summary",
    "/summary/everything",
    "/summary/places",
    "/about",
    "/sources",
    "/glossary",
    "/privacy",
    "/accessibility",
    "/save",
    "/resume",
    "/who",
    "/claims",
    "/trial",
    "/compare",
    "/letter",
    "/sheet/doctor",
    "/questions",
    "/signed",
    "/signed/letters/cancel",
    "/other-ways",
    "/family",
    "/method",
    "/clear",
    "/cleared",
    "/nowhere",
    "/es/",
    "/es/quick/source",
    "/es/summary",
    "/es/sheet/doctor",
    "/es/questions",
    "/es/signed",
    "/es/other-ways",
    "/es/nowhere",
)
RULES = {
    "resultTypes": [
        "violations"
    ],  # what is in order is thousands of lines, and takes as long again
    "runOnly": [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22aa",
        "wcag2aaa",
        "wcag21aaa",
        "best-practice",
    ],
}
SIZES: dict[str, ViewportSize] = {
    "desk": {"width": 1280, "height": 900},
    "phone": {"width": 375, "height": 750},
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

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
    const inLine = el.matches('a') && [...el.parentElement.childNodes].some(
      n => n !== el && n.textContent.trim() && !/^[.,;:]*$/.test(n.textContent.trim()));
    if (el.matches('a') && !inLine && !el.closest('h1') && box.height < 43.5)
      faults.push('link ' + box.height + ' ' + name);
  }
  return faults;
}"""

AT_REST = "() => document.getAnimations().forEach(moving => moving.finish())"
"""Brings each colour that is on its way to another there. To wait would be to wait forever for what
stands in a closed fold: the browser moves nothing there."""

FOCUS = """() => {
  const el = document.activeElement, marked = el.closest('.choice') || el;
  const style = getComputedStyle(marked);
  return {tag: el.tagName, id: el.id, outline: style.outlineStyle !== 'none'
    && parseFloat(style.outlineWidth) >= 3};
}"""


@pytest.mark.parametrize("address", PAGES)
def test_axe_and_our_own_checks_find_nothing(window: Window, address: str) -> None:
    """In both sizes and schemes on the open page: without a script, only the style sheets differ,
    and the browser lays a page out anew for each as it would for a fresh one."""
    page = window.open(USUAL, "Elm Street Pain", viewport=SIZES["desk"])
    page.goto(address)
    found = []
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.evaluate(AT_REST)
            found += faults_of(page, f"{address}, {size}, {scheme}")
    assert found == []


def test_a_page_with_errors_is_as_accessible(window: Window) -> None:
    page = window.open({})
    page.goto("/check/claims")
    page.check("#claims-cure")
    page.check("#claims-none")
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").click()
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className") == "problems"
    assert faults_of(page, "/check/claims") == []
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == "claims-cure"


def faults_of(page: Page, name: str) -> list[str]:
    """Return what axe finds on the open page as it is shown now, and what we find, by this name."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    violations = page.evaluate("rules => axe.run(rules).then(found => found.violations)", RULES)
    axe = [
        f"{name}: {violation['id']}: {node['html'][:120]}"
        for violation in violations
        for node in violation["nodes"]
    ]
    return axe + [f"{name}: {fault}" for fault in page.evaluate(FAULTS)]


def test_no_page_scrolls_sideways_on_the_narrowest_screen(
    window: Window, catalogue: Catalogue
) -> None:
    page = window.open(USUAL, "W" * 80, viewport={"width": 320, "height": 600})
    wide = []
    for address in (*PAGES, *(f"/change/{question.id}" for question in catalogue.questions)):
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide.append((address, width))
    assert wide == []


def test_focus_can_always_be_seen(window: Window) -> None:
    page = window.open({})
    page.goto("/quick/source")
    for _ in range(20):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["outline"], focus


def test_the_chosen_answer_shows_in_forced_colors(window: Window) -> None:
    page = window.open({"kind": "sold"}, forced_colors="active")
    page.goto("/quick/kind")
    borders = page.evaluate(
        """() => ['#kind-sold', '#kind-study'].map(
            id => parseFloat(getComputedStyle(document.querySelector(id)).borderTopWidth))"""
    )
    assert borders[0] > 2 * borders[1]


def test_text_four_times_as_large_still_fits(window: Window) -> None:
    """400 % zoom of a 1280 px screen leaves 320 px by 256 px."""
    page = window.open(USUAL, viewport={"width": 320, "height": 256})
    page.goto("/check/claims")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


SPACED = """*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}
p{margin-bottom:2em!important}"""
DOUBLED = "html{font-size:225%!important}"
SET = "css => document.styleSheets[0].insertRule('@media all{' + css + '}')"


@pytest.mark.parametrize("style", [SPACED, DOUBLED], ids=["spaced", "doubled"])
def test_text_set_wider_or_twice_as_large_scrolls_no_page_sideways(
    window: Window, catalogue: Catalogue, style: str
) -> None:
    page = window.open(
        everything_found(catalogue), "W" * 80, viewport={"width": 320, "height": 600}
    )
    wide = []
    for address in PAGES:
        page.goto(address)
        page.evaluate(SET, style)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide.append((address, width))
    assert wide == []


def test_a_browser_without_has_shows_what_is_chosen_and_where_the_focus_is(window: Window) -> None:
    page = window.open({"kind": "sold"})
    page.goto("/quick/kind")
    page.evaluate(
        """() => { for (const sheet of document.styleSheets)
            for (let i = sheet.cssRules.length - 1; i >= 0; i--)
                if ((sheet.cssRules[i].selectorText || '').includes(':has'))
                    sheet.deleteRule(i); }"""
    )
    borders = page.evaluate(
        """() => ['#kind-sold', '#kind-study'].map(
            id => parseFloat(getComputedStyle(document.querySelector(id)).borderTopWidth))"""
    )
    assert borders[0] > 2 * borders[1]
    page.focus("#kind-sold")
    assert page.evaluate(FOCUS)["outline"]


def test_no_style_sheet_needs_a_browser_of_this_year() -> None:
    for sheet in (Path(__file__).parents[2] / "static" / "css").glob("*.css"):
        css = sheet.read_text(encoding="utf-8")
        assert "@layer" not in css, sheet.name
        for rule in css.split("}"):
            selector = rule.partition("{")[0]
            assert ":has" not in selector or "," not in selector, "it would take the others with it"
