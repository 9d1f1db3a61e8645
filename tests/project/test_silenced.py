"""A silenced warning and a skipped test say why: the next reader needn't guess."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

HOUSES = ("benchmarks", "clinic_check", "deploy", "docs", "tests")

SILENCED = re.compile(
    r"# *(?:noqa\b(?:: *[A-Z]+\d+(?:, *[A-Z]+\d+)*)?|type: *ignore(?:\[[^]]*\])?|nosec\b"
    r"|pragma: *no (?:cover|branch)|shellcheck disable=\w+)(?P<reason>.*)"
)
"""A comment that silences ruff, mypy, bandit, coverage or shellcheck, and what follows it."""

SKIPPING = ("skip", "skipif", "xfail", "importorskip")
"""What pytest calls the ways not to run a test, or not to mind that it fails."""


def without_reason(comments: Iterator[tuple[int, str]]) -> list[int]:
    """Return the lines of the comments that silence something and don't say why in two words."""
    return [
        line
        for line, comment in comments
        if (found := SILENCED.search(comment)) and not re.search(r"\w+ \w+", found["reason"])
    ]


def comments_in_python(source: str) -> Iterator[tuple[int, str]]:
    """Yield the comments of a module with their lines; texts that look like one are none."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def skips_without_reason(source: str) -> list[int]:
    """Return the lines on which a test is skipped or may fail, without a text that says why."""
    return [
        call.lineno
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).removeprefix("pytest.").removeprefix("mark.") in SKIPPING
        and not any(each.arg == "reason" for each in call.keywords)
        and not (ast.unparse(call.func) == "pytest.skip" and call.args)
    ]


def scripts() -> list[Path]:
    return [ROOT / "run", *ROOT.glob(".ci/*"), *(ROOT / "deploy").rglob("*.sh")]


def modules() -> list[Path]:
    found = [path for house in HOUSES for path in sorted((ROOT / house).rglob("*.py"))]
    return [ROOT / "hatch_build.py", *found]


def test_every_silenced_warning_says_why() -> None:
    bare = []
    for path in (*modules(), *scripts()):
        source = path.read_text(encoding="utf-8")
        is_python = path.suffix == ".py"
        lines = comments_in_python(source) if is_python else enumerate(source.splitlines(), 1)
        bare += [f"{path.relative_to(ROOT)}:{line}" for line in without_reason(iter(lines))]
    assert bare == [], "say why behind the mark, as in `# noqa: S311  # no secret`"


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("x = 1  # noqa: S311", [1]),
        ("x = 1\ny = 2  # type: ignore[index]", [2]),
        ("x = 1  # type: ignore", [1]),
        ("x = 1  # pragma: no cover", [1]),
        ("x = 1  # noqa: S311  # no secret", []),
        ("x = 1  # type: ignore[index, misc]  # it is there", []),
        ("x = '# noqa: S311'", []),
        ("x = 1  # a comment", []),
    ],
)
def test_a_reason_is_told_from_none(source: str, lines: list[int]) -> None:
    assert without_reason(comments_in_python(source)) == lines


def test_every_skipped_test_says_why() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules()
        for line in skips_without_reason(path.read_text(encoding="utf-8"))
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("pytest.skip()", [1]),
        ("pytest.importorskip('typst')", [1]),
        ("@pytest.mark.skipif(on_windows)\ndef test(): ...", [1]),
        ("pytest.skip('needs root')", []),
        ("pytest.importorskip('typst', reason='has no build here')", []),
        ("words.skip()", []),
    ],
)
def test_a_skip_without_a_reason_is_found(source: str, lines: list[int]) -> None:
    assert skips_without_reason(source) == lines
