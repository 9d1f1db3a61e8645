"""`./run`, the one script: what it says when something is missing, and what it leaves behind.

A made-up Python stands in for the real one, so no test here installs anything.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHELLS = [shell for shell in ("sh", "dash", "bash") if shutil.which(shell)]

TOOLS = (
    *("basename", "cat", "chmod", "cksum", "dirname", "id", "ln", "mkdir", "mv", "rm", "rmdir"),
    *("sed", "sh", "sleep", "tail"),
)

NOBODY = 65534

PYTHON = """#!/bin/sh
# Does what the script asks of Python, as far as it can without being one.
cd "{notes}" || exit
case "$*" in
*sys.version_info*) echo "{version}" ;;
*fcntl*) exec "{real}" "$@" ;;
*ensurepip*) exit {ensurepip} ;;
*"-m venv"*)
    shift 2
    mkdir -p "$1/bin"
    ln -s "$0" "$1/bin/python"
    printf '#!/bin/sh\necho "served: $*"\n' >"$1/bin/clinic-check"
    chmod +x "$1/bin/clinic-check"
    touch "$1/pyvenv.cfg"
    echo "made ${{1##*/}}" >>made-times
    ;;
*"import pip"*) ;;
*"pip "*install*)
    echo "pip: $*" >>installed
    [ ! -e no-network ] || {{ echo "no route to the index"; exit 1; }}
    while [ -e hold ]; do sleep 0.05; done
    ;;
*) exit 9 ;;
esac
"""


class Checkout:
    """A copy of what `./run` needs, in a folder with spaces, and a PATH with next to nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "a folder with spaces"
        self.tools = folder / "tools"
        self.notes = folder / "notes"
        self.user: int | None = None
        for made in (self.folder, self.tools, self.notes):
            made.mkdir()
        shutil.copy(ROOT / "run", self.folder)
        shutil.copy(ROOT / "pyproject.toml", self.folder)
        shutil.copytree(ROOT / "requirements", self.folder / "requirements")
        for tool in (*TOOLS, "touch"):
            place = shutil.which(tool)
            assert place
            (self.tools / tool).symlink_to(place)

    def has_python(
        self, version: str = "3.11", *, name: str = "python3", ensurepip: int = 0
    ) -> None:
        """Put a made-up Python on the PATH."""
        python = self.tools / name
        python.write_text(
            PYTHON.format(
                version=version, ensurepip=ensurepip, notes=self.notes, real=sys.executable
            )
        )
        python.chmod(0o755)

    def start(self, *words: str, **environment: str) -> subprocess.Popen[str]:
        """Start the script from another folder, in a group of its own."""
        return subprocess.Popen(
            [self.folder / "run", *words],
            cwd=self.tools,
            env={"PATH": str(self.tools), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            user=self.user,
            start_new_session=True,
        )

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the script to its end."""
        with self.start(*words, **environment) as running:
            out, err = running.communicate(timeout=60)
        return subprocess.CompletedProcess(running.args, running.returncode, out, err)

    def start_and_hold(self) -> subprocess.Popen[str]:
        """Start the script and stop it in the middle of an installation, until `go`."""
        (self.notes / "hold").touch()
        before = len(self.lines("installed"))
        running = self.start()
        while len(self.lines("installed")) == before:
            assert running.poll() is None, running.communicate()
        return running

    def go(self) -> None:
        """Let whatever is held go on."""
        (self.notes / "hold").unlink()

    def network(self, *, there: bool) -> None:
        """Cut the made-up network, or mend it."""
        if there:
            (self.notes / "no-network").unlink()
        else:
            (self.notes / "no-network").touch()

    def change(self, file: str) -> None:
        """Change one of the files that an environment is made from."""
        with (self.folder / file).open("a") as lines:
            lines.write("# a change\n")

    @property
    def environment(self) -> Path:
        return self.folder / ".venv"

    @property
    def environments(self) -> list[str]:
        """Return what there is of environments, whole or not."""
        return sorted(path.name for path in self.folder.glob(".venv*"))

    def lines(self, name: str) -> list[str]:
        """Return what the made-up Python noted."""
        path = self.notes / name
        return path.read_text().splitlines() if path.exists() else []


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


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


def test_it_serves_on_port_8000_or_as_told(checkout: Checkout) -> None:
    checkout.has_python()
    assert checkout.run().stdout == "served: serve --port 8000\n"
    assert checkout.run(PORT="8080").stdout == "served: serve --port 8080\n"
    assert checkout.run("--port", "9000").stdout == "served: serve --port 8000 --port 9000\n"
    assert checkout.run("serve", "--threads", "8").stdout == (
        "served: serve --port 8000 --threads 8\n"
    )


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
