"""What tests start from: the shipped catalogue, the app on it, and a visitor to its pages."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from clinic_check import create_app
from clinic_check.catalogue import Catalogue
from clinic_check.loader import load
from clinic_check.paths import CONTENT
from clinic_check.settings import Settings
from tests.visitor import Visitor


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
