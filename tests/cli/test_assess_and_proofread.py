"""The command line: JSON on standard output, what is wrong on standard error, and exit codes."""

import json
import shutil
from pathlib import Path

import pytest

from clinic_check.cli.inputs import content_folder
from clinic_check.settings import CONTENT
from tests.cli.conftest import Runner


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the shipped content, to be broken."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def test_assess_prints_the_summary_with_its_keys_in_order(run: Runner) -> None:
    answers = {"place": "us", "state": "fl", "condition": ["stenosis"], "price": "no-answer"}
    code, out, err = run("assess", "-", stdin=json.dumps({"answers": answers}))
    result = json.loads(out)
    assert (code, err) == (0, "")
    assert out.count("\n") == 1
    assert [*result] == [
        *("headline", "serious", "caution", "notes", "no-answer", "open", "given", "catalogue")
    ]
    assert result["headline"] == "warning"
    assert result["notes"] == ["evidence-stenosis", "state-fl"]
    assert result["no-answer"] == ["price"]
    assert result["given"] == ["condition", "place", "state"]
    assert "kind" in result["open"]
    assert result["catalogue"]


def test_assess_reads_a_file(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "a case.json"
    file.write_text('\ufeff{"answers": {}}', encoding="utf-8")
    code, out, _ = run("assess", str(file))
    assert (code, json.loads(out)["headline"]) == (0, "missing")


def test_assess_takes_a_case_a_line(run: Runner) -> None:
    cases = '{"answers": {}}\r\n\n{"answers": {"trial-pay": "yes", "kind": "study"}}\n'
    code, out, err = run("assess", "--jsonl", "-", stdin=cases)
    assert (code, err) == (0, "")
    assert [json.loads(line)["headline"] for line in out.splitlines()] == ["missing", "serious"]


def test_assess_stops_at_the_first_faulty_line_and_names_it(run: Runner) -> None:
    cases = '{"answers": {}}\n{"answers": {"x": "y"}}\n{"answers": {}}\n'
    code, out, err = run("assess", "-", "--jsonl", stdin=cases)
    assert (code, out.count("\n")) == (2, 1)
    assert err == "Line 2: There is no question “x”.\n"


@pytest.mark.parametrize(
    ("case", "problem"),
    [
        ("", "This is not valid JSON"),
        ("{", "This is not valid JSON"),
        ("[" * 100_000, "This is not valid JSON"),
        ('{"answers": {"kind": ' + "1" * 5000 + "}}", "This is not valid JSON"),
        ('{"answers": {"kind": "sold", "kind": "study"}}', "given twice: “kind”"),
        (b'{"answers": {"kind": "\xff"}}', "The input is not UTF-8 text: byte 22 isn’t."),
        ("[]", "A case is an object"),
        ("null", "A case is an object"),
        ("{}", "A case is an object"),
        ('{"answers": []}', "A case is an object"),
        ('{"answers": null}', "A case is an object"),
        (
            '{"answers": {}, "answer": {}, "name": ""}',
            "A case has no “answer”.\nA case has no “name”.",
        ),
        ('{"answers": {"x": "y"}}', "There is no question “x”."),
        ('{"answers": {"kind": "free"}}', "“kind” has no answer “free”."),
        ('{"answers": {"kind": ["sold"]}}', "“kind” takes one answer, a text."),
        ('{"answers": {"claims": "cure"}}', "“claims” takes a list of answers."),
        ('{"answers": {"kind": null}}', "“kind” takes one answer, a text."),
        ('{"answers": {"place": "us", "state": "FL"}}', "“state” has no answer “FL”."),
    ],
    ids=range(18),
)
def test_a_case_that_cannot_be_weighed_is_an_error_that_names_it(
    run: Runner, case: str | bytes, problem: str
) -> None:
    code, out, err = run("assess", "-", stdin=case)
    assert (code, out) == (2, "")
    assert problem in err


def test_a_file_that_is_not_there_is_an_error(run: Runner, tmp_path: Path) -> None:
    code, out, err = run("assess", str(tmp_path / "none.json"))
    assert (code, out) == (2, "")
    assert "can’t be read: No such file" in err


def test_assess_weighs_nothing_by_content_with_a_fault(run: Runner, content: Path) -> None:
    break_file(content / "sections" / "signing.toml", '["no-refund"', '["no-refnd"')
    code, out, err = run("assess", "-", "--content", str(content), stdin='{"answers": {}}')
    assert (code, out) == (2, "")
    assert "no-refnd" in err


def test_a_folder_of_content_that_is_not_there_is_named_once(run: Runner, tmp_path: Path) -> None:
    code, out, err = run("assess", "-", "--content", str(tmp_path / "none"), stdin="{}")
    assert (code, out) == (2, "")
    assert "none' does not exist." in err
    assert "toml" not in err


def test_assess_refuses_content_that_cannot_be_read(run: Runner, tmp_path: Path) -> None:
    code, out, err = run("assess", "-", "--content", str(tmp_path), stdin='{"answers": {}}')
    assert (code, out) == (2, "")
    assert "catalogue.toml: the file is missing" in err


def test_proofread_passes_the_shipped_content_and_tells_reminders_apart(run: Runner) -> None:
    code, out, err = run("proofread")
    assert (code, err) == (0, "")
    assert out.startswith("No faults.\n\nReminders, which stop nothing:\n")
    assert "no clinician has signed the emergency line" in out


def test_proofread_lists_faults_of_meaning(run: Runner, content: Path) -> None:
    break_file(content / "catalogue.toml", 'quick = ["place"', 'quick = ["places"')
    code, out, _ = run("proofread", "--content", str(content))
    assert code == 1
    assert "catalogue.toml, quick: there is no question “places”.\n" in out


def test_proofread_lists_faults_of_shape(run: Runner, content: Path) -> None:
    break_file(content / "catalogue.toml", "version =", "versoin =")
    (content / "states.toml").unlink()
    code, out, _ = run("proofread", "--content", str(content))
    assert code == 1
    assert "versoin" in out
    assert "states.toml: the file is missing" in out


def test_proofread_takes_a_file_with_a_mark_at_its_start_and_names_any_other_encoding(
    run: Runner, content: Path
) -> None:
    file = content / "glossary.toml"
    words = file.read_text(encoding="utf-8")
    file.write_text(words, encoding="utf-8-sig")
    assert run("proofread", "--content", str(content))[0] == 0
    file.write_text(words, encoding="utf-16")
    code, out, _ = run("proofread", "--content", str(content))
    assert (code, out) == (1, "glossary.toml: the file isn't UTF-8 text.\n1 fault.\n")


def test_proofread_tells_what_covers_each_row(run: Runner) -> None:
    code, out, _ = run("proofread", "--rows")
    lines = out.splitlines()
    assert code == 0
    assert [line.split(":")[0] for line in lines[:-1]] == [str(row) for row in range(1, 69)]
    assert "of 68 rows are covered" in lines[-1]


def test_too_few_rows_are_a_failure(run: Runner, content: Path) -> None:
    for file in (content / "sections").glob("*.toml"):
        lines = file.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if not line.startswith("rows")]
        file.write_text("\n".join(kept), encoding="utf-8")
    code, out, _ = run("proofread", "--rows", "--content", str(content))
    assert code == 1
    assert "1: NOTHING COVERS THIS ROW\n" in out


def test_the_environment_can_name_another_folder_of_content(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CLINIC_CHECK_CONTENT", str(tmp_path))
    assert content_folder() == tmp_path
    monkeypatch.setenv("CLINIC_CHECK_CONTENT", "")
    assert content_folder() == CONTENT


def test_an_unknown_command_is_an_error(run: Runner) -> None:
    code, out, err = run("asses")
    assert (code, out) == (2, "")
    assert "No such command 'asses'" in err


def break_file(file: Path, old: str, new: str) -> None:
    """Put one piece of text for another that is there."""
    words = file.read_text(encoding="utf-8")
    assert old in words
    file.write_text(words.replace(old, new, 1), encoding="utf-8")
