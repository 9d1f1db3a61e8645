"""The pages of their own are easy to read, and `/method` tells the grades that are measured."""

from itertools import groupby
from statistics import median

import pytest

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.texts import sentences
from clinic_check.checklist.texts import texts as checklist_texts
from clinic_check.guides.load import load_guides
from clinic_check.guides.pages import Guides
from clinic_check.guides.texts import Text, texts
from clinic_check.settings import CONTENT
from clinic_check.sheets.form_letters import FormLetter, letter_texts, load_letters
from tests.checklist.test_reading import grade

GUIDES = load_guides(CONTENT)
MOST = 8  # Flesch-Kincaid grades of an entry
MOST_WITH_NAMES = 10  # a fact that has to name societies, medicines or places

NEAR = 1.5  # grades between what is measured and what the page tells, which is a whole number

ENTRIES = [
    (file, entry, tuple(of))
    for (file, entry), of in groupby(
        (text for text in texts(GUIDES) if text.lang == "en" and not text.theirs),
        key=lambda text: (text.file, text.entry),
    )
]


def in_full(of: tuple[Text, ...]) -> list[str]:
    """The sentences of an entry; names of helpers and headings are no sentences."""
    read = (s for text in of if text.key not in ("name", "title") for s in sentences(text.words))
    return [sentence for sentence in read if len(sentence.split()) >= 5]


@pytest.mark.parametrize(("file", "entry", "of"), ENTRIES)
def test_no_entry_is_above_grade_eight(file: str, entry: str, of: tuple[Text, ...]) -> None:
    words = " ".join(in_full(of))
    if words:
        assert grade(words) <= (MOST if len(words.split()) > 30 else MOST_WITH_NAMES)


@pytest.mark.parametrize("letter", load_letters(CONTENT).letters, ids=lambda letter: letter.id)
def test_a_letter_is_plain(letter: FormLetter) -> None:
    assert grade(" ".join(words for _, words in letter_texts(letter))) <= MOST


def test_half_of_all_sentences_need_the_grade_that_the_page_tells(catalogue: Catalogue) -> None:
    ours = [s for _, _, of in ENTRIES for s in in_full(of)]
    theirs = [s for text in checklist_texts(catalogue) for s in sentences(text.words)]
    measured = median(grade(s) for s in (*ours, *theirs) if len(s.split()) >= 5)
    assert measured <= GUIDES.method.reading.half < measured + NEAR, f"measured {measured:.2f}"


def test_no_question_or_finding_is_above_the_grade_that_the_page_tells(
    catalogue: Catalogue,
) -> None:
    questions = (grade(q.text, q.hint, q.why) for q in catalogue.questions)
    findings = (
        grade(told, finding.why, finding.next)
        for finding in catalogue.findings
        for told in filter(None, (finding.told, finding.silent))
    )
    measured = max((*questions, *findings))
    assert measured <= GUIDES.method.reading.most < measured + NEAR, f"measured {measured:.2f}"


def test_the_measure_sees_a_hard_sentence() -> None:
    hard = "Autologous mesenchymal preparations administered intrathecally remain investigational."
    assert grade(hard) > MOST_WITH_NAMES
    assert isinstance(GUIDES, Guides)
