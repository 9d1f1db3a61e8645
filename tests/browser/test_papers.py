"""The other papers in a real browser: what they look like printed, and on the narrowest screen."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page

from clinic_check.checklist.answers import read
from clinic_check.checklist.catalogue import Catalogue
from tests.browser.cases import USUAL, everything_found, everything_silent
from tests.browser.conftest import Window
from tests.browser.test_access import SIZES, faults_of
from tests.support.codes import code_of

FORMATS = ("Letter", "A4")
LONG = "W" * 80
TWELVE = 13.0
"""Points from the top of a word to its foot, at least, where it is set in 12 pt."""

MARGIN = 40
"""Points at a page's foot that belong to the page number."""


@dataclass(frozen=True)
class Word:
    """A word on paper, its letters and digits only; edges and height in points."""

    text: str
    left: float
    right: float
    top: float
    height: float


@dataclass(frozen=True)
class Leaf:
    """A printed page without its foot. `text` is in the order in which it was drawn."""

    width: float
    height: float
    words: tuple[Word, ...]
    text: str


def squeezed(words: str) -> str:
    return re.sub(r"[\W_]+", "", words)


def printed(page: Page, size: str, folder: Path) -> list[Leaf]:
    """Print a page and read it back."""
    pdf = folder / f"{size}.pdf"
    page.pdf(path=pdf, format=size)
    drawn = _read("-raw", pdf).removesuffix("\f").split("\f")
    tree = ElementTree.fromstring(_read("-bbox", pdf))  # noqa: S314  # pdftotext wrote it
    leaves = []
    for leaf, text in zip(tree.iterfind(".//{*}page"), drawn, strict=True):
        width, height = float(leaf.get("width", "0")), float(leaf.get("height", "0"))
        words = [_word(word) for word in leaf.iterfind(".//{*}word")]
        words = [word for word in words if word.top < height - MARGIN and word.text]
        whole = re.sub(r"ClinicCheckNotmedicaladvice|Page\d+of\d+", "", squeezed(text))
        leaves.append(Leaf(width, height, tuple(words), whole))
    return leaves


def _read(how: str, pdf: Path) -> str:
    command = ["pdftotext", how, str(pdf), "-"]
    out = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    return re.sub(r"[\x00-\x08\x0b\x0e-\x1f]", "", out)


def _word(drawn: ElementTree.Element) -> Word:
    left, right, top, foot = (float(drawn.get(n, "0")) for n in ("xMin", "xMax", "yMin", "yMax"))
    return Word(squeezed(drawn.text or ""), left, right, top, foot - top)


def side_by_side(page: Page, catalogue: Catalogue, *answers: dict[str, Any]) -> None:
    """Compare the answers here with those of one or two codes, typed without dashes."""
    page.goto("/compare")
    for number, given in enumerate(answers, start=1):
        code = code_of(read(catalogue, given))
        page.fill(f"#code-{number}", code.replace("-", "").lower())
    page.fill("#name-1", "Riverside")
    with page.expect_navigation():
        page.get_by_role("button", name="Show them side by side").click()
    assert page.inner_text("h1") == "Clinics side by side"


# --- three clinics side by side --------------------------------------------------------------


@pytest.mark.parametrize("size", FORMATS)
def test_three_clinics_lie_side_by_side_on_paper(
    window: Window, catalogue: Catalogue, tmp_path: Path, size: str
) -> None:
    page = window.open(USUAL, LONG, java_script_enabled=False)
    side_by_side(page, catalogue, everything_found(catalogue), everything_silent(catalogue))
    rows = [row.locator("h3, .difference, dt, dd").all_inner_texts() for row in rows_of(page)]
    leaves = printed(page, size, tmp_path)
    assert len(rows) > 40
    assert all(leaf.width > leaf.height for leaf in leaves), "the paper lies on its side"
    for leaf in leaves:
        assert all(word.left > 20 and word.right < leaf.width - 20 for word in leaf.words)
        assert all(word.height >= TWELVE for word in leaf.words)
    texts = [leaf.text for leaf in leaves]
    for title, said, *cells in rows:
        row = squeezed("".join([title, said, *cells]))
        assert any(row in text for text in texts), f"cut: {title}"
    assert_columns(leaves[0])


def rows_of(page: Page) -> list[Any]:
    return page.locator("article.row").all()


def assert_columns(leaf: Leaf) -> None:
    """The names of the second and the third clinic stand right of the first one's."""
    second = next(word for word in leaf.words if word.text == "Riverside")
    third = next(word for word in leaf.words if word.text == "C")
    assert leaf.width / 4 < second.left < leaf.width / 2
    assert third.left > leaf.width * 0.6
    assert abs(second.top - third.top) < 2, "they begin on one line"


def test_a_heading_never_stands_alone_at_the_foot(
    window: Window, catalogue: Catalogue, tmp_path: Path
) -> None:
    page = window.open(USUAL)
    side_by_side(page, catalogue, everything_found(catalogue), everything_silent(catalogue))
    headings = [squeezed(words) for words in page.locator("h2, h3").all_inner_texts()]
    for leaf in printed(page, "Letter", tmp_path):
        assert not leaf.text.endswith(tuple(headings))


def test_on_a_phone_one_question_stands_at_a_time(window: Window, catalogue: Catalogue) -> None:
    page = window.open(USUAL, LONG, viewport={"width": 320, "height": 600})
    side_by_side(page, catalogue, everything_found(catalogue), everything_silent(catalogue))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    cells = page.locator("article.row").first.locator("dl > div")
    boxes = [cell.bounding_box() for cell in cells.all()]
    tops = [box["y"] for box in boxes if box]
    assert tops == sorted(tops)
    assert len(set(tops)) == 3, "one clinic below the other"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_on_the_comparison(
    window: Window, catalogue: Catalogue, scheme: Any, size: str
) -> None:
    page = window.open(USUAL, "Elm Street", viewport=SIZES[size], color_scheme=scheme)
    side_by_side(page, catalogue, everything_found(catalogue), {"place": "abroad"})
    assert faults_of(page, "compared") == []
    page.goto("/compare")
    page.fill("#code-1", "1234")
    with page.expect_navigation():
        page.get_by_role("button", name="Show them side by side").click()
    page.get_by_role("alert").wait_for()
    assert page.title().startswith("Error: ")
    assert faults_of(page, "compare") == []


def test_a_fault_leads_to_its_field(window: Window) -> None:
    page = window.open({})
    page.goto("/compare")
    page.fill("#code-2", "UUUU")
    page.fill("#name-2", "Riverside")
    with page.expect_navigation():
        page.get_by_role("button", name="Show them side by side").click()
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == "code-2"
    assert page.input_value("#code-2") == "UUUU"
    assert page.input_value("#name-2") == "Riverside"


# --- paper to fill in, and single sheets -----------------------------------------------------


@pytest.mark.parametrize("size", FORMATS)
def test_the_blank_checklist_fits_eight_pages_in_twelve_points(
    window: Window, catalogue: Catalogue, tmp_path: Path, size: str
) -> None:
    page = window.open(java_script_enabled=False)
    page.goto("/paper/blank")
    leaves = printed(page, size, tmp_path)
    assert len(leaves) <= 8
    texts = [leaf.text for leaf in leaves]
    for leaf in leaves:
        assert all(word.height >= TWELVE for word in leaf.words)
        assert all(word.left > 20 and word.right < leaf.width - 20 for word in leaf.words)
    for question, drawn in zip(catalogue.questions, page.locator(".asked").all(), strict=True):
        whole = squeezed(drawn.inner_text().replace("★", ""))
        assert any(whole in text for text in texts), f"cut: {question.id}"


def test_the_blank_checklist_has_room_to_write(window: Window, tmp_path: Path) -> None:
    page = window.open()
    page.goto("/paper/blank")
    page.emulate_media(media="print")
    heights = [
        line.evaluate("e => e.getBoundingClientRect().height")
        for line in page.locator(".line").all()
    ]
    assert len(heights) > 43
    assert min(heights) >= 20, "a fifth of an inch or more"


@pytest.mark.parametrize("size", FORMATS)
@pytest.mark.parametrize("address", ["/paper/quick", "/paper/call", "/paper/doctor"])
def test_a_sheet_takes_one_page(
    window: Window, catalogue: Catalogue, tmp_path: Path, size: str, address: str
) -> None:
    for answers in ({}, USUAL, everything_found(catalogue), everything_silent(catalogue)):
        page = window.open(answers, LONG, java_script_enabled=False)
        page.goto(address)
        (leaf,) = printed(page, size, tmp_path)
        assert all(word.height >= TWELVE for word in leaf.words)
        whole = page.locator(".sheet, .blank > *:not(.no-print)").all_inner_texts()
        for word in " ".join(whole).split():
            assert squeezed(word) in leaf.text, word
        page.context.close()


@pytest.mark.parametrize("size", FORMATS)
def test_the_letter_is_printed_whole_and_alone(
    window: Window, catalogue: Catalogue, tmp_path: Path, size: str
) -> None:
    page = window.open(everything_silent(catalogue), LONG, java_script_enabled=False)
    page.goto("/letter")
    letter = squeezed(page.input_value("#letter"))
    leaves = printed(page, size, tmp_path)
    assert "".join(leaf.text for leaf in leaves) == letter
    assert len(leaves) <= 3


def test_every_paper_is_reached_from_the_summary_without_script(window: Window) -> None:
    page = window.open(USUAL, java_script_enabled=False)
    for name, heading in (
        ("Sheet for the doctor", "Sheet for the doctor"),
        ("Call sheet", "Call sheet"),
        ("Letter to the clinic", "Letter to the clinic"),
        ("Compare clinics", "Compare clinics"),
        ("Blank checklist", "Blank checklist"),
        ("Blank quick check", "Blank quick check"),
    ):
        page.goto("/summary")
        with page.expect_navigation():
            page.get_by_role("link", name=name).click()
        assert page.inner_text("h1").replace("\n", " ") == heading
