"""The one line on what has happened to people's bodies: it fits the answers, and is fair."""

import pytest

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.findings import assess


def harm(catalogue: Catalogue, **answers: tuple[str, ...]) -> str:
    """The id of the harm that the summary of these answers tells of; empty where it tells none."""
    summary = assess(catalogue, answers)
    return summary.harm.id if summary.harm else ""


FITS: list[tuple[str, dict[str, tuple[str, ...]]]] = [
    ("harm-spine-fluid", {"route": ("spine-fluid", "vein"), "source": ("lab-grown",)}),
    ("harm-spine-fluid", {"route": ("spine-fluid",)}),
    ("harm-disc", {"route": ("spine-near",), "source": ("own-marrow", "own-blood")}),
    ("harm-disc-prp", {"route": ("spine-near",), "source": ("own-blood",)}),
    ("harm-exosomes", {"route": ("vein",), "source": ("own-fat", "exosomes")}),
    ("harm-birth-tissue", {"route": ("joint",), "source": ("birth-tissue",)}),
    ("harm-vein", {"route": ("vein",), "source": ("own-fat",), "place": ("abroad",)}),
    ("harm-eye", {"route": ("other",), "source": ("own-fat",), "kind": ("study",)}),
    ("harm-abroad", {"route": ("joint",), "source": ("lab-grown",), "place": ("abroad",)}),
    ("harm-cells-sold", {"route": ("joint",), "source": ("own-fat",), "kind": ("sold",)}),
]

FAIR: list[dict[str, tuple[str, ...]]] = [
    {},
    {"source": ("own-blood",), "route": ("joint",), "kind": ("sold",)},
    {"source": ("birth-tissue",), "route": ("wound",)},
    {"source": ("no-product",), "route": ("spine-near",), "kind": ("sold",)},
    {"source": ("no-cells",), "route": ("spine-fluid",), "kind": ("study",)},
    {"source": ("transplant",), "route": ("vein",)},
    {"source": ("other-donor",), "kind": ("sold",), "approval": ("listed",)},
    {"source": ("lab-grown",), "route": ("vein",), "approval": ("listed",)},
    {"source": ("birth-tissue",), "route": ("muscle-or-near-nerve",), "kind": ("study",)},
]


@pytest.mark.parametrize(("told", "answers"), FITS)
def test_the_harm_that_fits_best_is_told(
    catalogue: Catalogue, told: str, answers: dict[str, tuple[str, ...]]
) -> None:
    assert harm(catalogue, **answers) == told


def test_every_harm_is_told_to_somebody(catalogue: Catalogue) -> None:
    assert {told for told, _ in FITS} == {harm.id for harm in catalogue.harms}


@pytest.mark.parametrize("answers", FAIR)
def test_no_harm_is_told_where_none_was_reported_of_its_like(
    catalogue: Catalogue, answers: dict[str, tuple[str, ...]]
) -> None:
    assert harm(catalogue, **answers) == ""


def test_a_harm_is_told_in_35_words_at_most(catalogue: Catalogue) -> None:
    assert [harm.id for harm in catalogue.harms if len(harm.text.split()) > 35] == []
