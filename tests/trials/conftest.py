"""What the tests of trials start from: the shipped words, invented records, a played registry."""

import socket
from collections.abc import Iterator

import pytest

from clinic_check.paths import CONTENT
from clinic_check.trial_words import TrialWords, load_trial_words
from tests.trials.played import PlayedRegistry


@pytest.fixture(scope="session")
def words() -> TrialWords:
    """The shipped words about trials."""
    return load_trial_words(CONTENT)


@pytest.fixture(autouse=True)
def only_this_device(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in these tests reaches any other device, whatever goes wrong in them."""
    connect = socket.socket.connect

    def connect_here(line: socket.socket, address: tuple[str, int]) -> None:
        assert address[0] in ("127.0.0.1", "::1"), f"a test wanted to reach {address}"
        connect(line, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)


@pytest.fixture
def played() -> Iterator[PlayedRegistry]:
    """A registry of the test's own, on this device."""
    with PlayedRegistry() as registry:
        yield registry
