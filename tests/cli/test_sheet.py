"""`clinic-check sheet`: a PDF from the answers that `assess` takes."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Runner
from tests.support import pdfs
from tests.support.cases import USUAL

ANSWERS = json.dumps({"answers": USUAL})


@pytest.mark.parametrize(
    ("which", "first"),
    [
        ("doctor", "For my doctor"),
        ("call", "For the call"),
        ("both", "For my doctor"),
        ("everything", "Everything in my summary"),
        ("blank", "Blank checklist"),
    ],
)
def test_each_sheet_is_written_to_the_file(
    run: Runner, tmp_path: Path, which: str, first: str
) -> None:
    out = tmp_path / "out.pdf"
    code, printed, _ = run("sheet", "-", "--which", which, "-o", str(out), stdin=ANSWERS)
    assert (code, printed) == (0, "")
    assert pdfs.text(out.read_bytes()).startswith(first)


def test_a_dash_writes_the_sheet_to_standard_output(run: Runner, tmp_path: Path) -> None:
    command = [shutil.which("clinic-check", path=Path(sys.executable).parent) or ""]
    command += ["sheet", "-", "-o", "-"]
    made = subprocess.run(command, input=ANSWERS.encode(), capture_output=True, cwd=tmp_path)
    assert pdfs.text(made.stdout).startswith("For my doctor")
    assert not list(tmp_path.iterdir())


def test_it_takes_a_name_an_address_and_a_size_of_paper(run: Runner, tmp_path: Path) -> None:
    case, out = tmp_path / "case.json", tmp_path / "out.pdf"
    case.write_text(ANSWERS)
    words = ("--paper", "a4", "--clinic", "Elm #x", "--address", "https://check.example.org")
    assert run("sheet", str(case), "-o", str(out), *words)[0] == 0
    page = pdfs.text(out.read_bytes())
    assert "Elm #x" in page
    assert "go to https://check.example.org and type:" in page


def test_the_blank_checklist_needs_no_answers(run: Runner, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    assert run("sheet", "--which", "blank", "-o", str(out))[0] == 0
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("words", "stdin", "fault"),
    [
        ((), "", "Which answers? Name a file, or - for standard input."),
        (("-",), '{"answers": {"kind": "free"}}', "“kind” has no answer “free”."),
        (("-",), "{", "This is not valid JSON"),
        (("-", "--clinic", "W" * 81), ANSWERS, "A clinic’s name has 80 characters or fewer."),
        (("-", "--address", "h" * 61), ANSWERS, "60 characters or fewer"),
        (("-", "--lang", "xx"), ANSWERS, "xx"),
    ],
)
def test_what_is_wrong_is_refused_with_the_reason(
    run: Runner, tmp_path: Path, words: tuple[str, ...], stdin: str, fault: str
) -> None:
    out = tmp_path / "out.pdf"
    code, _, err = run("sheet", *words, "-o", str(out), stdin=stdin)
    assert code == 2
    assert fault in err
    assert not out.exists()


def test_a_file_that_cannot_be_written_is_named(run: Runner, tmp_path: Path) -> None:
    out = tmp_path / "nowhere" / "out.pdf"
    code, _, err = run("sheet", "-", "-o", str(out), stdin=ANSWERS)
    assert code == 2
    assert f"{out} can’t be written" in err


def test_without_typst_that_is_said(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    code, _, err = run("sheet", "-", "-o", str(tmp_path / "out.pdf"), stdin=ANSWERS)
    assert code == 2
    assert "Typst can’t be loaded" in err
