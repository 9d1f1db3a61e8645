"""Floods a site that stands as deployed, and tells what other visitors met: `./run soak`.

    python -m tests.soak.floods [NAME …]

Each flood prints a line; exit code 1 if one broke its bound. tests/soak/test_floods.py runs them
in a short form.
"""

import contextlib
import multiprocessing
import os
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.soak import neighbours
from tests.soak.crowd import flood_forms, together
from tests.soak.standing import Others, bounded, standing

DEAR = ("no stem cells repair nerves and never heal " * 500)[:20_000]
"""Words that begin many wordings and end none: the dearest text that we know."""

WIDE = "\U0001f9ec" * 20_000
"""The longest form that is let in: 20,000 characters of twelve bytes each."""


def dear_texts(folder: Path, people: int = 24, posts: int = 10) -> bool:
    """24 addresses send the dearest text ten times each."""
    with standing(folder) as site:
        others, statuses = flood_forms(site, "/claims", lambda _: {"text": DEAR}, people, posts)
        return bounded("dear texts", others, 1, 1, statuses)


def wide_texts(folder: Path, people: int = 24, posts: int = 10) -> bool:
    """The same with the longest form that is let in."""
    with standing(folder) as site:
        others, statuses = flood_forms(site, "/claims", lambda _: {"text": WIDE}, people, posts)
        return bounded("wide texts", others, 1, 1, statuses)


def dear_texts_on_one_copy(folder: Path, people: int = 24, posts: int = 10) -> bool:
    """The same before a single copy."""
    with standing(folder, copies=1) as site:
        others, statuses = flood_forms(site, "/claims", lambda _: {"text": DEAR}, people, posts)
        return bounded("dear texts, one copy", others, 1, 1, statuses)


def half_open_others(folder: Path, lines: int) -> Others:
    """Let one address begin to shake hands so many times; return what others met meanwhile."""
    with standing(folder) as site:
        ready = multiprocessing.get_context("fork").Event()

        def hang(_: int) -> None:
            held = []
            for _ in range(lines):
                line = socket.socket()
                line.bind(("127.0.7.1", 0))
                line.settimeout(2)
                with contextlib.suppress(OSError):
                    line.connect(("127.0.0.1", site.proxy.port))
                    line.sendall(b"\x16\x03\x01\x02\x00\x01")  # how a hello begins
                held.append(line)
            ready.set()
            time.sleep(6)

        flood = together(hang, 1)
        assert ready.wait(60)
        with Others(site) as others:
            time.sleep(5)
        flood.join()
        return others


def half_open(folder: Path, lines: int = 2200) -> bool:
    """One address opens so many connections and begins to shake hands on each."""
    return bounded("half-open hellos", half_open_others(folder, lines), 1, 1)


def idle(folder: Path, lines: int = 105) -> bool:
    """So many connections straight at a copy that say nothing."""
    with standing(folder, copies=1) as site:
        held = [socket.create_connection(("127.0.0.1", site.copies[0].port)) for _ in range(lines)]
        time.sleep(0.5)
        with Others(site) as others:
            time.sleep(4)
        for line in held:
            line.close()
        return bounded("idle connections", others, 0.3, 0.3)


def few_files(folder: Path, lines: int = 300) -> bool:
    """A copy that may open 64 files meets hundreds of idle connections."""
    with standing(folder, copies=1, within=("prlimit", "--nofile=64:64")) as site:
        (copy,) = site.copies
        assert copy.process
        held = [socket.create_connection(("127.0.0.1", copy.port)) for _ in range(lines)]
        stat = Path(f"/proc/{copy.process.pid}/stat")

        def worked() -> float:
            fields = stat.read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

        before = worked()
        time.sleep(3)
        share = (worked() - before) / 3
        with Others(site) as others:
            time.sleep(3)
        said = len(copy.log.read_text().splitlines()) - 1
        for line in held:
            line.close()
        more = f"{share:.0%} of a core while nothing was asked, {said} lines of log"
        return bounded("few files", others, 0.3, 0.3, more) and share < 0.2 and said == 0


FLOODS: dict[str, Callable[[Path], bool]] = {
    "dear": dear_texts,
    "wide": wide_texts,
    "one-copy": dear_texts_on_one_copy,
    "registry": neighbours.silent_registry,
    "half-open": half_open,
    "idle": idle,
    "records": neighbours.huge_records,
    "cache": neighbours.bad_cache,
    "files": few_files,
}


def main() -> int:
    """Run the floods that are named, or all."""
    kept = True
    for name in sys.argv[1:] or FLOODS:
        with tempfile.TemporaryDirectory() as folder:
            if not FLOODS[name](Path(folder)):
                print(f"  {name} broke its bound", flush=True)
                kept = False
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main())
