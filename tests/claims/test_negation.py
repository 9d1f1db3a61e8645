"""What a sentence denies, doubts, asks or reports is no claim of it."""

import pytest

from tests.claims.reading import kinds


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


def test_a_heading_of_a_few_words_claims_nothing() -> None:
    assert kinds("Regenerating damaged nerves") == set()
    assert kinds("Regenerating damaged nerves in four weeks flat") != set()
