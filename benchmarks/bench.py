"""Times the app against a bare Flask app that returns the same bytes: `./run bench`.

    python -m benchmarks.bench [--json FILE] [--rounds N] [--seconds S] [--pages-only]

Both stand under waitress on this device, the server on one core and the client on another, and take
turns: one stretch each, five times. A stretch sends one request after the other over a kept
connection. The bare app sends the same headers too, added where they cost least. A ratio is that of
one round, and what is printed is the median of the rounds: 1.00 would be an app that costs nothing.
CPU is the server's own, user and system, from /proc (Linux only); it depends less than requests a
second on what else the machine does. Exit code 1 when a limit is missed.
"""

import argparse
import json
import secrets
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from flask import session
from flask_wtf.csrf import generate_csrf

from benchmarks.client import Ask, Server, Stretch, served, stretch
from benchmarks.served import repeated
from clinic_check import create_app
from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.load import load
from clinic_check.settings import CONTENT, Settings
from clinic_check.web.cookie import Cookie
from tests.browser.cases import USUAL, everything_found

LIMITS = {"start": 0.70, "section": 0.60, "summary, fullest": 0.40}
"""Page -> the least ratio to bare Flask, of CPU and of requests a second."""

LEAST = {"signed": "session and token", "ours": "our cookie and token"}
"""Server -> what it measures: the least that a page with a form can cost, with each session."""

MOST_MEMORY = 25
"""MB above bare Flask, each worker."""

SIZES = (1, 3, 10)
"""Times the questions of the true catalogue."""

WORDS = (
    "Our clinic repairs worn nerves with your own stem cells. There are no side effects. Most "
    "patients feel better within six weeks. Call us today! Researchers said on Monday that forty "
    "people took part in the trial, and those who had the cells did no better than the others.\n"
)
"""Made up: a page that sells and a page that reports."""


@dataclass(frozen=True)
class Line:
    """A page's figures: medians over the rounds, and the ratios to bare Flask. `times` tells on
    how many times the questions. CPU is in microseconds, `p50` and `p99` in milliseconds.
    """

    page: str
    bytes: int
    cpu: float
    cpu_bare: float
    ratio_cpu: float
    per_second: float
    ratio_per_second: float
    p50: float
    p99: float
    p99_bare: float
    times: int = 1


def bare_pages(ours: Server, asks: list[Ask], file: Path) -> None:
    """Write down what the app says, for the bare app to say the same."""
    answers = [ours.ask(ask) for ask in asks]
    for ask, answer in zip(asks, answers, strict=True):
        if answer.status not in (200, 303):
            raise SystemExit(f"{ask.name}: the app answered {answer.status}")
    made = ("Date", "Content-Length", "Content-Type")  # by the server, and by Flask for both
    said = [
        (
            answer.status,
            [header for header in answer.headers if header[0] not in made],
            answer.body.decode(),
        )
        for answer in answers
    ]
    file.write_text(json.dumps(said), encoding="utf-8")


def compare(
    ours: Server, bare: Server, asks: list[Ask], rounds: int, seconds: float
) -> Iterator[Line]:
    """Measure each page beside its bare double, turn by turn."""
    for number, ask in enumerate(asks):
        double = replace(ask, path=f"/{number}")
        yield _measured(ask.name, (ours, ask), (bare, double), rounds, seconds)


def least(
    name: str, signed: Server, bare: Server, asks: list[Ask], rounds: int, seconds: float
) -> Line:
    """Measure the section from a constant, once the session is read and a token is made: what any
    page with a form costs before the app has done anything.
    """
    place = [ask.name for ask in asks].index("section")
    double = replace(asks[place], path=f"/{place}")
    return _measured(name, (signed, double), (bare, double), rounds, seconds)


def _measured(
    name: str, ours: tuple[Server, Ask], bare: tuple[Server, Ask], rounds: int, seconds: float
) -> Line:
    for server, ask in (ours, bare):
        stretch(server, ask.bytes(), seconds / 5)  # warm, and thrown away
    pairs = [
        (stretch(ours[0], ours[1].bytes(), seconds), stretch(bare[0], bare[1].bytes(), seconds))
        for _ in range(rounds)
    ]
    return _line(name, len(ours[0].ask(ours[1]).body), pairs)


def _line(name: str, size: int, pairs: list[tuple[Stretch, Stretch]]) -> Line:
    def median(value: Any) -> float:
        return float(round(statistics.median(value(ours, bare) for ours, bare in pairs), 3))

    return Line(
        name,
        size,
        cpu=median(lambda ours, _: ours.cpu),
        cpu_bare=median(lambda _, bare: bare.cpu),
        ratio_cpu=median(lambda ours, bare: bare.cpu / ours.cpu),
        per_second=median(lambda ours, _: ours.per_second),
        ratio_per_second=median(lambda ours, bare: ours.per_second / bare.per_second),
        p50=median(lambda ours, _: ours.p50),
        p99=median(lambda ours, _: ours.p99),
        p99_bare=median(lambda _, bare: bare.p99),
    )


HEAD = (
    f"{'page':20} {'bytes':>7}  {'CPU us':>6} {'bare':>5} {'ratio':>5}  {'req/s':>6} {'ratio':>5}"
    f"  {'p50 ms':>6} {'p99':>6} {'bare':>6}"
)


def _row(line: Line) -> str:
    return (
        f"{line.page:20} {line.bytes:7}  {line.cpu:6.0f} {line.cpu_bare:5.0f} {line.ratio_cpu:5.2f}"
        f"  {line.per_second:6.0f} {line.ratio_per_second:5.2f}"
        f"  {line.p50:6.2f} {line.p99:6.2f} {line.p99_bare:6.2f}"
    )


class Person:
    """Makes the requests of a person with these answers, signed with the server's key."""

    def __init__(self, key: str, answers: dict[str, Any]) -> None:
        app = create_app(Settings.from_environment({"CLINIC_CHECK_SECRET_KEY": key}, local=True))
        serializer = Cookie().get_signing_serializer(app)
        assert serializer is not None  # noqa: S101  # the key stands two lines above
        with app.test_request_context():
            self.token = generate_csrf()
            kept = {name: _as_kept(value) for name, value in answers.items()}
            cookie = serializer.dumps({"answers": kept, **session})
        self.cookie = f"{app.config['SESSION_COOKIE_NAME']}={cookie}"

    def ask(self, name: str, path: str, form: dict[str, Any] | None = None) -> Ask:
        """Make a request; a form goes with its token."""
        return Ask(name, path, self.cookie, {**form, "csrf_token": self.token} if form else {})


def _as_kept(value: Any) -> Any:
    """Return an answer as the cookie holds it: a single tick is a plain text."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def pages(key: str) -> list[Ask]:
    """Return the requests that are measured on the true catalogue."""
    usual, full = Person(key, USUAL), Person(key, everything_found(load(CONTENT)))
    offer = {"drawn": "stage condition place state kind mentions-trial source route"}
    chosen = {"q_" + name.replace("-", "_"): USUAL[name] for name in offer["drawn"].split()}
    words = (WORDS * (20_000 // len(WORDS) + 1))[:20_000]
    return [
        Ask("start", "/"),  # a first visit
        usual.ask("start, again", "/"),
        usual.ask("section", "/check/offer"),
        usual.ask("section, sent", "/check/offer", {**offer, **chosen}),
        usual.ask("check your answers", "/answers"),
        usual.ask("summary, usual", "/summary"),
        full.ask("summary, fullest", "/summary"),
        usual.ask("claims, 20 kB", "/claims", {"text": words}),
    ]


def larger(key: str, catalogue: Catalogue, times: int) -> list[Ask]:
    """Return the requests that are measured as the catalogue grows, with everything answered."""
    catalogue = repeated(catalogue, times)
    answers = everything_found(catalogue)
    for copy in range(1, times):  # each copy's own filters have to let its questions show
        answers |= {f"{name}-{copy}": answers[name] for name in ("kind", "mentions-trial", "place")}
    person = Person(key, answers)
    return [person.ask("section", "/check/offer"), person.ask("summary, fullest", "/summary")]


def process(app: str, bare: str, key: str, rounds: int) -> dict[str, float]:
    """Measure the time to the first answer, and each worker's memory after 500 pages."""
    person = Person(key, USUAL)
    asks = {"app": person.ask("", "/check/offer"), "bare": Ask("", "/1")}
    figures: dict[str, list[float]] = {}
    for turn in range(rounds):
        for role, given in (("app", app), ("bare", bare)):
            with served(role, given, key) as server:
                figures.setdefault(f"{role}_start_ms", []).append(server.seconds_to_start * 1000)
                if turn == 0:
                    for _ in range(500):
                        server.ask(asks[role])
                    figures[f"{role}_mb"] = [server.memory()]
    return {name: round(statistics.median(values), 1) for name, values in figures.items()}


def main() -> int:
    """Measure, print, and compare with the limits."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each (%(default)s)")
    parser.add_argument("--seconds", type=float, default=0.6, help="a turn lasts (%(default)s)")
    parser.add_argument("--pages-only", action="store_true", help="no growth, start-up or memory")
    given = parser.parse_args()
    key = secrets.token_hex()
    lines: list[Line] = []
    missed: list[str] = []
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for times in SIZES[:1] if given.pages_only else SIZES:
            asks = pages(key) if times == 1 else larger(key, load(CONTENT), times)
            constant = Path(folder, f"{times}.json")
            with served("app", str(times), key) as ours:
                bare_pages(ours, asks, constant)
                with served("bare", str(constant), key) as bare:
                    print(f"\nquestions x {times}\n{HEAD}")
                    for line in compare(ours, bare, asks, given.rounds, given.seconds):
                        print(_row(line), flush=True)
                        lines.append(replace(line, times=times))
                        if times == 1:
                            missed += _missed(line)
                    if times == 1:
                        for role, name in LEAST.items():
                            with served(role, str(constant), key) as signed:
                                line = least(name, signed, bare, asks, given.rounds, given.seconds)
                            print(_row(line), flush=True)
                            lines.append(line)
        if not given.pages_only:
            figures = process("1", str(Path(folder, "1.json")), key, given.rounds)
            above = figures["app_mb"] - figures["bare_mb"]
            print(
                f"\nstart-up {figures['app_start_ms']:.0f} ms, bare {figures['bare_start_ms']:.0f}"
                f"\nmemory per worker {figures['app_mb']:.1f} MB, bare {figures['bare_mb']:.1f}: "
                f"{above:.1f} above (at most {MOST_MEMORY})"
            )
            missed += ["memory"] if above > MOST_MEMORY else []
    if given.json:
        told = {"pages": [asdict(line) for line in lines], "process": figures}
        given.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    print("\nBelow the limit: " + "; ".join(missed) if missed else "\nEvery limit is kept.")
    return int(bool(missed))


def _missed(line: Line) -> list[str]:
    least = LIMITS.get(line.page, 0)
    ratios = {"CPU": line.ratio_cpu, "requests a second": line.ratio_per_second}
    return [
        f"{line.page}, {of}: {ratio:.2f} of {least:.2f}"
        for of, ratio in ratios.items()
        if ratio < least
    ]


if __name__ == "__main__":
    sys.exit(main())
