"""The words on the sheets are proofread as all content is."""

import shutil
from pathlib import Path

import pytest

from clinic_check.checklist.catalogue import Catalogue, CatalogueFault
from clinic_check.library import open_library
from clinic_check.settings import CONTENT
from clinic_check.sheets.paper import FILE, Paper, load_paper
from clinic_check.sheets.proofread import faults_in_paper


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the shipped content, to be broken."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def test_what_is_shipped_has_no_fault(catalogue: Catalogue, paper: Paper) -> None:
    assert faults_in_paper(paper, catalogue) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("go to {address} and", "go there and", "back must have {address}."),
        ("{count} other signs", "{number} other signs", "doctor.also.others must have {count}."),
        (
            "About an offer of stem cells or the like, from {clinic}",
            "About {",
            "doctor.about has a brace too many or too few.",
        ),
        (
            'title_doctor = "For my',
            'title_doctor = "{x} For my',
            "title_doctor must have no placeholders.",
        ),
        (
            "For my doctor",
            "For my 医者",
            "“For my 医者” has a sign that the sheets’ typeface lacks.",
        ),
        ("Not medical advice.", "Not 'advice'.", "not_checked has a straight quote; use ’ “ ”."),
        ("[short.kind]\nsold", "[short.kind]\nleased", "answer that isn’t there, “leased”."),
        ("[short.kind]\nsold", "[short.kind]\nleased", "[short.kind] has no words for “sold”."),
        ("[short.route]", "[short.road]", "[short.route] is missing."),
        ("[short.route]", "[short.road]", "words for a question that isn’t there."),
        ("[doctor.ask.paid]", "[doctor.ask.spent]", "[doctor.ask] has no “paid”."),
        ("[doctor.ask.paid]", "[doctor.ask.spent]", "“spent”, which nothing uses."),
        ('approval = ["listed"', 'approval = ["found"', "isn’t there, “approval: found”."),
        ('approval = ["listed"', 'approved = ["listed"', "isn’t there, “approved: listed”."),
        ('["fda-patients-2021"]', '["fda-2021"]', "a source that isn’t there, “fda-2021”."),
    ],
)
def test_each_kind_of_fault_is_told(
    content: Path, catalogue: Catalogue, old: str, new: str, fault: str
) -> None:
    file = content / FILE
    words = file.read_text(encoding="utf-8")
    assert old in words
    file.write_text(words.replace(old, new, 1), encoding="utf-8")
    found = faults_in_paper(load_paper(content), catalogue)
    assert any(fault in one for one in found), found
    assert all(one.startswith("paper.toml: ") for one in found)


def test_a_fault_stops_the_app_from_starting(content: Path) -> None:
    file = content / FILE
    file.write_text(file.read_text(encoding="utf-8").replace("{address}", "", 1), encoding="utf-8")
    with pytest.raises(CatalogueFault, match="back must have"):
        open_library(content)


def test_a_word_that_is_missing_is_named(content: Path) -> None:
    file = content / FILE
    words = file.read_text(encoding="utf-8").replace("notes_title", "note_title", 1)
    file.write_text(words, encoding="utf-8")
    with pytest.raises(CatalogueFault, match="notes_title"):
        load_paper(content)
