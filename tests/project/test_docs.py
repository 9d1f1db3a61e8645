"""The documentation says what the code does: settings, tests that are named, addresses, files."""

import ast
import dataclasses
import re
from pathlib import Path

import pytest

from clinic_check.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")

WORKED_OUT = {"local", "own_key"}
"""Fields of the settings that nobody sets."""


def settings() -> dict[str, str]:
    """Every setting with its default, as an operator would write it."""
    said: dict[str, str] = {}
    for field in dataclasses.fields(Settings):
        if field.name in WORKED_OUT:
            continue
        default = field.default
        if field.name == "content":
            said[field.name] = "the shipped content"
        elif field.name == "trusted_hosts" or default in (None, dataclasses.MISSING):
            said[field.name] = "none"
        elif isinstance(default, bool):
            said[field.name] = "on" if default else "off"
        else:
            said[field.name] = str(default)
    return {f"CLINIC_CHECK_{name.upper()}": default for name, default in said.items()}


def test_the_one_table_holds_every_setting_with_its_default() -> None:
    rows = re.findall(r"^\| `(CLINIC_CHECK_\w+)` \| ([^|]+) \|", OPERATING, re.MULTILINE)
    assert {name: default.strip("`") for name, default in rows} == settings()
    assert len(rows) == len(settings())


@pytest.mark.parametrize("document", sorted((ROOT / "docs").glob("*.md")), ids=lambda d: d.stem)
def test_no_document_names_a_setting_that_there_is_not(document: Path) -> None:
    named = set(re.findall(r"CLINIC_CHECK_[A-Z_]+", document.read_text(encoding="utf-8")))
    assert named <= set(settings())


def existing_tests() -> set[str]:
    """Every test function, as pytest names it."""
    return {
        f"{path.relative_to(ROOT).as_posix()}::{node.name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_test_that_is_named_exists() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py::\w+)`", SECURITY + OPERATING))
    assert named
    assert named <= existing_tests()


def test_every_item_of_the_table_names_a_test() -> None:
    rows = [row for row in SECURITY.splitlines() if re.match(r"\| V\d", row)]
    assert len(rows) > 30
    for row in rows:
        _, item, how, test, _ = row.split("|")
        assert re.search(r"`tests/[\w/]+\.py::\w+`", test), item
        assert how.strip()


@pytest.mark.parametrize(
    "document",
    sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]),
    ids=lambda d: d.relative_to(ROOT).as_posix(),
)
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text)
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_time_limits_for_updates_are_written_down() -> None:
    limits = SECURITY.partition("## Updates")[2]
    for words in ("within 2 days", "within 30", "every 90 days"):
        assert words in limits


def test_every_file_that_is_named_exists() -> None:
    for document in (OPERATING, SECURITY):
        for name in re.findall(r"`((?:deploy|docs|requirements|tests)/[\w./-]+?)/?`", document):
            assert (ROOT / name).exists(), name


def test_every_task_of_run_that_is_named_exists() -> None:
    script = (ROOT / "run").read_text(encoding="utf-8")
    for task in re.findall(r"`\./run (\w+)", OPERATING + SECURITY):
        assert re.search(rf"^(\w+ \| )*{task}( \| \w+)*\) ?", script, re.MULTILINE), task
