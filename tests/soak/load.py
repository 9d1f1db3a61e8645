"""Keeps a served copy busy with mixed pages and watches its memory: `./run soak`.

    python -m tests.soak.load [--requests N] [--clients N] [--bound PERCENT]

One process under waitress, several clients at once, each with a cookie of its own. Memory is the
process's proportional share (PSS, Linux only). After a warm-up it must stay flat: the means of the
first and of the last quarter of the samples may differ by 5 % at most. Exit code 1 if they don't.
"""

import argparse
import http.client
import random
import re
import statistics
import sys
import threading
from dataclasses import dataclass, field
from urllib.parse import urlencode

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.load import load
from clinic_check.checklist.walk import PARTS, questions_in
from clinic_check.settings import CONTENT
from tests.soak.serving import Served, serving

SAMPLES = 40
BOUND = 5.0
"""Percent between the first and the last quarter."""

TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
CODE = re.compile(rb'<p class="code"[^>]*>([^<]+)<')

WORDS = (
    "Our clinic repairs worn nerves with your own stem cells. There are no side effects. Most "
    "patients feel better within weeks. Forty people took part in the trial, and did no better.\n"
)
"""Made up: a page that sells and reports."""

READ = (
    "/", "/quick", "/stop", "/answers", "/summary", "/summary/everything", "/letter", "/save",
    "/save/file", "/sources", "/glossary", "/about", "/privacy", "/compare", "/keep", "/nowhere",
    "/questions", "/family", "/method", "/sheet/doctor", "/sheet/doctor.txt",
    "/static/css/base.css",
)  # fmt: skip

SHEETS = ("/sheet/doctor.pdf", "/sheet/both.pdf", "/sheet/everything.pdf", "/letter.pdf")
"""Dear to make: a few of them among many pages, as people would."""


@dataclass
class Client:
    """One person who reads and fills in pages without a pause."""

    port: int
    catalogue: Catalogue
    chance: random.Random
    cookie: str = ""
    code: str = ""
    line: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, path: str, form: dict[str, object] | None = None) -> bytes:
        """Send one request and return the page; raise if it is a fault of the server."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(form, doseq=True)
        self.line.request("GET" if body is None else "POST", path, body, headers)
        answer = self.line.getresponse()
        if given := answer.getheader("Set-Cookie"):
            self.cookie = given.partition(";")[0]
        page = answer.read()
        busy = answer.status == 503 and answer.getheader("Retry-After")  # told to press again
        if answer.status >= 500 and not busy:
            raise RuntimeError(f"{path} answered {answer.status}")
        return page

    def step(self) -> int:
        """Do one thing that people do; return how many requests it took."""
        chance = self.chance
        match chance.randrange(10):
            case 0 | 1 | 2 | 3:
                part = chance.choice(PARTS)
                question = chance.choice(questions_in(self.catalogue, part))
                options = [option.id for option in question.options]
                picked = chance.sample(options, 1 if question.pick == "one" else 2)
                go = chance.choice(["on", "back", "summary", "save"])
                return self.send(f"/{part}/{question.id}", {"answer": picked, "go": go})
            case 4:
                return self.send("/claims", {"text": WORDS * chance.choice([1, 10, 100])})
            case 5:
                number = f"NCT{chance.randrange(10**8):08}"
                return self.send("/trial", {"number": number, "town": "Elmsford"})
            case 6:
                names = ["Elm Street", "", "x" * 81, str(chance.random())]
                return self.send("/check/name", {"clinic": chance.choice(names)})
            case 7:
                if found := CODE.search(self.ask("/save")):
                    self.code = found[1].decode()
                return 1 + self.send("/resume", {"code": chance.choice([self.code, "7" * 30])})
            case 8 if chance.random() < 0.2:
                return self.send("/clear", {})
            case 8 if chance.random() < 0.3:
                return self.send("/keep", {"keep": chance.choice(["week", "session"])})
            case 9 if chance.random() < 0.3:
                self.ask(chance.choice(SHEETS))
                return 1
            case _:
                self.ask(chance.choice(READ))
                return 1

    def send(self, path: str, form: dict[str, object]) -> int:
        """Open a page and send its form."""
        found = TOKEN.search(self.ask(path))
        if found is None:  # a question that doesn't apply leads on
            return 1
        self.ask(path, {**form, "csrf_token": found[1].decode()})
        return 2


@dataclass(frozen=True)
class Flatness:
    """What was measured: MB after the warm-up, evenly over the requests."""

    requests: int
    samples: tuple[float, ...]

    def quarters(self) -> list[float]:
        """Return the mean of each quarter, in MB."""
        size = len(self.samples) // 4
        return [statistics.mean(self.samples[n * size : (n + 1) * size]) for n in range(4)]

    def growth(self) -> float:
        """Return by how many percent the last quarter is above the first."""
        first, *_, last = self.quarters()
        return (last / first - 1) * 100

    def table(self) -> str:
        """Return the figures as text."""
        rows = [f"quarter {n}   {mean:7.2f} MB" for n, mean in enumerate(self.quarters(), start=1)]
        spread = f"lowest {min(self.samples):.2f}, highest {max(self.samples):.2f} MB"
        return "\n".join(
            [
                f"{self.requests} requests after the warm-up",
                *rows,
                spread,
                f"last to first quarter: {self.growth():+.2f} %",
            ]
        )


def keep_busy(served: Served, catalogue: Catalogue, requests: int, clients: int) -> Flatness:
    """Warm up with half as many requests again, then load and sample."""
    people = [
        Client(served.port, catalogue, random.Random(number))  # noqa: S311  # no secret
        for number in range(clients)
    ]
    faults: list[BaseException] = []

    def work(person: Client, share: int) -> None:
        done = 0
        try:
            while done < share and not faults:
                done += person.step()
        except BaseException as fault:
            faults.append(fault)

    def together(share: int) -> None:
        threads = [threading.Thread(target=work, args=(person, share)) for person in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if faults:
            raise faults[0]

    together(requests // 2 // clients)
    samples = []
    for _ in range(SAMPLES):
        together(max(1, requests // SAMPLES // clients))
        samples.append(served.memory())
    for person in people:
        person.line.close()
    return Flatness(requests, tuple(samples))


def main() -> int:
    """Measure, print, and compare with the bound."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--requests", type=int, default=12_000, help="(%(default)s)")
    parser.add_argument("--clients", type=int, default=4, help="at once (%(default)s)")
    parser.add_argument("--bound", type=float, default=BOUND, help="percent (%(default)s)")
    given = parser.parse_args()
    with serving() as served:
        flatness = keep_busy(served, load(CONTENT), given.requests, given.clients)
    print(flatness.table())
    return int(abs(flatness.growth()) > given.bound)


if __name__ == "__main__":
    sys.exit(main())
