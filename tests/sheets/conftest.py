"""Sheets of made-up answers, for tests of what stands on them."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from clinic_check.checklist.answers import read
from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.findings import Summary, assess
from clinic_check.settings import CONTENT
from clinic_check.sheets.carried import Carried
from clinic_check.sheets.paper import Paper, load_paper

DAY = datetime.date(2026, 9, 29)  # the longest month in words, and a day of two digits
CODE = "45CA-QQJQ-S90V-J2S8-JZTF-P99F-M3NS-XGXR-SEQZ-5QY"
ADDRESS = "https://check.example.org/a-path-as-long-as-the-setting-lets"

Summing = Callable[[Mapping[str, Any]], Summary]


def carried(typed: str = "Elm Street Pain", **own: Any) -> Carried:
    """What a person's sheets carry, at its longest but for the name."""
    return Carried(typed, **{"day": DAY, "code": CODE, "address": ADDRESS, "helper": True, **own})


@pytest.fixture(scope="session")
def paper() -> Paper:
    """The words on the sheets."""
    return load_paper(CONTENT)


@pytest.fixture
def summing(catalogue: Catalogue) -> Summing:
    """A way to weigh answers."""
    return lambda raw: assess(catalogue, read(catalogue, dict(raw)))
