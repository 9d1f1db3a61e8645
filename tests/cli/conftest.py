"""A way to run the command line in a test."""

import io
import sys

import pytest

from clinic_check.cli import main

Run = tuple[int, str, str]


class Runner:
    """Runs the command line; returns its exit code and what it wrote to both outputs."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys = capsys
        self.monkeypatch = monkeypatch

    def __call__(self, *words: str, stdin: str | bytes = "") -> Run:
        raw = stdin if isinstance(stdin, bytes) else stdin.encode()
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        code = main(words)
        out, err = self.capsys.readouterr()
        return code, out, err


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Runner:
    """A way to run the command line with words and standard input."""
    return Runner(capsys, monkeypatch)
