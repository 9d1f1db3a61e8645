"""The counts for an operator: off unless asked for, and never about a person or an answer."""

import re
import subprocess
import sys

import pytest
from flask import Flask
from flask.testing import FlaskClient

from clinic_check import create_app
from clinic_check.settings import Settings
from tests.support.visitor import Visitor


@pytest.fixture
def counted() -> Flask:
    """A local app that counts."""
    return create_app(Settings.from_environment({"CLINIC_CHECK_METRICS": "on"}, local=True))


def counts(app: Flask) -> str:
    answer = app.test_client().get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    return answer.text


def test_by_default_nothing_is_counted_or_told(client: FlaskClient) -> None:
    assert client.get("/metrics").status_code == 404


def test_by_default_the_library_is_not_even_loaded() -> None:
    code = (
        "import sys, clinic_check.settings as s, clinic_check as c;"
        "c.create_app(s.Settings.from_environment({}, local=True));"
        "sys.exit('prometheus_client' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_answers_are_counted_and_timed_by_kind_of_page_and_class_of_status(counted: Flask) -> None:
    visitor = Visitor(counted)
    visitor.press(visitor.get("/quick/source"), ["own-fat"], go="summary")
    visitor.get("/check/nowhere", status=404)
    visitor.get("/own-fat", status=404)
    told = counts(counted)
    for endpoint, status, times in (
        ("checklist.question", "2xx", 1),
        ("checklist.question", "3xx", 1),
        ("summary.summary", "2xx", 1),
        ("checklist.question", "4xx", 1),
        ("unknown", "4xx", 1),
    ):
        name = f'clinic_check_request_seconds_count{{endpoint="{endpoint}",status="{status}"}}'
        assert f"{name} {times}.0" in told
    assert "process_resident_memory_bytes" in told


def test_the_counts_hold_nothing_but_names_of_endpoints_and_classes_of_status(
    counted: Flask,
) -> None:
    visitor = Visitor(counted)
    visitor.press(visitor.get("/quick/source?own-fat"), ["own-fat"])
    visitor.send(visitor.get("/change/name"), {"clinic": "Elm Street"})
    visitor.get("/check/safety")
    visitor.get("/own-fat", status=404)
    told = counts(counted)
    labels = set(re.findall(r'(\w+)="([^"]*)"', told))
    endpoints = {rule.endpoint for rule in counted.url_map.iter_rules()} | {"unknown"}
    for name, value in labels:
        if name == "endpoint":
            assert value in endpoints
        elif name == "status":
            assert re.fullmatch("[2345]xx", value)
        else:
            assert name == "le", "a bucket’s limit is the only other label"
    for word in ("own-fat", "Elm Street", "safety", "sold", "_created"):
        assert word not in told


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"])
def test_who_comes_through_a_proxy_is_told_nothing(counted: Flask, header: str) -> None:
    answer = counted.test_client().get("/metrics", headers={header: "x"})
    assert answer.status_code == 404


def test_a_name_that_is_not_ours_is_no_hindrance_to_the_counts(counted: Flask) -> None:
    # Prometheus asks a copy by its address, which is no name of the site.
    answer = counted.test_client().get("/metrics", headers={"Host": "10.1.2.3:8000"})
    assert answer.status_code == 200


def test_two_apps_in_one_process_count_apart(counted: Flask) -> None:
    other = create_app(Settings.from_environment({"CLINIC_CHECK_METRICS": "on"}, local=True))
    counted.test_client().get("/")
    assert "checklist.start" in counts(counted)
    assert "checklist.start" not in counts(other)


def test_the_switch_takes_on_and_off_only() -> None:
    assert not Settings.from_environment({"CLINIC_CHECK_METRICS": "off"}, local=True).metrics
    with pytest.raises(Exception, match="CLINIC_CHECK_METRICS must be “on” or “off”"):
        Settings.from_environment({"CLINIC_CHECK_METRICS": "yes"}, local=True)
