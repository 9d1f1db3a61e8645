"""The app served as `clinic-check serve` does it: a process of its own, on a port of loopback."""

import http.client
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.client import memory_of

COMMAND = "import sys; from clinic_check.cli import main; sys.exit(main(sys.argv[1:]))"


@dataclass(frozen=True)
class Served:
    """A running copy: its process, its port, and the file with all that it said on stderr."""

    pid: int
    port: int
    log: Path

    def memory(self) -> float:
        """Return its proportional share of memory, in MB (Linux only)."""
        return memory_of(self.pid)

    def status_of(self, path: str) -> int:
        """Return the status of one plain request on a connection of its own."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request("GET", path)
            return line.getresponse().status
        finally:
            line.close()


@contextmanager
def serving() -> Iterator[Served]:
    """Start a copy as anybody would, but with the registry switched off; stop it in the end."""
    settings = {k: v for k, v in os.environ.items() if not k.startswith(("CLINIC_CHECK_", "FLASK"))}
    with tempfile.TemporaryDirectory() as folder, open(f"{folder}/log", "wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, "serve", "--port", "0"],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**settings, "CLINIC_CHECK_REGISTRY": "off"},
        )
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            port = int(said.partition("127.0.0.1:")[2].split()[0])
            yield Served(process.pid, port, Path(log.name))
        finally:
            process.terminate()
            process.wait(timeout=30)
            process.stdout.close()  # type: ignore[union-attr]  # it is a pipe
