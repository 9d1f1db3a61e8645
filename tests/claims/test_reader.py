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
    ("sentence", "category"),
    [
        ("Our shots need no license from Washington.", "fda_halo"),
        ("No FDA clearance is needed for your own tissue.", "fda_halo"),
        ("All of our lasers are FDA-recognized.", "fda_halo"),
        ("We work in line with federal guidance.", "fda_halo"),
        ("Medicare pays for the shots.", "fda_halo"),
        ("The visit is billed to Medicare.", "fda_halo"),
        ("Medicare and most plans cover our treatment.", "fda_halo"),
        ("FDA approval isn’t necessary for it.", "fda_halo"),
        ("The secret your doctor won’t share", "instead_of_medicine"),
        ("Never take another pill.", "instead_of_medicine"),
        ("They don’t want you to hear this.", "instead_of_medicine"),
        ("Why hasn’t your neurologist told you?", "instead_of_medicine"),
        ("You won’t need your pills any more.", "instead_of_medicine"),
        ("We are inspected by the FDA.", "fda_halo"),
        ("Your balance will return.", "cure_or_reversal"),
        ("Freedom from nerve pain at last", "cure_or_reversal"),
        ("Sue, 70, is climbing stairs again.", "testimonial"),
        ("We stand behind our results.", "success_rate"),
        ("It cannot cause harm.", "safe_no_risk"),
        ("There is no needle, no drug and no risk.", "safe_no_risk"),
        ("Hospitals worldwide use it.", "established_treatment"),
        ("Say goodbye to Lyrica.", "instead_of_medicine"),
        ("You will walk without pain.", "cure_or_reversal"),
        ("Feel your feet again.", "cure_or_reversal"),
        ("Helen, 72, came in a wheelchair and now walks daily.", "testimonial"),
        ("Your recovery is guaranteed.", "success_rate"),
        ("It is now the standard of care abroad.", "established_treatment"),
        ("What drug companies don’t want you to hear", "instead_of_medicine"),
        ("What your neurologist won’t tell you", "instead_of_medicine"),
        ("You can stop taking your nerve pills.", "instead_of_medicine"),
        ("Come off your Lyrica.", "instead_of_medicine"),
        ("Most of our clients no longer need medication.", "instead_of_medicine"),
        ("My patients dance again.", "cure_or_reversal"),
        ("Walk without pain.", "cure_or_reversal"),
        ("The feeling in your toes returns.", "cure_or_reversal"),
        ("Ditch your walker.", "cure_or_reversal"),
        ("Worn joints start to heal.", "cure_or_reversal"),
        ("Lena, 71, danced again after two shots.", "testimonial"),
        ("John from Iowa threw his cane in the trash.", "testimonial"),
        ("We guarantee relief.", "success_rate"),
        ("I promise you will feel a difference.", "success_rate"),
        ("Nothing can go wrong.", "safe_no_risk"),
        ("We have never had a single complication.", "safe_no_risk"),
        ("It is the therapy of choice for burning feet.", "established_treatment"),
        ("Surgeons across the state rely on our method.", "established_treatment"),
        ("The results are beyond all doubt.", "established_treatment"),
    ],
)
def test_a_claim_in_other_words_is_marked_too(sentence: str, category: str) -> None:
    assert category in kinds(sentence)


def test_two_claims_of_one_sentence_are_both_told() -> None:
    claims = {
        match.category: match.text
        for match in screen("Our drip is 100% natural and works with zero side effects.").matches
    }
    assert claims["vague_science"] == "100% natural"
    assert claims["safe_no_risk"] == "zero side effects"


@pytest.mark.parametrize(
    "sentence",
    [
        "The institutional review board can be reached at 555 0100.",
        "A description of this trial will be on ClinicalTrials.gov.",
        "The nurse tests your vibration sense with a tuning fork.",
        "The vibration threshold is the second outcome.",
        "Stop taking pain pills 3 days before the visit.",
        "Your doctor may lower your medication slowly.",
        "Do not stop taking gabapentin suddenly.",
        "Medicare does not cover it.",
        "Medicare covers physical therapy.",
        "We do not yet know if the cells are safe.",
        "The seller did not give her money back.",
        "He told only one story.",
        "Surgery is an option for some people.",
        "Studies of it disagree: some show less pain, others show none.",
        "Call Medicare to find out whether it pays.",
        "FDA approval is needed before it can be sold.",
        "The FDA does not approve clinics.",
        "It is not true that your own cells can’t hurt you.",
        "Exercise can help you walk without pain.",
        "At the 6-month follow-up we ask about pain.",
        "Some patients feel that doctors have nothing more to offer.",
        "Ask whether Medicare covers it.",
        "Pregabalin is approved by the FDA for this pain.",
        "We cannot guarantee results.",
        "Some people walk again after a stroke.",
        "The feeling may come back.",
        "Some ads say that Big Pharma hides a cure.",
        "Physical therapy is an accepted treatment for it.",
        "Of the 40 people, 12 walked farther.",
    ],
)
def test_what_honest_people_write_is_no_claim(sentence: str) -> None:
    assert kinds(sentence) == set()


def test_an_honest_trials_page_is_left_unmarked_and_lacks_nothing() -> None:
    text = (
        "You are asked to take part in a research study. It tests whether cells from your own bone "
        "marrow change nerve pain. We test your strength and your vibration sense. A computer puts "
        "you into one of two groups by chance. You will come back after 3 and 6 months. The number "
        "of blood tests depends on your results at the 3-month follow-up. The needle can cause "
        "pain, bleeding or infection. We do not know all risks of the cells. You will not be "
        "charged for the product, the visits or the tests. The study was approved by an "
        "institutional review board. The institutional review board can be reached at 555 0100. "
        "A description of this trial is on ClinicalTrials.gov, NCT00000000. The FDA allows the "
        "study under an IND. If you are hurt, call Dr. Example. Do not stop gabapentin without "
        "asking your doctor."
    )
    read = screen(text)
    assert (read.matches, read.missing) == ((), ())


def test_a_follow_up_that_sets_the_number_of_visits_is_no_patients_story() -> None:
    text = (
        "The number of sessions is determined by the response measured at 3-month follow-up. "
        "The injury and how you walk are looked at too."
    )
    assert "testimonial" not in kinds(text)


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
