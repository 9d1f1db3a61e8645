"""What stands beside the site goes wrong: the registry, its records, the cache."""

import contextlib
import json
import multiprocessing
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from tests.soak.crowd import flood_forms, form_of, post
from tests.soak.standing import Others, bounded, peak, standing
from tests.support.played import PlayedRegistry, known, record, reply


def looking_up(url: str) -> dict[str, str]:
    """The settings of a site that asks this registry."""
    return {"REGISTRY": "on", "REGISTRY_URL": url}


@contextlib.contextmanager
def silent() -> Iterator[int]:
    """A server that lets everybody in and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=2000) as server:
        yield server.getsockname()[1]


def silent_registry(folder: Path, people: int = 6) -> bool:
    """60 look-ups at once at a registry that never answers, before a single copy."""
    with silent() as port:
        url = f"http://127.0.0.1:{port}/api/v2"
        with standing(folder, copies=1, settings=looking_up(url)) as site:
            others, statuses = flood_forms(
                site, "/trial", lambda n: {"number": f"NCT{n:08d}"}, people, 10
            )
            return bounded("silent registry", others, 0.3, 0.3, statuses)


def huge(name: str, number: str) -> bytes:
    """A record with 1.2 million places, 400,000 phases or a title of 5 MB, as an answer."""
    whole = record("open-trial")
    protocol = whole["protocolSection"]
    protocol["identificationModule"]["nctId"] = number
    if name == "places":
        protocol["contactsLocationsModule"]["locations"] = [{}] * 1_200_000
    elif name == "phases":
        protocol["designModule"]["phases"] = ["PHASE1"] * 400_000
    elif name == "title":
        protocol["identificationModule"]["briefTitle"] = "x" * 5_000_000
    elif name == "let in":  # as much as passes every limit
        protocol["contactsLocationsModule"]["locations"] = [{"facility": "x" * 200}] * 12_000
    return reply(body=json.dumps(whole, separators=(",", ":")).encode())


def huge_records(folder: Path, times: int = 3) -> bool:
    """Look-ups of records without end; what the copies then hold, and how long a page got."""
    with PlayedRegistry() as played:
        names = ("places", "phases", "title", "let in")
        for n, name in enumerate(names):
            for turn in range(times):
                number = f"NCT9900{n}{turn:03}"
                played.study(number, huge(name, number))
        with standing(folder, settings=looking_up(played.url)) as site:
            before = [peak(copy) for copy in site.copies]
            told = {}
            with Others(site) as others:
                time.sleep(1)
                for n, name in enumerate(names):
                    for turn in range(times):
                        source = f"127.0.6.{1 + n}"
                        cookie, token = form_of(site, "/trial", source)
                        form = {"csrf_token": token, "number": f"NCT9900{n}{turn:03}"}
                        status, page = post(site, "/trial", source, cookie, form)
                        told[name] = f"{status}, {len(page) // 1000} kB"
            alive = [
                copy.process is not None and copy.process.poll() is None for copy in site.copies
            ]
            grown = [
                after - then for after, then in zip(map(peak, site.copies), before, strict=True)
            ]
            more = f"{told}; peak memory grew by {grown} MB; alive {alive}"
            kept = bounded("huge records", others, 1, 1, more)
            return kept and all(alive) and max(grown) < 60


def bad_cache(
    folder: Path, kinds: tuple[str, ...] = ("silent", "drips", "pours", "no name")
) -> bool:
    """A cache that is silent, drips, sends 300 MB, or whose name leads nowhere."""
    kept = True
    for kind in kinds:
        with bad_redis(kind) as url, PlayedRegistry() as played:
            numbers = [f"NCT990000{n:02}" for n in range(12)]
            for number in numbers:
                played.study(number, known("open-trial").replace(b"NCT98000001", number.encode()))
            settings = {**looking_up(played.url), "CACHE_URL": url}
            place = folder / kind.replace(" ", "-")
            with standing(place, copies=1, settings=settings) as site:
                before = peak(site.copies[0])
                took: list[float] = []
                statuses: list[int] = []
                with Others(site) as others:
                    time.sleep(1)
                    for n, number in enumerate(numbers):
                        cookie, token = form_of(site, "/trial", "127.0.5.1")
                        form = {"csrf_token": token, "number": number}
                        started = time.monotonic()
                        status, _ = post(site, "/trial", f"127.0.5.{1 + n}", cookie, form)
                        took.append(time.monotonic() - started)
                        statuses.append(status)
                grown = peak(site.copies[0]) - before
                lines = len(site.copies[0].log.read_text().splitlines()) - 1
                more = f"slowest look-up {max(took):.2f} s, grew {grown} MB, {lines} log lines"
                kept &= bounded(f"cache that {kind}", others, 0.3, 0.3, more)
                kept &= set(statuses) == {200} and max(took) < 2 and grown < 40 and lines <= 2
    return kept


@contextlib.contextmanager
def bad_redis(kind: str) -> Iterator[str]:
    """Such a cache, in a process of its own; its address."""
    if kind == "no name":
        yield "redis://cache.clinic-check.invalid:6379/0"
        return
    with socket.create_server(("127.0.0.1", 0), backlog=200) as server:

        def meet(line: socket.socket) -> None:
            with contextlib.suppress(OSError):
                line.recv(4096)
                if kind == "silent":
                    time.sleep(60)
                line.sendall(b"$300000000\r\n")
                for _ in range(4_700 if kind == "pours" else 600):
                    line.sendall(b"x" * (65_536 if kind == "pours" else 1))
                    time.sleep(0 if kind == "pours" else 0.1)

        def serve() -> None:
            while True:
                line, _ = server.accept()
                threading.Thread(target=meet, args=(line,), daemon=True).start()

        process = multiprocessing.get_context("fork").Process(target=serve, daemon=True)
        process.start()
        try:
            yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        finally:
            process.kill()
            process.join()
