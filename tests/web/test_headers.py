"""The headers on every answer, one by one."""

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize("address", ["/", "/quick/kind", "/nowhere", "/static/img/mark.svg"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        (
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'",
        ),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
def test_every_answer_carries_the_header(
    client: FlaskClient, address: str, name: str, value: str
) -> None:
    response = client.get(address)
    assert response.headers[name] == value
    response.close()


def test_nothing_of_the_device_may_be_asked_for(client: FlaskClient) -> None:
    policy = client.get("/").headers["Permissions-Policy"]
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(policy.split(", "))


def test_a_search_may_lead_to_what_is_the_same_for_everyone_alone(client: FlaskClient) -> None:
    for address in ("/questions", "/glossary"):
        assert "X-Robots-Tag" not in client.get(address).headers
    for address in ("/", "/quick/kind", "/summary", "/nowhere"):
        assert client.get(address).headers["X-Robots-Tag"] == "noindex"
