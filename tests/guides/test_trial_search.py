"""The ready search has the condition, recruiting studies and the place, and nothing else."""

from urllib.parse import parse_qs, urlsplit

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.guides.trial_search import search_address


def test_the_address_has_what_the_registry_is_asked_and_no_more() -> None:
    parts = urlsplit(search_address("Lumbar Spinal Stenosis", "New Mexico"))
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "clinicaltrials.gov", "/search")
    assert parse_qs(parts.query) == {
        "cond": ["Lumbar Spinal Stenosis"],
        "aggFilters": ["status:rec"],
        "country": ["United States"],
        "locStr": ["New Mexico, United States"],
        "state": ["New Mexico"],
    }


def test_without_a_state_it_is_the_whole_country() -> None:
    asked = parse_qs(urlsplit(search_address("CIDP")).query)
    assert asked["locStr"] == ["United States"]
    assert "state" not in asked


def test_signs_are_escaped_as_in_the_addresses_that_were_seen() -> None:
    assert "cond=Diabetic%20Peripheral%20Neuropathy&aggFilters=status:rec" in search_address(
        "Diabetic Peripheral Neuropathy"
    )
    assert "&x=1" not in search_address("a&x=1")


def test_the_sources_say_that_the_pattern_is_unconfirmed(catalogue: Catalogue) -> None:
    assert not catalogue.source["ctgov-search-address"].confirmed
