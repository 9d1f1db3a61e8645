"""How `./run` makes its environment, keeps one that works, and what it leaves behind."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.checkout import Checkout

NOBODY = 65534


def test_without_a_network_it_says_so_and_leaves_nothing_half_made(checkout: Checkout) -> None:
    checkout.has_python()
    checkout.network(there=False)
    refused = checkout.run()
    assert refused.returncode == 1
    assert "no route to the index" in refused.stderr
    assert "The packages could not be installed." in refused.stderr
    assert checkout.environments == []

    checkout.network(there=True)
    assert "served:" in checkout.run().stdout


def test_only_hashed_packages_are_installed_and_only_once(checkout: Checkout) -> None:
    checkout.has_python()
    checkout.run()
    packages, itself = checkout.lines("installed")
    assert "--require-hashes -r requirements/checkout.txt" in packages
    assert "--no-deps --no-build-isolation --editable ." in itself
    checkout.run()
    assert len(checkout.lines("installed")) == 2


def test_a_changed_lock_gets_an_environment_beside_the_one_that_works(checkout: Checkout) -> None:
    checkout.has_python()
    checkout.run()
    assert checkout.environment.readlink() == Path(".venv.a")
    checkout.change("requirements/checkout.txt")
    with checkout.start_and_hold() as running:
        assert checkout.environment.readlink() == Path(".venv.a")
        checkout.go()
        assert running.communicate(timeout=60)[0] == "served: serve --port 8000\n"
    assert checkout.environment.readlink() == Path(".venv.b")
    assert checkout.lines("made-times") == ["made .venv.a", "made .venv.b"]
    checkout.run()
    assert len(checkout.lines("made-times")) == 2


def test_a_change_that_leaves_the_lock_alone_needs_no_new_environment(checkout: Checkout) -> None:
    checkout.has_python()
    checkout.run()
    checkout.change("pyproject.toml")
    assert "served:" in checkout.run().stdout
    assert checkout.lines("made-times") == ["made .venv.a"]
    assert [("--require-hashes" in line) for line in checkout.lines("installed")] == [
        *(True, False),
        False,
    ]
    checkout.run()
    assert len(checkout.lines("installed")) == 3


@pytest.mark.parametrize("changed", ["pyproject.toml", "requirements/checkout.txt"])
def test_without_a_network_the_environment_from_before_stays_in_use_with_a_warning(
    checkout: Checkout, changed: str
) -> None:
    checkout.has_python()
    checkout.run()
    checkout.network(there=False)
    checkout.change(changed)
    served = checkout.run()
    assert (served.returncode, served.stdout) == (0, "served: serve --port 8000\n")
    assert "no route to the index" in served.stderr
    assert "The environment from before stays in use, without what has changed" in served.stderr
    assert checkout.environments == [".venv", ".venv.a"]

    checkout.network(there=True)
    assert "stays in use" not in checkout.run().stderr
    assert checkout.run().stderr == ""


def test_tests_are_not_run_in_an_environment_that_lacks_what_they_need(checkout: Checkout) -> None:
    checkout.has_python()
    checkout.run()
    checkout.network(there=False)
    refused = checkout.run("tests", "tests/project")
    assert refused.returncode == 1
    assert "stays in use" not in refused.stderr
    assert "served:" in checkout.run().stdout


def test_an_environment_that_was_not_finished_is_made_anew(checkout: Checkout) -> None:
    checkout.has_python()
    (checkout.environment / "bin").mkdir(parents=True)
    (checkout.environment / "left-over").touch()
    assert "served:" in checkout.run().stdout
    assert not (checkout.environment / "left-over").exists()


def test_started_twice_at_once_one_makes_the_environment_and_the_other_waits(
    checkout: Checkout,
) -> None:
    checkout.has_python()
    with checkout.start_and_hold() as first, checkout.start() as second:
        assert second.stderr
        assert second.stderr.readline() == (
            "Another ./run is making the environment. Waiting for it …\n"
        )
        checkout.go()
        for running in (first, second):
            assert running.communicate(timeout=60)[0] == "served: serve --port 8000\n"
    assert checkout.lines("made-times") == ["made .venv.a"]


def test_one_that_was_killed_while_it_made_the_environment_keeps_nobody_waiting(
    checkout: Checkout,
) -> None:
    checkout.has_python()
    with checkout.start_and_hold() as killed:
        os.killpg(killed.pid, signal.SIGKILL)
    checkout.go()
    served = checkout.run()
    assert served.stdout == "served: serve --port 8000\n"
    assert "Waiting" not in served.stderr


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_that_is_stopped_takes_what_was_half_made_away(
    checkout: Checkout, stop: signal.Signals
) -> None:
    checkout.has_python()
    checkout.run()
    checkout.change("requirements/test.txt")
    with checkout.start_and_hold() as stopped:
        os.killpg(stopped.pid, stop)
        stopped.communicate(timeout=60)
    assert stopped.returncode == 130
    assert checkout.environments == [".venv", ".venv.a"]


def test_what_runs_from_the_environment_keeps_no_other_waiting(checkout: Checkout) -> None:
    checkout.has_python()
    checkout.run()
    program = checkout.environment / "bin" / "clinic-check"
    program.write_text("#!/bin/sh\necho up\nread -r stop\n")
    with subprocess.Popen(
        [checkout.folder / "run"],
        env={"PATH": str(checkout.tools)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout
        assert server.stdout.readline() == "up\n"
        checkout.change("requirements/checkout.txt")
        assert "Waiting" not in checkout.run().stderr
        server.communicate("stop\n", timeout=60)


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Checkout]:
    """A checkout that can be read but not written to, by the user who runs it."""
    with tempfile.TemporaryDirectory() as home:
        Path(home).chmod(0o755)  # pytest's own folders are closed to others
        checkout = Checkout(Path(home))
        checkout.has_python()
        checkout.notes.chmod(0o777)
        checkout.folder.chmod(0o555)
        if os.geteuid() == 0:  # who may write anywhere
            checkout.user = NOBODY
            (Path(home) / "own").mkdir()
            os.chown(Path(home) / "own", NOBODY, NOBODY)
        else:
            (Path(home) / "own").mkdir()
        yield checkout
        checkout.folder.chmod(0o755)


def test_a_checkout_that_cannot_be_written_to_says_where_the_environment_may_go(
    read_only: Checkout,
) -> None:
    refused = read_only.run()
    assert refused.returncode == 1
    assert "a folder with spaces can't be written to." in refused.stderr
    assert "CLINIC_CHECK_VENV=/path/to/a/new/folder ./run" in refused.stderr

    place = read_only.folder.parent / "own" / "an environment"
    assert "served:" in read_only.run(CLINIC_CHECK_VENV=str(place)).stdout
    assert (place / "made").exists()
    assert read_only.run(CLINIC_CHECK_VENV=f"{place}/").stderr == ""


def test_a_place_for_the_environment_is_meant_from_where_one_is(checkout: Checkout) -> None:
    checkout.has_python()
    assert "served:" in checkout.run(CLINIC_CHECK_VENV="mine").stdout
    assert (checkout.tools / "mine" / "made").exists()


def test_a_folder_with_other_things_in_it_is_not_made_an_environment(checkout: Checkout) -> None:
    checkout.has_python()
    home = checkout.notes / "home"
    home.mkdir()
    (home / "a letter").touch()
    refused = checkout.run(CLINIC_CHECK_VENV=str(home))
    assert refused.returncode == 1
    assert "CLINIC_CHECK_VENV has to name a folder that is new or empty." in refused.stderr
    assert (home / "a letter").exists()

    (home / "a letter").unlink()
    assert "served:" in checkout.run(CLINIC_CHECK_VENV=str(home)).stdout


def test_an_environment_that_was_moved_is_made_anew(checkout: Checkout) -> None:
    checkout.has_python()
    checkout.run()
    checkout.folder = checkout.folder.rename(checkout.folder.with_name("moved"))
    assert "served:" in checkout.run().stdout
    assert checkout.lines("made-times") == ["made .venv.a", "made .venv.b"]
