"""What the machines that watch over a copy are told."""

from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient

from clinic_check import create_app
from clinic_check.settings import Settings
from clinic_check.web.views import about as health

KEY = "0123456789abcdef-fedcba9876543210"


def test_a_process_that_answers_is_well(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_a_copy_with_content_and_a_fit_key_is_ready(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (200, "ready\n")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (Settings("short"), "The key is too weak: it must have 32 characters or more."),
        (Settings(KEY, own_key=True), "other copies could not read its cookies."),
    ],
)
def test_a_key_that_is_not_fit_is_said_and_no_visitor_is_sent_there(
    settings: Settings, sentence: str
) -> None:
    answer = create_app(settings).test_client().get("/readyz")
    assert answer.status_code == 503
    assert sentence in answer.text
    assert KEY not in answer.text


def test_a_copy_without_questions_is_not_ready(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = SimpleNamespace(catalogue=SimpleNamespace(questions=()), settings=Settings(KEY))
    monkeypatch.setattr(health, "site", lambda: empty)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "The content has no questions.\n")
