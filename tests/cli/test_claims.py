"""`clinic-check claims` reads a text or lines of JSON and prints what it found."""

import io
import json
import sys
from pathlib import Path

import pytest

from clinic_check.cli import main
from clinic_check.settings import CONTENT

TEXT = "Καλημέρα. Our cells repair damaged nerves.\r\nOne visit costs $4,000."


def run(*words: str) -> int:
    return main(["claims", *words])


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_bytes(TEXT.encode("utf-8"))
    return path


def test_a_file_is_read_and_places_count_its_characters(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(page)) == 0
    result = json.loads(capsys.readouterr().out)
    (finding,) = result["findings"]
    assert finding["category"] == "cure_or_reversal"
    assert TEXT[finding["start"] : finding["end"]] == finding["text"]
    assert result["missing"] == ["oversight", "trial-number", "risks", "people", "product"]


def standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


def test_standard_input_is_read_without_a_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    standard_input(monkeypatch, b"Call us today!")
    assert run() == 0
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert finding["category"] == "pressure_or_price"


def test_lines_of_json_give_lines_of_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [{"id": "a", "text": "Don’t wait!"}, {"id": 7, "text": "", "more": True}]
    data = "\n\n".join(json.dumps(line) for line in lines) + "\n"
    standard_input(monkeypatch, data.encode("utf-8"))
    assert run("--jsonl") == 0
    results = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [result["id"] for result in results] == ["a", 7]
    assert [len(result["findings"]) for result in results] == [1, 0]
    keys = {"id", "findings", "missing", "reported", "kind", "language"}
    assert all(result.keys() == keys for result in results)


def test_a_text_in_spanish_is_read_in_spanish(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "es.txt"
    path.write_text("Nuestras células reparan los nervios de sus pies.", encoding="utf-8")
    assert run(str(path)) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["language"] == "es"
    assert [finding["category"] for finding in result["findings"]] == ["cure_or_reversal"]


def test_bytes_that_are_not_utf_8_give_2_and_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    standard_input(monkeypatch, b"caf\xe9")
    assert run() == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == "The input is not UTF-8 text: byte 3 isn’t.\n"


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"id": 1}', '{"text": "x"}', '{"id": 1, "text": 2}', "[" * 100_000]
)
def test_a_line_that_is_no_page_gives_2_and_its_number(
    line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    standard_input(monkeypatch, f'{{"id": 1, "text": ""}}\n{line}\n'.encode())
    assert run("--jsonl") == 2
    assert capsys.readouterr().err.startswith("Line 2 ")


def test_a_file_that_is_not_there_gives_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(tmp_path / "none.txt")) == 2
    assert "can’t be read" in capsys.readouterr().err


def test_another_folder_of_content_is_read_when_the_environment_names_it(
    tmp_path: Path,
    page: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("phrases.toml", "phrases-es.toml"):
        words = (CONTENT / name).read_text("utf-8")
        other = words.replace('[[missing]]\nid = "price"', '[[missing]]\nid = "the-price"')
        (tmp_path / name).write_text(other, encoding="utf-8")
    monkeypatch.setenv("CLINIC_CHECK_CONTENT", str(tmp_path))
    page.write_text("Hello.", encoding="utf-8")
    assert run(str(page)) == 0
    assert "the-price" in json.loads(capsys.readouterr().out)["missing"]


def test_faulty_content_gives_2_and_says_what_is_wrong(
    tmp_path: Path,
    page: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "phrases.toml").write_text("color = 3", encoding="utf-8")
    monkeypatch.setenv("CLINIC_CHECK_CONTENT", str(tmp_path))
    assert run(str(page)) == 2
    assert "phrases.toml" in capsys.readouterr().err


def test_what_a_text_only_reports_is_printed_apart_with_the_kind_of_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "told.txt"
    path.write_text("The seller told me that the shots were completely safe.", encoding="utf-8")
    assert run(str(path)) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["findings"] == []
    assert [each["category"] for each in result["reported"]] == ["safe_no_risk"]
    assert result["kind"] == "short"
