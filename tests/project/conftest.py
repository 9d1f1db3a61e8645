"""What the tests of `./run` start from."""

from pathlib import Path

import pytest

from tests.support.checkout import Checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A checkout in which nothing was run yet."""
    return Checkout(tmp_path)
