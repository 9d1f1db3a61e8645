"""Floods a site that stands as deployed, and tells what other visitors met: `./run soak`.

    python -m tests.soak.floods [NAME …]

Each flood prints a line; exit code 1 if one broke its bound. tests/soak/test_floods.py runs them
in a short form.
"""

import contextlib
import multiprocessing
import os
import re
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path
from urllib.parse import urlencode

from tests.soak.standing import Others, Standing, standing

DEAR = ("no stem cells repair nerves and never heal " * 500)[:20_000]
"""Words that begin many wordings and end none: the dearest text that we know."""

WIDE = "\U0001f9ec" * 20_000
"""The longest form that is let in: 20,000 characters of twelve bytes each."""

TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
LINE_SECONDS = 90


def together(work: Callable[[int], None], people: int) -> BaseProcess:
    """Start `people` at once in a process of their own, so that others are measured apart."""

    def crowd() -> None:
        os.nice(19)  # they have machines of their own, and must not slow what is measured
        threads = [threading.Thread(target=work, args=(n,)) for n in range(people)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    process = multiprocessing.get_context("fork").Process(target=crowd)
    process.start()
    return process


def form_of(site: Standing, address: str, source: str) -> tuple[str, str]:
    """Open a page with a form; return its cookie and its token."""
    line = site.line(source, LINE_SECONDS)
    line.request("GET", address)
    answer = line.getresponse()
    page = answer.read()
    line.close()
    found = TOKEN.search(page)
    assert found, f"{address} has no form"
    return (answer.getheader("Set-Cookie") or "").partition(";")[0], found[1].decode()


def post(
    site: Standing, address: str, source: str, cookie: str, form: dict[str, str]
) -> tuple[int, bytes]:
    """Send a form; return the status and the page, or 0 if there was none."""
    line = site.line(source, LINE_SECONDS)
    kind = "application/x-www-form-urlencoded"
    try:
        line.request("POST", address, urlencode(form), {"Cookie": cookie, "Content-Type": kind})
        answer = line.getresponse()
        return answer.status, answer.read()
    except OSError:
        return 0, b""
    finally:
        line.close()


def flood_forms(
    site: Standing, address: str, fields: Callable[[int], dict[str, str]], people: int, posts: int
) -> tuple[Others, dict[int, int]]:
    """Let so many addresses send so many forms each, all at once, while others visit."""
    manager = multiprocessing.get_context("fork").Manager()
    statuses = manager.dict()
    forms = [form_of(site, address, f"127.0.8.{1 + n}") for n in range(people)]

    def send(number: int) -> None:
        person = number // posts
        cookie, token = forms[person]
        form = {"csrf_token": token, **fields(number)}
        status, _ = post(site, address, f"127.0.8.{1 + person}", cookie, form)
        statuses[number] = status

    with Others(site) as others:
        time.sleep(1)
        flood = together(send, people * posts)
        flood.join()
    found = list(statuses.values())
    manager.shutdown()
    return others, {status: found.count(status) for status in sorted(set(found))}


@contextlib.contextmanager
def silent() -> Iterator[int]:
    """A server that lets everybody in and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=2000) as server:
        yield server.getsockname()[1]


def bounded(name: str, others: Others, p99: float, probes: float, more: object = "") -> bool:
    """Print what was seen, and say whether it kept to its bounds (seconds)."""
    seen, probed = others.seen, others.probes
    print(f"{name}: {seen.told()}; probes {probed.told()} {more}", flush=True)
    return not seen.faults and not probed.faults and seen.p99() < p99 and probed.p99() < probes


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


def silent_registry(folder: Path, people: int = 6) -> bool:
    """60 look-ups at once at a registry that never answers, before a single copy."""
    with silent() as port:
        url = f"http://127.0.0.1:{port}/api/v2"
        with standing(folder, copies=1, REGISTRY="on", REGISTRY_URL=url) as site:
            others, statuses = flood_forms(
                site, "/trial", lambda n: {"number": f"NCT{n:08d}"}, people, 10
            )
            return bounded("silent registry", others, 0.3, 0.3, statuses)


def half_open(folder: Path, lines: int = 2200) -> bool:
    """One address opens so many connections and begins to shake hands on each."""
    with standing(folder) as site:
        ready = multiprocessing.get_context("fork").Event()

        def hang(_: int) -> None:
            held = []
            with contextlib.suppress(OSError):
                for _ in range(lines):
                    line = socket.socket()
                    line.bind(("127.0.7.1", 0))
                    line.settimeout(2)
                    line.connect(("127.0.0.1", site.proxy.port))
                    line.sendall(b"\x16\x03\x01\x02\x00\x01")  # how a hello begins
                    held.append(line)
            ready.set()
            time.sleep(6)
            print(f"  {len(held)} half-open", flush=True)

        flood = together(hang, 1)
        ready.wait(40)
        with Others(site) as others:
            time.sleep(5)
        flood.join()
        return bounded("half-open hellos", others, 1, 1)


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


FLOODS = {
    "dear": dear_texts,
    "wide": wide_texts,
    "one-copy": dear_texts_on_one_copy,
    "registry": silent_registry,
    "half-open": half_open,
    "idle": idle,
}


def main() -> int:
    """Run the floods that are named, or all."""
    kept = True
    for name in sys.argv[1:] or FLOODS:
        with tempfile.TemporaryDirectory() as folder:
            kept = FLOODS[name](Path(folder)) and kept
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main())
