"""A site that stands as deployed, to be flooded: copies, nginx before them, and visitors."""

import http.client
import ssl
import statistics
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import trustme

from tests.deploy.site import KEY, Copy, Proxy, free_ports

COMMAND = Path(sys.executable).with_name("clinic-check")
NO_SETTINGS: Mapping[str, str] = MappingProxyType({})

PAGES = ("/", "/quick/kind", "/claims", "/trial", "/answers", "/sources")
"""What other visitors open meanwhile."""


@dataclass
class Standing:
    """Copies of the app, and the proxy before them."""

    copies: list[Copy]
    proxy: Proxy
    trust: ssl.SSLContext

    def line(self, source: str = "127.0.0.1", timeout: float = 40) -> http.client.HTTPConnection:
        """A connection to the proxy, from an address of this device."""
        return http.client.HTTPSConnection(
            "localhost",
            self.proxy.port,
            timeout=timeout,
            context=self.trust,
            source_address=(source, 0),
        )

    def direct(self, number: int = 0, timeout: float = 40) -> http.client.HTTPConnection:
        """A connection straight to a copy."""
        return http.client.HTTPConnection("127.0.0.1", self.copies[number].port, timeout=timeout)


@contextmanager
def standing(
    folder: Path,
    *,
    copies: int = 3,
    within: tuple[str, ...] = (),
    settings: Mapping[str, str] = NO_SETTINGS,
) -> Iterator[Standing]:
    """Start so many copies behind nginx; `within` starts a copy in a narrower place."""
    tls = folder / "tls"
    tls.mkdir(parents=True)
    authority = trustme.CA()
    issued = authority.issue_cert("localhost")
    issued.private_key_pem.write_to_path(tls / "tls.key")
    for pem in issued.cert_chain_pems:
        pem.write_to_path(tls / "tls.crt", append=True)
    authority.cert_pem.write_to_path(tls / "ca.pem")
    ports = free_ports(copies)
    made = [Copy(COMMAND, port, folder / f"copy-{port}", within=within) for port in ports]
    proxy = Proxy(folder / "proxy", tls, (ports * 3)[:3])
    given = {
        "SECRET_KEY": KEY,
        "TRUSTED_HOSTS": "localhost",
        "BEHIND_PROXY": "1",
        "REGISTRY": "off",
        **settings,
    }
    try:
        for copy in made:
            copy.start(**given)
        for copy in made:
            copy.wait()
        proxy.start()
        yield Standing(made, proxy, ssl.create_default_context(cafile=str(tls / "ca.pem")))
    finally:
        proxy.stop()
        for copy in made:
            copy.stop()


@dataclass
class Seen:
    """What other visitors met: seconds for each page, and what was no page at all."""

    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def p99(self) -> float:
        """Return the seconds that 99 of 100 pages kept to."""
        if len(self.seconds) < 2:
            return max(self.seconds, default=0)
        return statistics.quantiles(self.seconds, n=100, method="inclusive")[98]

    def told(self) -> str:
        """Return the figures as text."""
        kinds = {fault: self.faults.count(fault) for fault in dict.fromkeys(self.faults)}
        slowest = max(self.seconds, default=0)
        return (
            f"{len(self.seconds)} pages, p99 {self.p99() * 1000:.0f} ms, slowest "
            f"{slowest * 1000:.0f} ms, {len(self.faults)} errors {kinds or ''}"
        )


class Others:
    """Other visitors, who open one page after the other on connections of their own."""

    def __init__(self, site: Standing, *, people: int = 4, straight: bool = False) -> None:
        self.site = site
        self.straight = straight
        self.seen = Seen()
        self.probes = Seen()
        self._over = threading.Event()
        self._crowd = [threading.Thread(target=self._visit, args=(n,)) for n in range(people)]
        self._crowd.append(threading.Thread(target=self._probe))

    def _ask(self, line: http.client.HTTPConnection, address: str, seen: Seen) -> None:
        started = time.monotonic()
        try:
            line.request("GET", address, headers={"Host": "localhost"} if self.straight else {})
            answer = line.getresponse()
            answer.read()
            if answer.status != 200:
                seen.faults.append(str(answer.status))
        except (OSError, http.client.HTTPException) as fault:
            seen.faults.append(type(fault).__name__)
        finally:
            line.close()
        seen.seconds.append(time.monotonic() - started)

    def _visit(self, number: int) -> None:
        turn = number
        while not self._over.wait(0.05):
            turn += 1
            line = self.site.direct() if self.straight else self.site.line(f"127.0.9.{1 + number}")
            self._ask(line, PAGES[turn % len(PAGES)], self.seen)

    def _probe(self) -> None:
        """Ask each copy as an orchestrator's probes do."""
        turn = 0
        while not self._over.wait(0.1):
            turn += 1
            line = self.site.direct(turn % len(self.site.copies))
            self._ask(line, ("/healthz", "/readyz")[turn % 2], self.probes)

    def __enter__(self) -> "Others":
        for one in self._crowd:
            one.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for one in self._crowd:
            one.join()


def peak(copy: Copy) -> int:
    """Return the most memory that a copy has had, in MB (Linux only)."""
    assert copy.process
    lines = Path(f"/proc/{copy.process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) // 1024


def bounded(name: str, others: Others, p99: float, probes: float, more: object = "") -> bool:
    """Print what was seen, and say whether it kept to its bounds (seconds)."""
    seen, probed = others.seen, others.probes
    print(f"{name}: {seen.told()}; probes {probed.told()} {more}", flush=True)
    return not seen.faults and not probed.faults and seen.p99() < p99 and probed.p99() < probes
