"""A warning that is silenced says beside it why: the next reader needn't guess, or may mend it."""

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
