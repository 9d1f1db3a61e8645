"""phrases.toml is whole, and the proofreader sees what is wrong with it."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from clinic_check.checklist.catalogue import CatalogueFault
from clinic_check.claims.matcher import Finder
from clinic_check.claims.phrases import Category, Pattern, Phrases, load
from clinic_check.claims.proofread import faults_in_phrases
from clinic_check.claims.wording import WordingError
from clinic_check.settings import CONTENT

SOURCES = {source for category in load().categories for source in category.sources}
SOURCES |= {source for absence in load().missing for source in absence.sources}
CATEGORIES = {
    *("cure_or_reversal", "success_rate", "safe_no_risk", "fda_halo", "established_treatment"),
    *("many_conditions", "testimonial", "authority_token", "pressure_or_price"),
    *("instead_of_medicine", "unproven_mechanism_as_fact", "vague_science"),
}


def first(phrases: Phrases, **changes: object) -> Phrases:
    """Return the phrases with the first category changed."""
    category, *others = phrases.categories
    return replace(phrases, categories=(replace(category, **changes), *others))  # type: ignore[arg-type]  # the changes are named by each test


def first_pattern(phrases: Phrases, **changes: object) -> Phrases:
    pattern, *others = phrases.categories[0].patterns
    return first(phrases, patterns=(replace(pattern, **changes), *others))  # type: ignore[arg-type]  # as above


def faults(phrases: Phrases) -> str:
    return "\n".join(faults_in_phrases(phrases, SOURCES))


def test_the_phrases_have_no_fault() -> None:
    assert faults_in_phrases(load(), SOURCES) == []


def test_all_kinds_of_claim_are_there() -> None:
    assert {category.id for category in load().categories} == CATEGORIES


def test_every_source_is_in_the_list_of_sources() -> None:
    with (CONTENT / "sources.toml").open("rb") as file:
        assert {source["id"] for source in tomllib.load(file)["sources"]} >= SOURCES


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "phrases.toml"
    words = (CONTENT / "phrases.toml").read_text("utf-8")
    copy.write_text(words.replace("\n[stories]\n", "\n[stories]\ncolor = 3\n"), encoding="utf-8")
    with pytest.raises(CatalogueFault, match="color"):
        load(copy)


def test_a_wording_that_cannot_be_read_is_named() -> None:
    assert "“mends-tissue”: '{tisue} heals'" in faults(
        first_pattern(load(), wordings=("{tisue} heals",))
    )


def test_an_example_that_is_not_found_is_named() -> None:
    assert "doesn’t find “We fly kites.”" in faults(first_pattern(load(), match=("We fly kites.",)))


def test_an_example_that_is_found_against_its_will_is_named() -> None:
    assert "finds “It repairs damaged nerves.”, and mustn’t" in faults(
        first_pattern(load(), refuse=("It repairs damaged nerves.",))
    )


def test_a_pattern_needs_both_examples() -> None:
    found = faults(first_pattern(load(), match=(), refuse=()))
    assert "needs a sentence that must be found" in found
    assert "needs a sentence that mustn’t be found" in found


def test_unknown_names_and_double_ids_are_named() -> None:
    phrases = load()
    assert "there is no source “nowhere”" in faults(first(phrases, sources=("nowhere",)))
    assert "names no source" in faults(first(phrases, sources=()))
    assert "heeds or needs “mood”" in faults(first(phrases, heeds=("mood",)))
    assert "names the category “nothing”" in faults(first_pattern(phrases, yields=("nothing",)))
    double = replace(phrases, categories=(*phrases.categories, phrases.categories[0]))
    assert "the id is used 2 times" in faults(double)
    idle = replace(phrases, words={**phrases.words, "idle": ("word",)})
    assert "no wording uses the list “idle”" in faults(idle)


def test_a_reading_or_a_voice_without_its_sign_is_named() -> None:
    phrases = load()
    reading, *readings = phrases.readings
    voice, *voices = phrases.voices
    wrong = replace(
        phrases,
        readings=(replace(reading, match=("It heals.",), refuse=()), *readings),
        voices=(replace(voice, match=(), refuse=("Our clinic is open.",)), *voices),
    )
    found = faults(wrong)
    assert f"reading “{reading.id}”: doesn’t find “It heals.”" in found
    assert f"reading “{reading.id}”: needs a sentence that mustn’t be found" in found
    assert f"voice “{voice.id}”: needs a sentence that must be found" in found
    assert f"voice “{voice.id}”: finds “Our clinic is open.”, and mustn’t" in found


def test_a_kind_of_text_without_its_sentence_is_named() -> None:
    phrases = load()
    assert "“offer” is missing" in faults(replace(phrases, kinds=phrases.kinds[1:]))
    twice = replace(phrases, kinds=(*phrases.kinds, phrases.kinds[0]))
    assert "kind “offer”: the id is used 2 times" in faults(twice)


def test_the_small_words_of_english_are_needed() -> None:
    phrases = load()
    others = {code: words for code, words in phrases.languages.items() if code != "en"}
    assert "English (en) are missing" in faults(replace(phrases, languages=others))


def found(wording: str, text: str) -> list[str]:
    finder = Finder({"part": ("nerve*", "spinal cord")})
    finder.add(wording, "claim", "x", "x")
    words = text.split()
    return [" ".join(words[hit.first : hit.end]) for hit in finder.find(words)]


@pytest.mark.parametrize(
    ("wording", "text", "expected"),
    [
        ("heal", "they heal fast", ["heal"]),
        ("heal*", "healing healed heals", ["healing", "healed", "heals"]),
        ("heal|mend", "to mend and heal", ["mend", "heal"]),
        ("heal|side_effect*", "a side effects list", ["side effects"]),
        ("heals {part}", "heals nerves heals spinal cord", ["heals nerves", "heals spinal cord"]),
        ("heal the? nerve", "heal nerve heal the nerve", ["heal nerve", "heal the nerve"]),
        ("heal ..2 nerve", "heal a b nerve heal a b c nerve", ["heal a b nerve"]),
        ("heal .. nerve", "heal a b c nerve", ["heal a b c nerve"]),
        ("# weeks", "in 6 weeks", ["6 weeks"]),
        ("nct#", "see nct012 nctx", ["nct012"]),
        ("^ heal", "heal and heal", ["heal"]),
        ("heal $", "heal and heal", ["heal"]),
        ("non-surgical", "a non surgical way", ["non surgical"]),
        ("body’s own", "the body own way", ["body own"]),
    ],
)
def test_a_wording_finds_what_it_says(wording: str, text: str, expected: list[str]) -> None:
    assert found(wording, text) == expected


@pytest.mark.parametrize(
    "wording",
    [
        "",
        ".. heal",
        "the? nerve",
        "{nothing}",
        "heal ..x nerve",
        "heal , nerve",
        "heal|",
        "h* nerve",
    ],
)
def test_a_wording_with_a_mistake_is_refused(wording: str) -> None:
    with pytest.raises(WordingError):
        found(wording, "heal")


def test_a_pattern_is_frozen() -> None:
    pattern = Pattern("id", (), (), ())
    with pytest.raises(AttributeError):
        pattern.id = "other"  # type: ignore[misc]  # that is what is tried
    assert isinstance(load().categories[0], Category)
