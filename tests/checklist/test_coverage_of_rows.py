"""What every public list of questions asks has its place in the catalogue."""

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.proofread import rows_covered

# The rows that no single list of others combines; the tenth, 64, is the answer for silence.
STARRED = (2, 3, 4, 9, 11, 31, 36, 54, 58)


def test_at_least_66_of_the_68_rows_are_covered(catalogue: Catalogue) -> None:
    covered = rows_covered(catalogue)
    assert len(covered) == 68
    assert sum(map(bool, covered.values())) >= 66


def test_nine_of_the_ten_starred_rows_are_questions(catalogue: Catalogue) -> None:
    rows = {row for question in catalogue.questions for row in question.rows}
    assert not set(STARRED) - rows


def test_the_tenth_is_an_answer_of_its_own_wherever_the_clinic_is_asked_for_proof(
    catalogue: Catalogue,
) -> None:
    asked = [question for question in catalogue.questions if question.scale == "evidence"]
    assert asked
    assert all(question.no_answer for question in asked)
