"""The summary on paper: printed by a real browser, on Letter and A4, and read back from the PDF."""

import re
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask
from playwright.sync_api import Browser

from clinic_check.checklist.answers import read
from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.findings import Raised, assess
from clinic_check.sheets.summary import Entry, Sheet, build
from tests.browser.cases import USUAL, everything_found, everything_silent
from tests.browser.conftest import Window

PAGES = {"usual": 6, "found": 12, "silent": 12, "blank": 6}
"""Case -> pages at most."""

LONG = "W" * 80
"""The longest name of a clinic, in the widest letter."""

TWELVE, TEN = 13.0, 10.9
"""Points from the top of a word to its foot, at least, where it is set in 12 pt and in 10 pt."""

MARGIN = 40
"""Points at a page's foot that belong to the page number."""


@dataclass(frozen=True)
class Word:
    """A word on paper: its page from 1, its top edge and its height in points."""

    text: str
    page: int
    top: float
    height: float


class Printed:
    """A summary on paper, and what it was made from. Texts are squeezed: letters and digits."""

    def __init__(self, case: str, pdf: Path, sheet: Sheet, shown: list[str]) -> None:
        self.case, self.pdf, self.sheet, self.shown = case, pdf, sheet, shown
        self.words: list[Word] = []
        self.feet: list[str] = []
        for number, page in enumerate(_read(pdf), start=1):
            height = float(page.get("height", "0"))
            foot = ""
            for word in page.iterfind(".//{*}word"):
                top, bottom = float(word.get("yMin", "0")), float(word.get("yMax", "0"))
                if top > height - MARGIN:
                    foot += word.text or ""
                else:
                    self.words.append(Word(squeezed(word.text or ""), number, top, bottom - top))
            self.feet.append(foot)
        self.pages = ["".join(w.text for w in self.on(n)) for n in range(1, len(self.feet) + 1)]
        self.text = "".join(self.pages)

    def on(self, page: int) -> list[Word]:
        """The words of a page, its foot left out."""
        return [word for word in self.words if word.page == page]

    def find(self, text: str) -> list[Word]:
        """The words that say this first, from page 3 on; it must be there."""
        start = self.text.find(squeezed(text), len(self.pages[0] + self.pages[1]))
        assert start >= 0, f"not on paper: {text}"
        found, place = [], 0
        for word in self.words:
            if start <= place < start + len(squeezed(text)):
                found.append(word)
            place += len(word.text)
        return found


def squeezed(text: str) -> str:
    """Leave letters and digits only: lines and hyphens break differently on paper."""
    return re.sub(r"[\W_]+", "", text)


def _read(pdf: Path) -> list[ElementTree.Element]:
    command = ["pdftotext", "-bbox-layout", str(pdf), "-"]
    out = subprocess.run(command, check=True, capture_output=True).stdout
    text = re.sub(r"[\x00-\x08\x0b-\x1f]", "", out.decode())
    return ElementTree.fromstring(text).findall(".//{*}page")  # noqa: S314  # pdftotext wrote it


@pytest.fixture(
    scope="module", params=[(c, f) for c in PAGES for f in ("Letter", "A4")], ids="-".join
)
def paper(
    request: pytest.FixtureRequest,
    browser: Browser,
    site: str,
    app: Flask,
    catalogue: Catalogue,
    tmp_path_factory: pytest.TempPathFactory,
) -> Printed:
    """Each case on each paper."""
    case, size = request.param
    answers: dict[str, Any] = {
        "usual": USUAL,
        "found": everything_found(catalogue),
        "silent": everything_silent(catalogue),
        "blank": {},
    }[case]
    clinic = "" if case == "blank" else LONG
    window = Window(browser, site, app)
    page = window.open(answers, clinic)
    page.goto("/summary")
    pdf = tmp_path_factory.mktemp("paper") / f"{case}-{size}.pdf"
    page.pdf(path=pdf, format=size)
    summary = assess(catalogue, read(catalogue, answers))
    if len(summary.serious) + len(summary.caution) > 30:
        # Past thirty signs the answers behind them stand under "Answers as given" alone.
        page.evaluate("document.querySelectorAll('.because').forEach(answer => answer.remove())")
    shown = page.locator(
        "main article, main .list li:not(.sources li), main .list p"
    ).all_inner_texts()
    page.context.close()
    return Printed(case, pdf, build(catalogue, summary, clinic, datetime.now(tz=UTC).date()), shown)


def findings(sheet: Sheet) -> list[Entry | Raised]:
    """Everything that is told as a finding, in the order of the page."""
    return [*sheet.serious, *sheet.caution, *sheet.no_answer, *sheet.notes]


def test_it_takes_no_more_pages_than_it_may(paper: Printed) -> None:
    assert len(paper.pages) <= PAGES[paper.case]


def test_every_page_tells_its_number_and_how_many_there_are(paper: Printed) -> None:
    for number, foot in enumerate(paper.feet, start=1):
        assert foot.endswith(f"Page{number}of{len(paper.feet)}")


def test_page_one_is_for_the_doctor_and_whole(paper: Printed, catalogue: Catalogue) -> None:
    page, sheet = paper.pages[0], paper.sheet
    headline = catalogue.frame.headlines[sheet.level]
    assert page.startswith(squeezed("Information my patient collected about a treatment offer."))
    assert page.endswith(squeezed("Papers with me consent form advertisement price trial record"))
    for told in (sheet.day, sheet.clinic, headline.text, headline.limit):
        assert squeezed(told) in page
    for _, lines in sheet.doctor.groups:
        assert all(squeezed(line) in page for line in lines)
    signs = sheet.doctor
    count = f"{signs.unanswered} not answered, {signs.open} still open."
    for told in (count, "Told to change other treatment?", "My medicines and blood thinners"):
        assert squeezed(told) in page
    for told in ("Treatment date", "Decide by", "Price", "What matters most to me", "Next step"):
        assert squeezed(told) in page


def test_page_two_is_for_the_call_and_whole(paper: Printed) -> None:
    page, call = paper.pages[1], paper.sheet.call
    assert page.startswith(squeezed("For the call"))
    assert page.endswith(squeezed("Ask again on"))
    for told in (*call.opening, *call.questions, paper.sheet.clinic):
        assert squeezed(told) in page
    for box in ("writing", "said", "would", "none"):
        assert [word.text for word in paper.on(2)].count(box) >= 10


def test_there_is_room_to_write(paper: Printed) -> None:
    """At least 13 pt (4.6 mm) between lines, and a good inch and a half where little was found."""
    first, second = paper.on(1), paper.on(2)
    tops = {word.text: word.top for word in first}
    assert tops["Next"] - tops["Notes"] >= 40
    assert tops["Cancer"] - tops["medicines"] >= 22
    boxes = [word.top for word in second if word.text == "none"]
    gaps = [below - above for above, below in pairwise(boxes)]
    assert len(boxes) == 10
    assert min(gaps) >= 45


def test_the_rest_begins_on_page_three(paper: Printed) -> None:
    lists = ("Serious warning signs", "Other warning signs", "You asked", "Still to find out")
    assert paper.pages[2].startswith(tuple(map(squeezed, lists)))


def test_everything_shown_on_the_screen_is_on_paper(paper: Printed) -> None:
    rest = "".join(paper.pages[2:])
    assert len(paper.shown) > 30
    assert [text for text in paper.shown if squeezed(text) not in rest] == []


def test_every_source_stands_with_its_address(paper: Printed) -> None:
    # As it was drawn: in the order of the page, whatever the columns.
    command = ["pdftotext", "-raw", str(paper.pdf), "-"]
    drawn = squeezed(subprocess.run(command, check=True, capture_output=True).stdout.decode())
    drawn = re.sub(rf"ClinicCheckNotmedicaladvicePage\d+of{len(paper.pages)}", "", drawn)
    lost = [
        number
        for number, source in enumerate(paper.sheet.sources, start=1)
        if squeezed(f"{number}. {source.publisher}. {source.title} {source.url}") not in drawn
    ]
    feet_of_columns = 2 * (len(paper.pages) - paper.find("Sources")[0].page) + 1
    assert len(lost) <= feet_of_columns, "only where a column ends may a source run on in the next"


def test_no_finding_is_cut(paper: Printed) -> None:
    for entry in findings(paper.sheet):
        parts = [part for part in (entry.words.told, entry.words.why, entry.words.next) if part]
        pages = {word.page for part in parts for word in paper.find(part)}
        assert len(pages) == 1, entry.words.told


def test_no_heading_stands_alone_at_the_foot_of_a_page(paper: Printed) -> None:
    headings = ("What is known so far", "Questions to ask", "Where to report", "What to keep")
    for page in paper.pages[2:]:
        assert not page.endswith(tuple(map(squeezed, (*headings, "Sources", "Still to find out"))))


def test_findings_and_questions_are_set_in_twelve_points(paper: Printed) -> None:
    sheet = paper.sheet
    told = [
        text for e in findings(sheet) for text in (e.words.told, e.words.why, e.words.next) if text
    ]
    for text in (*told, *sheet.ask, *sheet.look, *(e.words.told for e in sheet.missing)):
        assert min(word.height for word in paper.find(text)) >= TWELVE, text
    assert min(word.height for word in (*paper.on(1), *paper.on(2))) >= TWELVE
    assert min(word.height for word in paper.words if word.text) >= TEN


def test_paper_is_black_on_white(paper: Printed) -> None:
    """A photocopier and a fax know no colors."""
    command = ["pdftoppm", "-r", "20", str(paper.pdf)]
    dots = subprocess.run(command, check=True, capture_output=True).stdout
    pages = re.split(rb"P6\n\d+ \d+\n255\n", dots)[1:]
    assert len(pages) == len(paper.pages)
    assert all(page[0::3] == page[1::3] == page[2::3] for page in pages)
