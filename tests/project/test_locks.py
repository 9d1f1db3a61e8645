"""The lock files: what they hold, and that an installer takes them on any later day."""

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.wheels import locked

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements"
LOCKS = ("run", "checkout", "test")


def pinned(lock: Path) -> dict[str, set[str]]:
    """Return each package of a lock file with its lines, hashes included."""
    pins: dict[str, set[str]] = {}
    for entry in re.findall(r"^[a-z0-9][^#]*?(?=^\S|\Z)", lock.read_text(), re.MULTILINE):
        name = re.split(r"==|\[", entry)[0]
        pins.setdefault(name, set()).add(" ".join(entry.split()))
    return pins


def declared() -> dict[str, list[str]]:
    """Return what pyproject.toml asks for, by the lock file it ends up in."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = {
        name: [wish for wish in wishes if isinstance(wish, str)]
        for name, wishes in project["dependency-groups"].items()
    }
    extras = [
        wish for wishes in project["project"]["optional-dependencies"].values() for wish in wishes
    ]
    return {"run": project["project"]["dependencies"] + extras, **groups}


def test_the_larger_lock_files_hold_the_smaller_ones_unchanged() -> None:
    run, checkout, test = (
        pinned(REQUIREMENTS / f"{name}.txt") for name in ("run", "checkout", "test")
    )
    assert run
    assert run.items() < checkout.items() < test.items()


@pytest.mark.parametrize("name", LOCKS)
def test_everything_that_is_asked_for_is_locked(name: str) -> None:
    pins = pinned(REQUIREMENTS / f"{name}.txt")
    for wish in declared()[name]:
        assert re.split("[^A-Za-z0-9-]", wish)[0] in pins


@pytest.mark.parametrize("lock", sorted(REQUIREMENTS.glob("*.txt")), ids=lambda lock: lock.stem)
def test_a_lock_file_has_a_hash_for_every_package_and_names_no_host(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    for entries in pinned(lock).values():
        for entry in entries:
            assert "--hash=sha256:" in entry


def unlocked_extras(lock: str) -> list[str]:
    """Return what installed packages ask for with an extra that the lock file doesn't name.

    An older pip refuses the whole file for one such line, once a newer version of it is out.
    """
    wanted = locked(lock)
    asked: list[tuple[str, Requirement]] = []
    for name, package in wanted.items():
        for line in distribution(name).requires or []:
            needs = Requirement(line)
            extras = ("", *package.extras)
            if not needs.marker or any(needs.marker.evaluate({"extra": each}) for each in extras):
                asked.append((name, needs))
    return [
        f"{name} asks for {needs}"
        for name, needs in asked
        if not needs.extras <= wanted[canonicalize_name(needs.name)].extras
    ]


@pytest.mark.parametrize("name", LOCKS)
def test_what_is_asked_for_with_an_extra_is_locked_with_that_extra(name: str) -> None:
    assert unlocked_extras((REQUIREMENTS / f"{name}.txt").read_text()) == []


def test_a_lock_without_extras_is_noticed() -> None:
    stripped = re.sub(r"\[[^]]*\]==", "==", (REQUIREMENTS / "test.txt").read_text())
    (coverage,) = (ask for ask in unlocked_extras(stripped) if "coverage" in ask)
    assert coverage.startswith("pytest-cov asks for coverage[toml]")
