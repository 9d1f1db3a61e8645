"""The log of a served copy: JSON, and nothing that a person typed or that a library quotes."""

import json
import logging
import sys

import pytest
from flask import Flask

from clinic_check.web.logs import JsonLine
from tests.support.visitor import Visitor


def line(record: logging.LogRecord) -> dict[str, str]:
    written = JsonLine().format(record)
    assert "\n" not in written
    return dict(json.loads(written))


def test_a_fault_in_a_page_is_its_kind_and_its_endpoint(
    app: Flask, visitor: Visitor, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("own-fat")

    monkeypatch.setattr("clinic_check.web.weighing.assess", broken)
    visitor.get("/summary?own-fat", status=500)
    (record,) = [one for one in caplog.records if one.name == "clinic_check"]
    written = line(record)
    assert written.pop("time").endswith("+00:00")
    assert written == {
        "level": "error",
        "from": "clinic_check",
        "said": "RuntimeError in summary.summary",
        "fault": "RuntimeError",
        "endpoint": "summary.summary",
    }


def test_a_library_s_words_and_its_traceback_are_left_out() -> None:
    try:
        raise ValueError("own-fat")
    except ValueError:
        record = logging.LogRecord(
            "waitress", logging.ERROR, "task.py", 7, "serving %s", ("own-fat",), sys.exc_info()
        )
    written = line(record)
    assert written["from"] == "waitress"
    assert written["place"] == "task:7"
    assert written["fault"] == "ValueError"
    assert "own-fat" not in json.dumps(written)


def test_a_line_break_in_a_message_starts_no_line_of_its_own() -> None:
    record = logging.LogRecord(
        "clinic_check.trials.registry",
        logging.WARNING,
        "x.py",
        1,
        'a\n{"level": "error"}',
        None,
        None,
    )
    assert line(record)["said"] == 'a\n{"level": "error"}'
