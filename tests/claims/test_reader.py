"""What a text claims is marked, once and with its kind; what only looks like a claim is not."""

from pathlib import Path

import pytest

from tests.claims.reading import READER, kinds, screen

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


with_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds aren’t part of the project")


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


def test_a_wrapped_line_goes_on_in_the_next() -> None:
    assert (
        kinds("As of today there is no good evidence at all that\nour cells repair nerves.")
        == set()
    )
    assert kinds("There is no evidence\n\nOur cells repair damaged nerves.") != set()


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
def test_claims_for_devices_and_programs_are_marked_too(sentence: str, category: str) -> None:
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
def test_single_words_of_a_claim_are_no_claim(sentence: str) -> None:
    assert kinds(sentence) == set()


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
