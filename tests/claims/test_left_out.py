"""What a text leaves out is listed, and so is what it only implies."""

import pytest

from tests.claims.reading import NEWS, READER, screen


def test_all_that_a_bare_text_leaves_out_is_listed() -> None:
    missing = ("oversight", "trial-number", "risks", "people", "product", "price")
    assert screen("Nerve pain? We can help.").missing == missing
    assert screen("").missing == missing


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("No treatment is without risk.", "risks"),
        ("You may have bruising for two days.", "risks"),
        ("A licensed nurse gives the drip.", "people"),
        ("The treatment is considered experimental.", "oversight"),
        ("The product is not approved by FDA.", "oversight"),
        ("It is studied under an IND.", "oversight"),
        ("See NCT01234567.", "trial-number"),
        ("Risks include infection and bleeding.", "risks"),
        ("Dr. Example gives the injection.", "people"),
        ("The cells come from bone marrow.", "product"),
        ("One visit costs $4,900.", "price"),
        ("One visit costs 4,900 dollars.", "price"),
    ],
)
def test_what_the_text_says_is_not_missing(sentence: str, said: str) -> None:
    assert said not in screen(sentence).missing


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("There are no side effects.", "risks"),
        ("It has a minimal risk of infection.", "risks"),
        ("Surgery carries a risk of infection and bleeding.", "risks"),
        ("Pills can cause bleeding.", "risks"),
        ("We can tell you all about the FDA.", "oversight"),
        ("Our laboratory is FDA registered.", "oversight"),
        ("Is it approved by the FDA?", "oversight"),
        ("Our doctors care about you.", "people"),
        ("Ask your own doctor.", "people"),
        ("The market is worth $4 billion.", "price"),
        ("You save $500.", "price"),
    ],
)
def test_what_is_said_of_something_else_is_still_missing(sentence: str, missing: str) -> None:
    assert missing in screen(sentence).missing


def test_a_report_too_is_asked_what_it_leaves_out() -> None:
    assert "price" in screen(NEWS * 3).missing


def test_what_a_careful_text_implies_is_listed_by_whom_it_is_offered_to_and_its_price() -> None:
    found = screen("We see people with diabetic neuropathy. One visit costs $900.")
    assert not found.matches
    assert [match.category for match in found.implied] == ["for-whom", "paid"]
    assert [group.entry.id for group in READER.grouped(found.implied)] == ["for-whom", "paid"]
