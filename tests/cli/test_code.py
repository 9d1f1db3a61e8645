"""`clinic-check code` makes codes of answers, opens them, and keeps the register of numbers."""

import io
import json
import shutil
import sys
from pathlib import Path

import pytest

from clinic_check.checklist.load import read
from clinic_check.cli import main
from clinic_check.cli.code import remarks
from clinic_check.saving import file as answers_file
from clinic_check.saving.code import decode, length
from clinic_check.saving.register import FILE, Register, layout_of
from clinic_check.settings import CONTENT
from tests.support.codes import BOTH, CATALOGUE, EDITION_1, LAYOUT, code_of, older_code


def command(*words: str) -> int:
    return main(["code", *words])


def test_the_command_turns_answers_into_a_code_and_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = {"answers": {"kind": "sold", "claims": ["cure", "hidden"]}}
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case), encoding="utf-8")
    assert command("encode", str(file)) == 0
    code = capsys.readouterr().out.strip()
    assert code == code_of({"kind": ("sold",), "claims": ("cure", "hidden")})
    assert command("decode", code.lower()) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == case
    assert printed.err == ""


def test_the_command_reads_answers_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"answers": {}}')))
    assert command("encode", "-") == 0
    assert capsys.readouterr().out.strip() == code_of({})


def test_the_command_takes_a_code_in_several_words_and_tells_who_it_is_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = code_of({"kind": ("study",)}, helper=True)
    assert command("decode", *code.split("-")) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {"answers": {"kind": "study"}}
    assert printed.err == "The code was made for someone that the person helps.\n"


def test_the_command_keeps_who_it_is_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "saved.json"
    file.write_text(answers_file.write(CATALOGUE, {"kind": ("sold",)}, True), encoding="utf-8")
    assert command("encode", str(file)) == 0
    saved = capsys.readouterr().out.strip()
    file.write_text('{"answers": {"kind": "sold"}}', encoding="utf-8")
    assert command("encode", str(file), "--helper") == 0
    assert capsys.readouterr().out.strip() == saved == code_of({"kind": ("sold",)}, helper=True)


def test_the_command_refuses_a_mistyped_code_with_its_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command("decode", "ABCD") == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("The code is too short.")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("{", "This file can’t be read."),
        ("[]", "Answers are an object"),
        ('{"answers": {"fee": "no"}}', "There is no question “fee”."),
        ('{"answers": {}, "trial": {}}', "A code can’t keep “trial”."),
        ('{"format": "clinic-check-answers"}', "This file has been changed"),
        (
            answers_file.write(CATALOGUE, {"kind": ("sold",)}, False).replace("sold", "gift"),
            "The catalogue doesn’t have this: kind: gift.",
        ),
    ],
)
def test_the_command_refuses_answers_that_no_code_can_keep(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str, sentence: str
) -> None:
    file = tmp_path / "case.json"
    file.write_text(words, encoding="utf-8")
    assert command("encode", str(file)) == 2
    assert capsys.readouterr().err.startswith(sentence)


def test_the_command_refuses_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert command("encode", "nowhere.json") == 2
    assert "can’t be read" in capsys.readouterr().err


def test_the_command_prints_the_bits(capsys: pytest.CaptureFixture[str]) -> None:
    assert command("bits") == 0
    assert f"all: {5 * length(LAYOUT)}" in capsys.readouterr().out


def test_remarks_name_what_is_new_gone_and_lost() -> None:
    back = decode(CATALOGUE, BOTH, older_code({"deposit": ("in-gold",)}))
    assert remarks(back)[1:] == [
        f"New since then: {CATALOGUE.question['measure'].label}.",
        "No longer asked: A talk.",
        f"An answer is no longer offered: {CATALOGUE.question['deposit'].label}.",
        "Answers left out: deposit: in-gold.",
    ]


def test_decode_prints_what_has_changed_since_edition_1(capsys: pytest.CaptureFixture[str]) -> None:
    (made,) = (made for made in EDITION_1 if made["answers"].get("deposit") == "before-exam")
    assert command("decode", made["code"]) == 0
    printed = capsys.readouterr()
    assert "deposit" not in json.loads(printed.out)["answers"]
    told = dict(
        line.rstrip(".").split(": ", 1) for line in printed.err.splitlines()[made["helper"] :]
    )
    label = {question.id: question.label for question in CATALOGUE.questions}
    assert told["New since then"] == f"{label['setting']}, {label['payer']}"
    longer = [n for n in ("source", "route", "pushed", "risks") if n in made["answers"]]
    assert set(told["More answers to tick than then"].split(", ")) == {label[n] for n in longer}
    assert told["An answer is no longer offered"] == label["deposit"]
    assert told["Answers left out"] == "deposit: before-exam"


def test_decode_takes_a_code_as_it_was_pasted(capsys: pytest.CaptureFixture[str]) -> None:
    assert command("decode", f"“{code_of({'kind': ('sold',)})}”.") == 0
    assert json.loads(capsys.readouterr().out) == {"answers": {"kind": "sold"}}


def test_a_content_folder_that_lacks_a_sentence_is_refused_by_its_name(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    messages = content / "messages.toml"
    words = messages.read_text(encoding="utf-8").replace("no-u = ", "no-v = ")
    messages.write_text(words, encoding="utf-8")
    assert command("decode", "ABCU", "--content", str(content)) == 2
    assert "the sentence “code.no-u” is missing" in capsys.readouterr().err


# --- the register -----------------------------------------------------------------------------


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A folder of content of its own."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def test_a_registered_catalogue_is_left_as_it_is(content: Path) -> None:
    before = (content / FILE).read_text(encoding="utf-8")
    assert command("register", "--content", str(content)) == 0
    assert (content / FILE).read_text(encoding="utf-8") == before


def test_the_first_register_of_a_content_folder_is_made(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (content / FILE).unlink()
    assert command("encode", "nowhere.json", "--content", str(content)) == 2
    assert "numbers.toml: the file is missing" in capsys.readouterr().err
    assert command("register", "--content", str(content)) == 0
    assert read(content / FILE, Register).layouts == (layout_of(CATALOGUE, 1),)


def test_changed_questions_need_a_new_version(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    offer = content / "sections" / "offer.toml"
    words = offer.read_text(encoding="utf-8")
    assert "number = 73" in words  # of a question that only the newest layout has
    offer.write_text(words.replace("number = 73", "number = 99"), encoding="utf-8")
    before = (content / FILE).read_text(encoding="utf-8")
    assert command("bits", "--content", str(content)) == 2
    assert "“setting” had number 73" in capsys.readouterr().err
    assert command("register", "--content", str(content)) == 2
    assert "Give catalogue.toml a new version" in capsys.readouterr().err
    frame = content / "catalogue.toml"
    version = f'version = "{CATALOGUE.frame.version}"'
    newer = frame.read_text(encoding="utf-8").replace(version, 'version = "2099.01"')
    frame.write_text(newer, encoding="utf-8")
    assert command("register", "--content", str(content)) == 2
    assert "Numbers are permanent" in capsys.readouterr().err
    assert (content / FILE).read_text(encoding="utf-8") == before
    assert command("register", "--anew", "--content", str(content)) == 0
    assert capsys.readouterr().out == "numbers.toml: layout 2, of version 2099.01.\n"
