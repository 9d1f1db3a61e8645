"""`./run`, the one script: what it says when something is missing, and what it passes on."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.checkout import Checkout

ROOT = Path(__file__).resolve().parents[2]
SHELLS = [shell for shell in ("sh", "dash", "bash") if shutil.which(shell)]


@pytest.mark.parametrize("shell", SHELLS)
def test_any_posix_shell_can_read_the_script(shell: str) -> None:
    subprocess.run([shell, "-n", ROOT / "run"], check=True)


def test_both_scripts_can_be_started_as_they_are() -> None:
    assert os.access(ROOT / "run", os.X_OK)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_without_python_it_says_what_to_install(checkout: Checkout) -> None:
    refused = checkout.run()
    assert refused.returncode == 1
    assert "needs Python 3.11 or newer, and none was found" in refused.stderr
    assert "apt-get install python3 python3-venv" in refused.stderr
    assert not checkout.environment.exists()


@pytest.mark.parametrize("version", ["2.7", "3.9", "3.10"])
def test_with_an_old_python_it_says_which_it_found(checkout: Checkout, version: str) -> None:
    checkout.has_python(version)
    refused = checkout.run()
    assert refused.returncode == 1
    assert f"python3 is Python {version}." in refused.stderr
    assert not checkout.environment.exists()


def test_a_newer_python_beside_an_old_one_is_taken(checkout: Checkout) -> None:
    checkout.has_python("3.9")
    checkout.has_python("3.12", name="python3.12")
    assert "served:" in checkout.run().stdout


def test_a_python_can_be_named(checkout: Checkout, tmp_path: Path) -> None:
    checkout.has_python("3.13", name="my-python")
    other = tmp_path / "another place"
    other.mkdir()
    python = (checkout.tools / "my-python").rename(other / "my python")
    assert "served:" in checkout.run(PYTHON=str(python)).stdout


def test_without_the_venv_part_it_says_which_package_to_install(checkout: Checkout) -> None:
    checkout.has_python(ensurepip=1)
    refused = checkout.run()
    assert refused.returncode == 1
    assert "apt-get install python3-venv" in refused.stderr
    assert not checkout.environment.exists()


def test_it_serves_on_port_8000_or_as_told(checkout: Checkout) -> None:
    checkout.has_python()
    assert checkout.run().stdout == "served: serve --port 8000\n"
    assert checkout.run(PORT="8080").stdout == "served: serve --port 8080\n"
    assert checkout.run("--port", "9000").stdout == "served: serve --port 8000 --port 9000\n"
    assert checkout.run("serve", "--threads", "8").stdout == (
        "served: serve --port 8000 --threads 8\n"
    )


def test_it_compiles_what_translators_wrote_before_it_serves(checkout: Checkout) -> None:
    checkout.has_python()
    checkout.run()
    assert checkout.lines("compiled") == ["compiled"]


def test_it_says_what_it_can_do(checkout: Checkout) -> None:
    helped = checkout.run("help")
    assert helped.returncode == 0
    assert helped.stdout.startswith("Runs Clinic Check from a checkout.")
    for task in ("./run check", "./run tests", "./run lock"):
        assert task in helped.stdout
    assert "set -eu" not in helped.stdout


def test_a_task_it_does_not_know_is_refused(checkout: Checkout) -> None:
    refused = checkout.run("serv")
    assert refused.returncode == 1
    assert "There is no ./run serv." in refused.stderr


def test_a_browser_that_is_named_but_missing_is_not_passed_over(checkout: Checkout) -> None:
    checkout.has_python()
    refused = checkout.run("tests", "tests/test_run.py", CHROMIUM="/no/such/browser")
    assert refused.returncode == 1
    assert "CHROMIUM names a browser that isn't there: /no/such/browser" in refused.stderr


def a_user_with(checkout: Checkout, *tools: str) -> None:
    """Be nobody special, who has these programs."""
    checkout.has_python()
    (checkout.tools / "id").unlink()
    for name, says in [("id", "echo 1000"), *((tool, "true") for tool in tools)]:
        (checkout.tools / name).write_text(f"#!/bin/sh\n{says}\n")
        (checkout.tools / name).chmod(0o755)


def test_without_a_browser_the_tests_do_not_run_at_all(checkout: Checkout) -> None:
    a_user_with(checkout, "pdftotext", "redis-server", "nginx", "tesseract", "firefox")
    refused = checkout.run("tests", "tests/test_run.py")
    assert refused.returncode == 1
    assert "The tests need Chromium, and it could not be fetched." in refused.stderr


def test_without_the_other_programs_the_tests_say_which_to_install(checkout: Checkout) -> None:
    a_user_with(checkout, "chromium", "nginx")
    refused = checkout.run("tests", "tests/test_run.py")
    assert refused.returncode == 1
    assert (
        "apt-get install --no-install-recommends"
        " poppler-utils redis-server tesseract-ocr firefox-esr\n"
    ) in refused.stderr
