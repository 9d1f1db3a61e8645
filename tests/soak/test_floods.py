"""Greedy visitors and bad neighbours keep nobody else out: the short form of `./run soak`'s floods.

Here only what holds on a machine of any speed is asked: that nobody else meets an error, and that
the greedy are told at once. How long others wait is measured by `python -m tests.soak.floods`.
"""

from pathlib import Path

import pytest

from tests.soak import floods, neighbours
from tests.soak.crowd import flood_forms
from tests.soak.standing import standing


@pytest.mark.parametrize("text", [floods.DEAR, floods.WIDE], ids=["dear", "wide"])
def test_a_flood_of_texts_keeps_nobody_out(tmp_path: Path, text: str) -> None:
    with standing(tmp_path, copies=1) as site:
        others, statuses = flood_forms(site, "/claims", lambda _: {"text": text}, 6, 5)
        assert statuses.keys() <= {200, 503}
        assert statuses[200] >= 1, "somebody is always being read"
        assert others.seen.faults == []
        assert others.probes.faults == []
        assert len(others.seen.seconds) > 20


def test_a_silent_registry_keeps_nobody_out(tmp_path: Path) -> None:
    with neighbours.silent() as port:
        settings = neighbours.looking_up(f"http://127.0.0.1:{port}/api/v2")
        with standing(tmp_path, copies=1, settings=settings) as site:
            others, statuses = flood_forms(
                site, "/trial", lambda n: {"number": f"NCT9900{n:04}"}, 3, 5
            )
        assert statuses == {200: 3, 503: 12}, "three wait for it, the others are told at once"
        assert others.seen.faults == []
        assert others.probes.faults == []


def test_half_open_hellos_of_one_address_keep_nobody_else_out(tmp_path: Path) -> None:
    others = floods.half_open_others(tmp_path, 500)
    assert others.seen.faults == []
    assert len(others.seen.seconds) > 10


def test_every_flood_is_run_by_its_name() -> None:
    assert list(floods.FLOODS) == [
        "dear", "wide", "one-copy", "registry", "half-open", "idle", "records", "cache", "files"
    ]  # fmt: skip
