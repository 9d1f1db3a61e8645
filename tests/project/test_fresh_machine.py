"""README's two commands on a machine that has nothing of ours, on a day when everything is newer.

Both installers are tried. No network is used: the index is a folder with the packages that are
installed here, and a newer version of each.
"""

import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.support.wheels import locked, make, with_hashes

ROOT = Path(__file__).resolve().parents[2]
REFUSING = (23, 2)
"""The newest pip that refuses a lock without extras; Python 3.11 brings it, or an older one."""


@dataclass(frozen=True)
class Machine:
    """A machine that knows one index: a checkout whose locks take its packages, and where it is."""

    home: Path
    checkout: Path
    variables: dict[str, str]

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a program to its end."""
        return subprocess.run(
            command, env=self.variables, cwd=self.home, capture_output=True, text=True, check=False
        )

    @property
    def pip(self) -> tuple[str | Path, ...]:
        """The pip that Python brings along, asked what it would install."""
        python = self.checkout / ".venv" / "bin" / "python"
        return python, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"

    def lock(self, name: str) -> Path:
        """Return a lock file of the checkout."""
        return self.checkout / "requirements" / f"{name}.txt"


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    """The packages of a checkout are there whole, of the rest what a resolver reads of them."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        index, checkout = home / "index", home / "a checkout"
        index.mkdir()
        left = [line.strip("/") for line in (ROOT / ".gitignore").read_text().split()]
        shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns(".git", *left))
        locks = {path: path.read_text() for path in (checkout / "requirements").glob("*.txt")}
        served = [*locked(locks[checkout / "requirements" / "checkout.txt"])]
        tested = locked(locks[checkout / "requirements" / "test.txt"])
        make(served, index, whole=True)
        make([name for name in tested if name not in served], index, whole=False)
        for path, lock in locks.items():
            path.write_text(with_hashes(lock, index))
        yield Machine(
            home,
            checkout,
            {
                "PATH": os.environ["PATH"],
                "HOME": str(home),
                "PYTHON": sys.executable,
                "PIP_CONFIG_FILE": os.devnull,
                "PIP_NO_INDEX": "1",
                "PIP_FIND_LINKS": str(index),
                "UV_NO_CONFIG": "1",
                "UV_NO_CACHE": "1",
            },
        )


@pytest.fixture(scope="module")
def started(machine: Machine) -> Machine:
    """The same machine after the first command, which made an environment and served a page."""
    with subprocess.Popen(
        [machine.checkout / "run", "--port", "0"],
        env=machine.variables,
        cwd=machine.home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout
        assert server.stderr
        address = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())
        assert address, server.stderr.read()
        try:
            with urllib.request.urlopen(address[0], timeout=20) as page:  # noqa: S310  # our own
                assert page.status == 200
        finally:
            server.terminate()
            server.communicate(timeout=20)
    return machine


def test_the_first_command_serves_on_a_fresh_machine(started: Machine) -> None:
    again = started.run(started.checkout / "run", "serve", "--help")
    assert (again.returncode, again.stderr) == (0, "")


def test_what_the_second_command_asks_pip_for_is_taken(started: Machine) -> None:
    taken = started.run(*started.pip, "--require-hashes", "-r", started.lock("test"))
    assert taken.returncode == 0, taken.stderr


def test_uv_makes_the_same_environment_of_the_lock(machine: Machine) -> None:
    uv = Path(sys.executable).with_name("uv")
    here = machine.home / "with uv"
    made = machine.run(uv, "venv", "--quiet", "--python", sys.executable, here)
    assert made.returncode == 0, made.stderr
    into = (uv, "pip", "install", "--quiet", "--python", here, "--no-index")
    found = ("--find-links", machine.home / "index")
    taken = machine.run(*into, *found, "--require-hashes", "-r", machine.lock("test"))
    assert taken.returncode == 0, taken.stderr
    there = {path.name.split("-")[0].lower() for path in here.glob("lib/*/site-packages/*-info")}
    assert there == {name.replace("-", "_") for name in locked(machine.lock("test").read_text())}


def test_a_lock_without_its_extras_would_be_refused(started: Machine) -> None:
    version = started.run(started.pip[0], "-c", "import pip; print(pip.__version__)").stdout
    if tuple(map(int, version.split(".")[:2])) > REFUSING:
        pytest.skip(f"pip {version.strip()} takes one; see test_locks.py, which needs no old pip")
    whole = started.lock("test").read_text()
    assert "coverage[toml]==" in whole
    stripped = started.home / "stripped.txt"
    stripped.write_text(re.sub(r"\[[^]]*\]==", "==", whole))
    refused = started.run(*started.pip, "--require-hashes", "-r", stripped)
    assert refused.returncode == 1
    assert "must have their versions pinned" in refused.stderr
