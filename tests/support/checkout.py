"""A checkout to try `./run` in, with a made-up Python, so that no test installs anything."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path
from signal import SIGHUP, SIGINT

ROOT = Path(__file__).resolve().parents[2]

TOOLS = (
    *("basename", "cat", "chmod", "cksum", "dirname", "id", "ln", "mkdir", "mv", "rm", "rmdir"),
    *("sed", "sh", "sleep", "tail"),
)

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
*hatch_build*) echo compiled >>compiled ;;
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
        """Start the script from another folder, in a group of its own.

        It hears SIGHUP and SIGINT also where whoever runs the tests has them ignored, as `nohup`
        and a shell's `&` do: a program is born with the signals ignored that its parent ignores.
        """
        before = {each: signal.signal(each, signal.SIG_DFL) for each in (SIGHUP, SIGINT)}
        try:
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
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

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
