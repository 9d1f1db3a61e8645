"""Words of the glossary, explained where they first stand."""

from clinic_check.checklist.catalogue import Term
from clinic_check.sheets.explaining import Explainer

TERMS = (
    Term("fda", "FDA", "An agency.", ("Food and Drug Administration",), "the US agency"),
    Term("lot", "Lot", "One batch.", ("lot number",), "made in one go"),
    Term("vial", "Vial", "A small bottle."),
)


def test_a_word_is_explained_once() -> None:
    explain = Explainer(TERMS)
    assert explain("The FDA said no.") == "The FDA (the US agency) said no."
    assert explain("The FDA said no.") == "The FDA said no."


def test_the_longest_name_is_explained_whole() -> None:
    assert Explainer(TERMS)("Ask for the lot number.") == (
        "Ask for the lot number (made in one go)."
    )


def test_a_word_that_the_text_itself_explains_is_left_alone() -> None:
    explain = Explainer(TERMS)
    assert explain("The lot: all made at once.") == "The lot: all made at once."
    assert explain("A lot is here.") == "A lot is here."
    assert explain("The FDA, the office, said no.") == "The FDA, the office, said no."


def test_part_of_another_word_is_not_explained() -> None:
    assert Explainer(TERMS)("They allot a plot to non-FDA firms.") == (
        "They allot a plot to non-FDA firms."
    )


def test_a_word_that_goes_on_with_the_next_one_is_not_cut_off_from_it() -> None:
    explain = Explainer(TERMS)
    assert explain("An FDA letter, FDA products.") == "An FDA letter, FDA products."
    assert explain("From the FDA.") == "From the FDA (the US agency)."


def test_a_word_without_a_short_meaning_stays_as_it_is() -> None:
    assert Explainer(TERMS)("A vial.") == "A vial."
