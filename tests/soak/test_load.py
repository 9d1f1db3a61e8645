"""Memory stays flat under load: the short form of what `./run soak` measures."""

from clinic_check.checklist.catalogue import Catalogue
from tests.soak.load import Flatness, keep_busy
from tests.soak.serving import serving

GENEROUS = 25
"""Percent: caches still fill up in so short a run. `./run soak` allows 5."""


def test_a_busy_copy_does_not_grow_without_end(catalogue: Catalogue) -> None:
    with serving() as served:
        flatness = keep_busy(served, catalogue, requests=400, clients=4)
        assert served.status_of("/healthz") == 200
    print(flatness.table())
    assert min(flatness.samples) > 10, "a process of Python has more than 10 MB"
    assert abs(flatness.growth()) < GENEROUS


def test_growth_is_told_by_the_first_and_last_quarter() -> None:
    assert round(Flatness(8, (10, 10, 30, 1, 1, 30, 11, 11)).growth()) == 10
    assert Flatness(4, (50.0, 50.0, 50.0, 50.0)).growth() == 0
