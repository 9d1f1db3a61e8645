"""The sheets as PDF: one page each whatever is answered, read back as printers and people do."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_check.checklist.answers import read
from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.findings import assess
from clinic_check.checklist.load import load
from clinic_check.checklist.rules import Chosen
from clinic_check.settings import CONTENT, folder
from clinic_check.sheets.call import for_call
from clinic_check.sheets.doctor import for_doctor
from clinic_check.sheets.paper import Paper, load_paper
from clinic_check.sheets.pdf import SIZES, PdfFault, Size, can_be_made, render
from clinic_check.sheets.printed import Which, letter_pdf, qr, sheet_pdf
from tests.sheets.conftest import ADDRESS, CODE, DAY, Summing, carried
from tests.support import pdfs
from tests.support.cases import USUAL, everything_found, everything_silent
from tests.support.people import people

SHIPPED, WORDS = load(CONTENT), load_paper(CONTENT)

NAMES = (
    "",
    "W" * 80,
    "Center for Regenerative Medicine of the Greater Northern Metropolitan Area, East",
    '#eval("1") *x* _y_ $z$ @ref <lab> \\ `raw` // ] } [',
    "東京クリニック",
    "ศูนย์การแพทย์",
    "Health 😀 Center",
    "Nul\x00 and bell\x07 and \u202eright to left",
)
STAGES = ("looking", "booked", "paid", "had-it", "")

QUIET = settings(max_examples=100, deadline=None)


def extremes(catalogue: Catalogue) -> list[dict[str, Any]]:
    """The fullest case, the most silent one, the emptiest and the usual one, at every stage."""
    cases = [everything_found(catalogue), everything_silent(catalogue), {}, USUAL]
    return [
        {**{k: v for k, v in case.items() if k != "stage"}, **({"stage": stage} if stage else {})}
        for case in cases
        for stage in STAGES
    ]


def both(raw: dict[str, Any], typed: str = "Elm Street Pain", size: Size = "letter") -> bytes:
    summary = assess(SHIPPED, read(SHIPPED, raw))
    return sheet_pdf("both", SHIPPED, WORDS, summary, carried(typed), size)


def in_order(pdf: bytes, size: Size = "letter", ends: str = "advice.") -> None:
    """Fail where two sheets aren't two pages with everything in its place."""
    drawn = pdfs.words(pdf)
    assert len(drawn) == 2, "each of the two sheets is one page"
    for page in drawn:
        assert pdfs.overlapping(page) == []
        assert all(word.left >= 30 and word.right <= 590 and word.top >= 20 for word in page)
        foot = max(word.bottom for word in page)
        lowest = [word.text for word in page if word.bottom > foot - 3]
        assert lowest[-1] == ends, "nothing stands below the last line"
        assert foot < (792 if size == "letter" else 842) - 24, "a printer reaches it"


# --- the laws of the two sheets ---------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_the_extremes_fit_on_one_page_each_at_every_stage(size: Size) -> None:
    for number, raw in enumerate(extremes(SHIPPED)):
        in_order(both(raw, NAMES[number % 3], size), size)


@pytest.mark.parametrize("size", SIZES)
def test_the_extremes_fit_on_one_page_each_in_spanish(size: Size) -> None:
    spanish, words = load(CONTENT, "es"), load_paper(CONTENT, "es")
    for number, raw in enumerate(extremes(spanish)):
        summary = assess(spanish, read(spanish, raw))
        mine = carried(NAMES[number % 3], language="es")
        in_order(sheet_pdf("both", spanish, words, summary, mine, size), size, ends="médico.")


@QUIET
@given(
    answers=people(SHIPPED),
    typed=st.sampled_from(NAMES),
    size=st.sampled_from(SIZES),
    helper=st.booleans(),
)
def test_whatever_is_answered_each_sheet_is_one_page_and_holds_what_it_should(
    answers: Chosen, typed: str, size: Size, helper: bool
) -> None:
    summary = assess(SHIPPED, answers)
    mine = carried(typed, helper=helper)
    pdf = sheet_pdf("both", SHIPPED, WORDS, summary, mine, size)
    in_order(pdf, size)
    one, two = pdfs.texts(pdf)
    first = for_doctor(SHIPPED, WORDS, summary)
    second = for_call(SHIPPED, WORDS, summary, helper=helper)
    shown = sum(line in one for line in first.signs)
    assert shown >= min(3, len(first.signs))
    for words in (
        *(first.ask.title, *first.ask.questions, first.ask.line, first.fda, first.headline),
        *(question for question, _ in first.status),
        *(answer for _, answer in first.status),
        *(*first.signs[:shown], first.below[shown]),
        "".join(part.text for part in first.offer),
    ):
        assert pdfs.unspaced(words) in pdfs.unspaced(one)
    for words in (*second.opening, second.nothing_open, second.emergency):
        assert words in two
    for row in second.questions:
        assert row.ask in two
        assert row.note in two
    for page, number in ((one, "1 of 2"), (two, "2 of 2")):
        assert number in page
        assert "September 29, 2026" in page
        assert "Not checked with the clinic. Not medical advice." in page
        if typed in NAMES[:3]:
            # Where a name without a space may be broken, there is a sign without a width.
            assert pdfs.unspaced(typed) in pdfs.unspaced(page).replace("\u200b", "")


@pytest.mark.parametrize("which", ["doctor", "call"])
def test_a_sheet_by_itself_has_no_number(which: Which) -> None:
    summary = assess(SHIPPED, read(SHIPPED, USUAL))
    spanish = load(CONTENT, "es")
    other = (spanish, load_paper(CONTENT, "es"), assess(spanish, read(spanish, USUAL)), "es")
    for also in (None, other) if which == "call" else (None,):
        pdf = sheet_pdf(which, SHIPPED, WORDS, summary, carried(), also=also)
        assert not re.search(r"\d (?:of|de) 2", pdfs.text(pdf))


@pytest.mark.parametrize("case", ["usual", "fullest", "emptiest"])
def test_type_boxes_and_colors_survive_numb_hands_and_a_fax(case: str) -> None:
    raw = {"usual": USUAL, "fullest": everything_found(SHIPPED), "emptiest": {}}[case]
    pdf = both(raw)
    assert min(pdfs.type_sizes(pdf)) >= 11
    assert {round(side, 1) for side in pdfs.squares(pdf)} == {5.0}
    assert len(pdfs.squares(pdf)) >= 9 + 5 + 4
    assert pdfs.colors(pdf) == {(0.0,)}, "black alone"


def test_every_question_of_the_call_has_its_boxes_beside_it(
    catalogue: Catalogue, paper: Paper, summing: Summing
) -> None:
    summary = summing(USUAL)
    laid = for_call(catalogue, paper, summary)
    pdf = sheet_pdf("call", catalogue, paper, summary, carried())
    asked = len(laid.questions) + len(laid.more)
    assert len(pdfs.squares(pdf)) == len(paper.call.answers) * asked


@pytest.mark.parametrize("which", get_args(Which))
def test_every_pdf_is_tagged_titled_and_carries_its_fonts(
    catalogue: Catalogue, paper: Paper, summing: Summing, which: Any
) -> None:
    pdf = sheet_pdf(which, catalogue, paper, summing(USUAL), carried())
    assert pdfs.accessibility_problems(pdf) == []
    tags = Counter(pdfs.tags(pdf))
    assert tags["H1"] == (2 if which == "both" else 1)
    assert tags["H2"] >= 2
    if which in ("doctor", "both"):
        assert tags["Figure"] == 1  # the QR code
        assert tags["LI"] >= 6  # the signs
    if which != "everything":
        assert tags["Table"] >= 1
        assert tags["TH"] >= 4


def test_the_fax_is_read_by_a_machine(tmp_path: Any) -> None:
    """Tesseract stands in for tired eyes: 98 words of 100 at least."""

    def plain(words: str) -> Counter[str]:
        return Counter(re.findall(r"[A-Za-z]{2,}|\d+", words.replace("'", "").replace("’", "")))

    assert shutil.which("tesseract"), "install tesseract-ocr, see CONTRIBUTING.md"
    pdf = both(USUAL)
    printed = plain(pdfs.text(pdf))
    missed = printed - plain(" ".join(pdfs.faxed(pdf)))
    assert missed.total() <= 0.02 * printed.total(), missed


# --- what a person types is data --------------------------------------------------------------


def test_a_name_prints_as_typed_whatever_it_looks_like() -> None:
    for page in pdfs.texts(both(USUAL, NAMES[3])):
        assert NAMES[3] in page


@pytest.mark.parametrize("typed", NAMES[4:])
def test_a_name_that_the_typeface_lacks_becomes_a_line_and_fails_nothing(typed: str) -> None:
    pdf = both(USUAL, typed)
    in_order(pdf)
    for page in pdfs.texts(pdf):
        assert "About an offer of stem cells or the like, from" in page
        assert "Health" not in page, "half a name would be a wrong one"


def test_a_letter_prints_paragraphs_as_typed_and_a_line_for_strange_signs(paper: Paper) -> None:
    typed = '#import "/etc/passwd": * and *bold* and 東京 and ' + "W" * 300
    pdf = letter_pdf(
        paper, DAY, title="My #title", to=["Elm & <b>"], paragraphs=[typed], closing=["Thank you."]
    )
    read_back = pdfs.text(pdf)
    assert '#import "/etc/passwd": * and *bold* and ____________ and ' in read_back
    assert read_back.count("W") == 300
    assert pdfs.accessibility_problems(pdf) == []
    assert all(word.right < 600 for page in pdfs.words(pdf) for word in page)
    assert "Elm & <b>" in read_back
    assert "My #title" in read_back


def test_a_text_without_an_end_is_cut(paper: Paper) -> None:
    pdf = letter_pdf(paper, DAY, title="T", paragraphs=["word " * 100_000], closing=[])
    assert pdfs.pages(pdf) <= 3


# --- coming back, and other details ------------------------------------------------------------


def test_the_address_stands_as_text_and_as_a_picture_and_holds_no_answer(paper: Paper) -> None:
    page = pdfs.text(both(USUAL))
    assert f"go to {ADDRESS} and type:" in page
    assert CODE.replace("-", " ") in page
    assert "<svg" in qr(ADDRESS)
    assert qr(ADDRESS) != qr(ADDRESS + "/")


def test_without_an_address_there_is_a_line_to_write_it_on_and_no_picture(
    catalogue: Catalogue, paper: Paper, summing: Summing
) -> None:
    pdf = sheet_pdf("doctor", catalogue, paper, summing(USUAL), carried(address=""))
    assert "go to ____" in pdfs.text(pdf)
    assert "Figure" not in pdfs.tags(pdf)


def test_a_helper_is_named_as_one(catalogue: Catalogue, paper: Paper, summing: Summing) -> None:
    for helper, words in ((True, "by the patient, with a helper."), (False, "by the patient.")):
        pdf = sheet_pdf("both", catalogue, paper, summing(USUAL), carried(helper=helper))
        assert all(f"Collected {words}" in page for page in pdfs.texts(pdf))


def test_the_same_answers_make_the_same_file(
    catalogue: Catalogue, paper: Paper, summing: Summing
) -> None:
    one, two = (
        sheet_pdf("both", catalogue, paper, summing(USUAL), carried("X" * n)) for n in (3, 3)
    )
    assert pdfs.text(one) == pdfs.text(two)
    assert b"X" * 3 not in one, "what is typed stands in the pages alone"


# --- Typst missing or broken -------------------------------------------------------------------


def test_where_typst_is_missing_that_is_said(monkeypatch: pytest.MonkeyPatch, paper: Paper) -> None:
    assert can_be_made()
    monkeypatch.setitem(sys.modules, "typst", None)
    assert not can_be_made()
    with pytest.raises(PdfFault, match="can’t be loaded"):
        letter_pdf(paper, DAY, title="T", paragraphs=[], closing=[])


def test_where_a_template_fails_that_is_said_too() -> None:
    with pytest.raises(PdfFault, match="can’t make “letter”"):
        render("letter", {}, title="T", day=DAY, size="letter")


def test_the_templates_read_nothing_else_and_fetch_nothing() -> None:
    for template in (folder("templates") / "sheets").glob("*.typ"):
        words = template.read_text(encoding="utf-8")
        assert "@preview" not in words
        assert set(re.findall(r'(?:import|include|read|json|image)\b ?\(?"([^"]+)"', words)) <= {
            *("page.typ", "doctor.typ", "call.typ")
        }
        assert "eval(" not in words


def test_a_template_reaches_nothing_outside_its_folder(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "probe.typ").write_text('#read("../secret.txt")')
    monkeypatch.setattr("clinic_check.sheets.pdf.folder", lambda name: tmp_path)
    with pytest.raises(PdfFault, match="can’t make “probe”"):
        render("probe", {}, title="T", day=DAY, size="letter")


FULLEST_TWELVE_TIMES = """
from tests.sheets.test_printed import SHIPPED, WORDS, carried, everything_found
from clinic_check.checklist.answers import read
from clinic_check.checklist.findings import assess
from clinic_check.sheets.printed import sheet_pdf

def megabytes():
    with open("/proc/self/statm") as told:
        return int(told.read().split()[1]) * 4096 // 2**20

summary = assess(SHIPPED, read(SHIPPED, everything_found(SHIPPED)))
sizes = []
for number in range(12):
    sheet_pdf("everything", SHIPPED, WORDS, summary, carried(f"Clinic {number}"))
    sizes.append(megabytes())
print(sizes[-1] - sizes[0])
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
def test_typst_forgets_each_sheet() -> None:
    """It would keep ten of them: some 180 MB of what people were told."""
    grown = subprocess.run(
        [sys.executable, "-c", FULLEST_TWELVE_TIMES], capture_output=True, check=True, text=True
    ).stdout
    assert int(grown) < 60
