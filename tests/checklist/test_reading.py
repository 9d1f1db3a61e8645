"""What patients read is easy to read. It is measured word for word: no term is left out."""

import re
from statistics import median

import pytest
import textstat  # type: ignore[import-untyped]  # it ships no types

from clinic_check.checklist.catalogue import Catalogue, Finding, Question
from clinic_check.checklist.load import load
from clinic_check.checklist.texts import sentences, texts
from clinic_check.settings import CONTENT

SHIPPED = load(CONTENT)  # pytest needs the ids of the cases before any fixture exists

MEDIAN = 7  # Flesch-Kincaid grades
HIGHEST = 9

# The only terms of the trade that questions and findings may use. The glossary explains each.
TERMS = {
    *("CIDP", "FDA", "IND", "IRB", "NCT", "PRP", "SVF"),
    *("autologous", "exosomes", "stenosis", "sciatica", "placebo", "Wharton’s jelly"),
}
# Names of bodies, books and places, told what they are where they stand, or known to everybody.
NAMES = {
    *("AOA", "CDC", "CFPB", "CFR", "COFEPRIS", "EMA", "EU", "FACT", "FTC", "ISSCR", "JAMA"),
    *("PA", "US"),
}


def grade(*words: str) -> float:
    """The school grade that a text needs; an address counts as one short word."""
    result: float = textstat.flesch_kincaid_grade(" ".join(sentences(" ".join(words))))
    return result


def explained(catalogue: Catalogue) -> set[str]:
    """The words that the glossary explains, in lower case."""
    return {name.lower() for term in catalogue.terms for name in (term.term, *term.also)}


def test_half_of_all_sentences_are_at_grade_seven_or_below(catalogue: Catalogue) -> None:
    read = [sentence for text in texts(catalogue) for sentence in sentences(text.words)]
    assert median(grade(sentence) for sentence in read) <= MEDIAN
    # Labels of a word or two must not hide that the whole sentences are hard.
    assert median(grade(sentence) for sentence in read if len(sentence.split()) >= 5) <= MEDIAN


@pytest.mark.parametrize("question", SHIPPED.questions, ids=lambda question: question.id)
def test_no_question_is_above_grade_nine(question: Question) -> None:
    assert grade(question.text, question.hint, question.why) <= HIGHEST
    if question.clear:
        assert grade(question.clear, question.vague) <= HIGHEST


@pytest.mark.parametrize("finding", SHIPPED.findings, ids=lambda finding: finding.id)
def test_no_finding_is_above_grade_nine(finding: Finding) -> None:
    for told in filter(None, (finding.told, finding.silent)):
        assert grade(told, finding.why, finding.next) <= HIGHEST


def test_no_note_and_no_reported_harm_is_above_grade_nine(catalogue: Catalogue) -> None:
    told = [note.text for note in catalogue.evidence] + [harm.text for harm in catalogue.harms]
    told += [state.note for state in catalogue.states if state.note]
    assert [words for words in told if grade(words) > HIGHEST] == []


def test_every_term_that_is_allowed_is_in_the_glossary(catalogue: Catalogue) -> None:
    known = " ".join(explained(catalogue))
    assert [term for term in sorted(TERMS) if term.lower() not in known] == []


def test_questions_and_findings_use_no_other_short_forms(catalogue: Catalogue) -> None:
    files = {f"sections/{section.id}.toml" for section in catalogue.sections}
    files.add("combinations.toml")
    found = {
        short
        for text in texts(catalogue)
        if text.file in files
        for sentence in sentences(text.words)
        for short in re.findall(r"\b[A-Z]{2,}\b", sentence)
    }
    assert found <= TERMS | NAMES


def test_no_text_of_the_glossary_explains_a_term_by_a_harder_one(catalogue: Catalogue) -> None:
    assert all(grade(term.meaning) <= HIGHEST for term in catalogue.terms)
