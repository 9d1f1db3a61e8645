"""What a text claims is marked, and what it denies, doubts, asks or reports is not."""

from pathlib import Path

import pytest

from tests.claims.reading import READER, screen

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
with_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds aren’t part of the project")


def kinds(text: str) -> set[str]:
    return {match.category for match in screen(text).matches}


@pytest.mark.parametrize(
    ("sentence", "category"),
    [
        ("Our treatment repairs damaged nerves in your feet.", "cure_or_reversal"),
        ("Say goodbye to neuropathy for good!", "cure_or_reversal"),
        ("Nine out of ten patients walk better.", "success_rate"),
        ("Feel the difference in as little as 3 weeks.", "success_rate"),
        ("It is painless, natural and has zero downside.", "safe_no_risk"),
        ("Your own cells can’t be rejected.", "safe_no_risk"),
        ("We are an FDA-registered lab.", "fda_halo"),
        ("The FDA does not regulate procedures such as ours.", "fda_halo"),
        ("This is a proven therapy.", "established_treatment"),
        ("Burning feet respond very well to it.", "established_treatment"),
        ("We treat arthritis, autism, stroke and lupus.", "many_conditions"),
        ("My feet feel alive again!", "testimonial"),
        ("A 61-year-old man with numb toes came to us last fall.", "testimonial"),
        ("Voted best pain clinic three years in a row.", "authority_token"),
        ("Our technique is patented.", "authority_token"),
        ("Call today!", "pressure_or_price"),
        ("Financing is available.", "pressure_or_price"),
        ("Skip the operation.", "instead_of_medicine"),
        ("Pills like that only numb the pain.", "instead_of_medicine"),
        ("Exosomes tell your nerves to heal.", "unproven_mechanism_as_fact"),
        ("The cells know where to go.", "unproven_mechanism_as_fact"),
        ("It unlocks your body’s natural healing power.", "vague_science"),
        ("A quantum leap: life force energy for your nerves.", "vague_science"),
    ],
)
def test_a_claim_is_marked_with_its_kind(sentence: str, category: str) -> None:
    assert category in kinds(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        # said not to be so
        "This treatment is not FDA approved.",
        "There is no cure for neuropathy.",
        "There is no evidence that stem cells repair nerves.",
        "It has not been shown to be safe and effective.",
        "No treatment is without risk, and side effects can occur.",
        "A cure for neuropathy has not been found.",
        "Repair of the nerve is not proven.",
        # hoped for or being looked into
        "PRP may help repair the tendon.",
        "Stem cells are being studied for repairing nerves.",
        "Scientists hope one day to regenerate damaged nerves with stem cells.",
        "Exosomes might calm inflammation.",
        # somebody else's words
        "Clinics that promise a cure are breaking the rules.",
        "“Our cells cure anything,” the ad said.",
        "The seller told me that the shots were completely safe.",
        "The company was fined for claiming that its product cures diabetes.",
        "Some sellers say their shots have no side effects.",
        # a study's words
        "In a trial of 58 people, 60 percent improved.",
        "Researchers reported that most patients noticed less pain within six weeks.",
        "In mice, the cells turned into new nerve cells.",
        # asked, or supposed
        "Do stem cells regenerate nerves?",
        "Is it safe?",
        "Ask whether the cells regenerate nerve tissue.",
        "If stem cells could repair nerves, we would tell you.",
        # warned of
        "Be careful with ads that promise a miracle.",
        "Beware of sellers who offer financing.",
        # plain facts
        "The injection takes 30 minutes.",
        "About 8 percent of adults have neuropathy.",
        "The price is $900.",
        "Gabapentin and duloxetine reduce nerve pain in some people.",
        "Wounds need clean water.",
    ],
)
def test_what_is_denied_doubted_asked_or_reported_is_no_claim(sentence: str) -> None:
    assert kinds(sentence) == set()


@pytest.mark.parametrize(
    ("sentence", "category"),
    [
        ("Our shots not only ease pain, they repair the nerve.", "cure_or_reversal"),
        ("It is not a drug, but it heals damaged nerves.", "cure_or_reversal"),
        ("Results may vary; the cells repair damaged nerves.", "cure_or_reversal"),
        ("Why risk surgery?", "instead_of_medicine"),
        ("Don’t wait!", "pressure_or_price"),
        ("There is no risk of rejection.", "safe_no_risk"),
        ("This is no longer experimental.", "established_treatment"),
    ],
)
def test_a_no_or_a_may_of_another_clause_takes_nothing_back(sentence: str, category: str) -> None:
    assert category in kinds(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "OUR CELLS REPAIR DAMAGED NERVES.",
        "Our cells re\u00adpair damaged nerves.",
        "Our c\u0301ells repa\u200bir damaged nerves.",
        "Our ｃｅｌｌｓ repair damaged nerves.",
        "Our cells repair\u00a0damaged nerves.",
    ],
)
def test_the_dress_of_the_letters_makes_no_difference(sentence: str) -> None:
    assert "cure_or_reversal" in kinds(sentence)


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("It revitalises tired nerves.", "It revitalizes tired nerves."),
        ("The best neuropathy centre", "The best neuropathy center"),
        ("A specialised, recognised and FDA-authorised lab", "An FDA-authorized lab"),
        ("Signalling cells: exosomes are signalling your nerves", "Exosomes are signaling nerves"),
    ],
)
def test_british_and_american_spellings_are_read_alike(british: str, american: str) -> None:
    assert kinds(american)
    assert kinds(american) <= kinds(british)


def test_a_match_gives_the_place_and_the_phrase() -> None:
    text = "Hello.\n\n“Don’t wait” – call us today."
    for match in screen(text).matches:
        assert text[match.start : match.end] == match.text
    assert "Don’t wait" in {match.text for match in screen(text).matches}


def test_a_sentence_is_marked_once_for_a_kind() -> None:
    text = "Book now, call us today and schedule your free consultation."
    assert [match.category for match in screen(text).matches] == ["pressure_or_price"]


def test_a_heading_of_a_few_words_claims_nothing() -> None:
    assert kinds("Regenerating damaged nerves") == set()
    assert kinds("Regenerating damaged nerves in four weeks flat") != set()


def test_a_wrapped_line_goes_on_in_the_next() -> None:
    assert (
        kinds("As of today there is no good evidence at all that\nour cells repair nerves.")
        == set()
    )
    assert kinds("There is no evidence\n\nOur cells repair damaged nerves.") != set()


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


SALES = (
    "Our clinic helps people with nerve pain. We use cells from your own fat. The cells seek out "
    "damage and rebuild the nerve. Most patients feel better within six weeks. There are no "
    "side effects. Studies show that it works. Book your free consultation today. "
)
NEWS = (
    "Researchers at the university said on Monday that the trial had failed. The study enrolled "
    "60 participants with painful feet. Some of them said that the cells repaired their nerves. "
    "The authors wrote that the placebo group did just as well. Stem cells regenerate nerves in "
    "mice. More research is needed, the scientists said. "
)


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


@pytest.mark.parametrize(
    ("sentence", "category"),
    [
        ("There were no reported reactions.", "safe_no_risk"),
        (
            "The cells are multipotent, not pluripotent, resulting in little to no risk.",
            "safe_no_risk",
        ),
        ("Steroid shots do not heal the joint.", "instead_of_medicine"),
        ("Conventional care fails to reach the cause.", "instead_of_medicine"),
        (
            "This laser converts light energy and causes nerve cells to regenerate.",
            "unproven_mechanism_as_fact",
        ),
        (
            "The sound waves penetrate the tissue and recruit stem cells to it.",
            "unproven_mechanism_as_fact",
        ),
        ("Our neuropathy program restores damaged nerves.", "cure_or_reversal"),
        ("This FDA-cleared light is used here.", "fda_halo"),
        ("The patch has shown excellent results.", "established_treatment"),
    ],
)
def test_frames_hold_for_devices_and_programs_too(sentence: str, category: str) -> None:
    assert category in kinds(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "A member of our team will meet you.",
        "There are no payment plans.",
        "These are opposite ends of the pain scale.",
        "My guide to the city lists two clinics.",
        "Biotech financing changed in 2015.",
        "The remaining patents expire this year.",
        "One stem cell secretes thousands of vesicles.",
        "The gel is injected into the target area.",
        "Soreness resolves within two days.",
        "Learn how nerves heal damaged fibers.",
        "They hurry to the bus.",
        "Rather than choosing a clinic simply because it is near, take your time.",
    ],
)
def test_single_words_out_of_their_frame_are_no_claim(sentence: str) -> None:
    assert kinds(sentence) == set()


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


def test_claims_are_grouped_by_kind_with_the_words_quoted_once_each() -> None:
    text = "Call us today. The cells repair nerve dam-\nage for good. Call us today."
    groups = READER.grouped(screen(text).matches)
    assert [group.entry.id for group in groups] == ["pressure_or_price", "cure_or_reversal"]
    assert groups[0].phrases == ("Call us",)
    assert "\n" not in "".join(groups[1].phrases)


@with_seeds
@pytest.mark.parametrize("number", ["000", "001", "004"])
def test_an_explainer_is_not_marked(number: str) -> None:
    (seed,) = SEEDS.glob(f"{number}_*.txt")
    assert screen(seed.read_text("utf-8")).matches == ()


@with_seeds
@pytest.mark.parametrize(("number", "many"), [("002", 3), ("003", 8)])
def test_a_seller_s_page_is_seen_through(number: str, many: int) -> None:
    (seed,) = SEEDS.glob(f"{number}_*.txt")
    assert len(kinds(seed.read_text("utf-8"))) >= many
