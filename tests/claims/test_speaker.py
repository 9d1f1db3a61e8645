"""A seller, a reporter and a patient with a story are told apart by what they say."""

import pytest

from tests.claims.reading import NEWS, SALES, kinds, screen


def test_what_stands_under_a_heading_for_stories_is_a_story() -> None:
    text = (
        "What our patients say\n"
        "The staff were kind and everything went well.\n"
        "Anna\n"
        "Great place, great people.\n"
        "Frequently asked questions\n"
        "The drip takes an hour.\n"
    )
    told = [match.text for match in screen(text).matches]
    assert told == [
        "The staff were kind and everything went well",
        "Great place, great people",
    ]


def test_a_story_runs_through_its_quotation() -> None:
    text = "“I had burning feet. The first shot was quick. I could sleep again.”"
    assert [match.category for match in screen(text).matches] == ["testimonial"] * 3


def test_a_report_is_read_as_a_report() -> None:
    assert kinds(SALES * 3) >= {"cure_or_reversal", "success_rate", "safe_no_risk"}
    assert kinds(NEWS * 3) == set()
    assert screen(NEWS * 3).kind == "report"
    assert screen(SALES * 3).kind == "offer"


def test_what_a_report_tells_of_is_listed_apart_and_not_lost() -> None:
    reported = {match.category for match in screen(NEWS * 3).reported}
    assert "cure_or_reversal" in reported


def test_a_report_that_names_a_price_or_a_booking_is_not_called_a_mere_report() -> None:
    assert screen(NEWS * 3 + "It costs $4,900. ").kind == "mixed"
    assert screen(NEWS * 3 + "Call us for an appointment. ").kind == "mixed"


def test_a_claim_that_a_sentence_only_reports_is_listed_apart() -> None:
    found = screen("The seller told me that the shots were completely safe.")
    assert not found.matches
    assert [match.category for match in found.reported] == ["safe_no_risk"]


def test_what_a_company_s_own_people_say_in_its_announcement_is_its_own_claim() -> None:
    text = (
        "AUSTIN, May 3 (PRNewswire) - Example Cells Inc. announced today a new program. It "
        "trades on the OTCQB under the ticker symbol EXMP. “Our cells repair damaged nerves,” said "
        "its chief executive. The program will be open in ten cities by the end of the year, in "
        "rooms rented from hotels, and a bus will bring people there from each town nearby. "
    )
    found = screen(text * 2)
    assert found.kind == "offer"
    assert "cure_or_reversal" in {match.category for match in found.matches}


def test_a_study_named_by_a_seller_makes_no_report_of_the_page() -> None:
    text = SALES * 3 + "A study at a university looked at 40 participants. "
    assert kinds(text) >= {"cure_or_reversal", "success_rate"}


def stories(text: str) -> list[str]:
    return [match.text for match in screen(text).matches if match.category == "testimonial"]


def test_a_story_goes_on_across_lines_until_somebody_else_speaks() -> None:
    text = (
        "A 61-year-old man came to us with numb feet.\n"
        "He had tried three kinds of pills.\n"
        "After the second visit his pain was gone.\n"
        "We use cells from your own fat.\n"
    )
    assert len(stories(text)) == 3


def test_a_story_needs_to_tell_how_the_patient_fared() -> None:
    assert stories("I was at the shop on Monday. I bought a lamp.") == []
    assert len(stories("I was at the clinic on Monday. I can feel my toes again.")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "I have treated pain for years. My patients come from far, and I had good teachers.",
        "My clinic opened in May. I was trained in pain medicine.",
    ],
)
def test_a_doctor_who_says_i_tells_no_patient_s_story(text: str) -> None:
    assert stories(text) == []
