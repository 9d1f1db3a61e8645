"""The command `clinic-check trial`: what it prints, and how it ends."""

import json
from pathlib import Path
from typing import Any

import pytest

from clinic_check.cli import main
from clinic_check.cli import trial as command
from clinic_check.trials.words import TrialWords
from tests.support.played import RECORDS, PlayedRegistry, known, missing, record, reply

FIELDS = {
    "exists",
    "overall_status",
    "study_type",
    "phases",
    "sponsor",
    "sponsor_class",
    "conditions",
    "countries",
    "is_fda_regulated_drug",
    "has_results",
    "last_update",
    "why_stopped",
    "silent_days",
    "signs",
}


def run(*words: str) -> int:
    return main(["trial", *words])


@pytest.fixture
def at_hand(played: PlayedRegistry, monkeypatch: pytest.MonkeyPatch) -> PlayedRegistry:
    """The command asks the played registry."""
    monkeypatch.setenv("CLINIC_CHECK_REGISTRY_URL", played.url)
    return played


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("path", sorted(RECORDS.glob("*.json")), ids=lambda path: path.stem)
def test_a_saved_record_is_printed_field_by_field(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--record", str(path), "--today", "2026-11-20") == 0
    assert set(printed(capsys)) == FIELDS


def test_the_fields_are_as_the_registry_has_them(capsys: pytest.CaptureFixture[str]) -> None:
    run("--record", str(RECORDS / "stopped-with-markdown.json"), "--today", "2026-11-20")
    assert printed(capsys) == {
        "exists": True,
        "overall_status": "TERMINATED",
        "study_type": "INTERVENTIONAL",
        "phases": ["PHASE2"],
        "sponsor": "Larkmoor University",
        "sponsor_class": "OTHER",
        "conditions": ["Diabetic Neuropathies"],
        "countries": ["United States"],
        "is_fda_regulated_drug": True,
        "has_results": False,
        "last_update": "2026-08-20",
        "why_stopped": record("stopped-with-markdown")["protocolSection"]["statusModule"][
            "whyStopped"
        ],
        "silent_days": 81,
        "signs": ["stopped"],
    }


def test_what_a_record_does_not_say_is_null_or_empty(capsys: pytest.CaptureFixture[str]) -> None:
    run("--record", str(RECORDS / "almost-empty.json"))
    answer = printed(capsys)
    assert answer.pop("exists") is True
    assert answer.pop("signs") == ["no-site"]
    assert all(value in (None, []) for value in answer.values())


def test_a_live_look_up_prints_the_same(
    at_hand: PlayedRegistry, capsys: pytest.CaptureFixture[str]
) -> None:
    at_hand.study("NCT98000001", known("open-trial"))
    assert run("nct 98000001", "--today", "2026-11-20") == 0
    live = printed(capsys)
    run("--record", str(RECORDS / "open-trial.json"), "--today", "2026-11-20")
    assert live == printed(capsys)


def test_not_found_is_an_answer(
    at_hand: PlayedRegistry, capsys: pytest.CaptureFixture[str]
) -> None:
    at_hand.study("NCT98999999", missing("NCT98999999"))
    assert run("NCT98999999") == 0
    assert printed(capsys) == {"exists": False}


def test_no_answer_is_a_sentence_and_an_address_and_exit_3(
    at_hand: PlayedRegistry, capsys: pytest.CaptureFixture[str], words: TrialWords
) -> None:
    at_hand.study("NCT98000001", reply("403 Forbidden", b"<h1>No</h1>", "text/html"))
    assert run("NCT98000001") == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert words.failures["blocked"] in err
    assert "https://clinicaltrials.gov/study/NCT98000001" in err


def test_switched_off_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: TrialWords
) -> None:
    monkeypatch.setenv("CLINIC_CHECK_REGISTRY", "off")
    assert run("NCT98000001") == 3
    assert words.failures["off"] in capsys.readouterr().err
    assert run("--self-test") == 3


@pytest.mark.parametrize("typed", ["NCTO8000001", "ISRCTN98765432", "IND 98765"])
def test_what_is_no_number_gets_its_sentence_and_exit_2(
    typed: str, at_hand: PlayedRegistry, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(typed) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err) > 30
    assert at_hand.asked == []


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"<html>", b"[" * 100_000, b"\xff"])
def test_a_file_that_is_no_record_is_a_sentence_and_exit_3(
    text: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "record.json"
    file.write_bytes(text)
    assert run("--record", str(file)) == 3
    assert "study record" in capsys.readouterr().err


def test_a_saved_answer_that_the_number_is_unknown_is_not_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "record.txt"
    file.write_text("NCT number NCT98000001 not found\n", encoding="utf-8")
    assert run("--record", str(file)) == 0
    assert json.loads(capsys.readouterr().out) == {"exists": False}


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", ""])
def test_a_day_that_is_none_is_told_plainly(day: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--record", "record.json", "--today", day) == 2
    assert f"“{day}” is no date; write it YYYY-MM-DD" in capsys.readouterr().err


def test_a_file_that_is_missing_is_a_sentence_and_exit_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--record", str(tmp_path / "none.json")) == 3
    assert "can’t be read" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["NCT98000001", "--self-test"], ["1", "--record", "x"]])
def test_one_thing_is_asked_for_at_a_time(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words) == 2
    assert "a number, --record FILE, or --self-test." in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_record_that_an_editor_saved_anew_is_read(
    encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "record.json"
    file.write_text((RECORDS / "open-trial.json").read_text("utf-8"), encoding=encoding)
    assert run("--record", str(file)) == 0
    assert printed(capsys)["exists"] is True


def test_wrong_settings_are_told_and_nothing_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CLINIC_CHECK_REGISTRY_URL", "gopher://example.org")
    assert run("NCT98000001") == 2
    assert "CLINIC_CHECK_REGISTRY_URL" in capsys.readouterr().err


def test_the_self_test_asks_for_three_things(
    at_hand: PlayedRegistry, capsys: pytest.CaptureFixture[str]
) -> None:
    known_number = record("open-trial")
    known_number["protocolSection"]["identificationModule"]["nctId"] = command.KNOWN
    at_hand.study(command.KNOWN, reply(body=json.dumps(known_number).encode()))
    at_hand.study(command.UNKNOWN, missing(command.UNKNOWN))
    at_hand.answers["/api/v2/version"] = reply(body=b'{"apiVersion": "2.0.5"}')
    assert run("--self-test") == 0
    out = capsys.readouterr().out
    assert "2.0.5" in out
    assert "FAILED" not in out
    assert "403" in out


def test_the_self_test_fails_where_the_server_is_turned_away(
    at_hand: PlayedRegistry, capsys: pytest.CaptureFixture[str], words: TrialWords
) -> None:
    at_hand.study(command.KNOWN, missing(command.KNOWN))
    at_hand.study(command.UNKNOWN, reply("403 Forbidden", b"<h1>No</h1>", "text/html"))
    at_hand.answers["/api/v2/version"] = reply(body=b'{"apiVersion": "2.0.5"}')
    assert run("--self-test") == 3
    out = capsys.readouterr().out
    assert out.count("FAILED") == 2
    assert words.failures["blocked"] in out
