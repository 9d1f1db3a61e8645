"""What tests start from: the shipped catalogue, the app on it, and a visitor to its pages."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import is_hypothesis_test

import hatch_build
from clinic_check import create_app
from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.load import load
from clinic_check.settings import CONTENT, Settings
from clinic_check.trials.words import TrialWords, load_trial_words
from tests.support.played import PlayedRegistry
from tests.support.visitor import Visitor

# As ./run does: what translators wrote since the checkout was installed.
hatch_build.compile_translations(Path(__file__).parents[1])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count no coverage while a test draws its cases: that more than doubles its time, and which
    lines are reached is then a matter of luck. What they reach, other tests have to reach too."""
    for item in items:
        drawn = isinstance(item, pytest.Function) and is_hypothesis_test(item.obj)
        if drawn or "laws" in item.path.stem:  # these draw people by the hundred themselves
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session")
def app() -> Flask:
    """The app as a local run has it: real content, the guard against forged forms on."""
    return create_app(Settings.from_environment({}, local=True))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A bare client, for answers that aren't pages."""
    return app.test_client()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """A new visitor, with no cookie."""
    return Visitor(app)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    return load(CONTENT)


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
