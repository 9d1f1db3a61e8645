"""Times the app's pages beside what others use, in one run: `./run bench`.

    python -m benchmarks.bench [--json FILE] [--rounds N] [--seconds S]

The app, bare Flask with the same bytes, and two stand-ins that draw the same question (WTForms' own
widgets, and GOV.UK's macros through govuk-frontend-wtf) stand under waitress on this device, the
servers on one core and the client on another, and take turns. A turn sends one request after the
other over a kept connection. What is printed is the median of many short turns, so that what else
the device does meets all alike. CPU is the server's own, from /proc (Linux only). Exit code 1 when
a limit is missed.
"""

import argparse
import json
import secrets
import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from flask import session
from flask_wtf.csrf import generate_csrf

from benchmarks.claims import dearest, usual_text
from benchmarks.client import Ask, Server, served, stretch
from clinic_check import create_app
from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.load import load
from clinic_check.settings import CONTENT, Settings
from tests.support.cases import USUAL, everything_found

QUESTION = "approval"
"""The question that is timed and that the stand-ins draw: eight radios."""

LEAST_OF_BARE = {"question": 0.30, "summary, usual": 0.12, "summary, fullest": 0.08}
"""Page -> the least share of bare Flask's requests a second."""

LEAST_OF_GOVUK = 4.0
"""How many times the requests a second of govuk-frontend-wtf the question has to serve."""

MOST_QUESTIONS = {"both sheets, PDF": 60, "claims, 20 kB": 100, "claims, dearest": 250}
"""Page -> the most CPU it may cost, in question pages."""

MOST_MEMORY = 120
"""MB of a worker once it has made a PDF."""


class Person:
    """Makes the requests of a person with these answers, signed with the server's key."""

    def __init__(self, key: str, answers: dict[str, Any]) -> None:
        app = create_app(Settings.from_environment({"CLINIC_CHECK_SECRET_KEY": key}, local=True))
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # ours has it
        with app.test_request_context():
            self.token = generate_csrf()
            cookie = serializer.dumps({"answers": answers, **session})
        self.cookie = f"{app.config['SESSION_COOKIE_NAME']}={cookie}"

    def ask(self, name: str, path: str, form: dict[str, Any] | None = None) -> Ask:
        """Make a request; a form goes with its token."""
        return Ask(name, path, self.cookie, {**form, "csrf_token": self.token} if form else {})


def pages(key: str, catalogue: Catalogue) -> list[Ask]:
    """Return the requests that are measured."""
    usual, full = Person(key, USUAL), Person(key, everything_found(catalogue))
    return [
        usual.ask("start", "/"),
        usual.ask("question", f"/check/{QUESTION}"),
        usual.ask("question, sent", f"/check/{QUESTION}", {"answer": "unnamed", "go": "on"}),
        usual.ask("check your answers", "/answers"),
        usual.ask("summary, usual", "/summary"),
        full.ask("summary, fullest", "/summary"),
        usual.ask("both sheets, PDF", "/sheet/both.pdf"),
        usual.ask("claims, 20 kB", "/claims", {"text": usual_text()}),
        usual.ask("claims, dearest", "/claims", {"text": dearest()}),
    ]


def given_to_stand_ins(app: Server, asks: list[Ask], catalogue: Catalogue) -> dict[str, Any]:
    """Return the app's own pages as text, and the question for those that draw one."""
    answers = [app.ask(ask) for ask in asks]
    for ask, answer in zip(asks, answers, strict=True):
        if answer.status not in (200, 303):
            raise SystemExit(f"{ask.name}: the app answered {answer.status}")
    question = catalogue.question[QUESTION]
    return {
        "pages": [answer.body.decode("latin-1") for answer in answers],
        "question": {
            "text": question.text,
            "hint": question.hint,
            "options": [[option.id, option.label] for option in question.options],
        },
    }


def measure(
    contestants: list[tuple[str, Server, Ask]], rounds: int, seconds: float
) -> dict[str, tuple[float, float]]:
    """Let them take turns; return name -> (requests a second, CPU in µs a request), medians."""
    for _, server, ask in contestants:
        stretch(server, ask.bytes(), seconds / 5)  # warm, and thrown away
    done: dict[str, list[tuple[float, float]]] = {}
    for _ in range(rounds):
        for name, server, ask in contestants:
            one = stretch(server, ask.bytes(), seconds)
            done.setdefault(name, []).append((one.per_second, one.cpu))
    return {
        name: (statistics.median(r for r, _ in runs), statistics.median(c for _, c in runs))
        for name, runs in done.items()
    }


def main() -> int:
    """Measure, print, and compare with the limits."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    parser.add_argument("--rounds", type=int, default=11, help="turns of each (%(default)s)")
    parser.add_argument("--seconds", type=float, default=0.3, help="a turn lasts (%(default)s)")
    given = parser.parse_args()
    key, catalogue = secrets.token_hex(), load(CONTENT)
    asks = pages(key, catalogue)
    figures: dict[str, dict[str, float]] = {}
    with ExitStack() as servers, tempfile.TemporaryDirectory() as folder:
        app = servers.enter_context(served("app", "", key))
        file = Path(folder, "given.json")
        file.write_text(json.dumps(given_to_stand_ins(app, asks, catalogue)), encoding="utf-8")
        others = {
            role: servers.enter_context(served(role, str(file), key))
            for role in ("bare", "wtforms", "govuk")
        }
        print(f"{'page':20} {'bytes':>8} {'req/s':>8} {'of bare':>8} {'CPU us':>8} {'bare':>7}")
        for number, ask in enumerate(asks):
            turns = [("app", app, ask), ("bare", others["bare"], Ask("", f"/{number}"))]
            if ask.name == "question":
                turns += [(role, others[role], Ask("", "/")) for role in ("wtforms", "govuk")]
            found = measure(turns, given.rounds, given.seconds)
            size = len(app.ask(ask).body)
            (per_second, cpu), (of_bare, cpu_bare) = found["app"], found["bare"]
            drawn = [role for role in ("wtforms", "govuk") if role in found]
            figures[ask.name] = {
                "bytes": size,
                "per_second": per_second,
                "of_bare": per_second / of_bare,
                "cpu": cpu,
                "cpu_bare": cpu_bare,
                **{f"{role}_per_second": found[role][0] for role in drawn},
            }
            print(
                f"{ask.name:20} {size:8} {per_second:8.0f} {per_second / of_bare:8.2f} "
                f"{cpu:8.0f} {cpu_bare:7.0f}",
                flush=True,
            )
        figures["process"] = {"memory_mb": app.memory(), "start_s": app.seconds_to_start}
    missed = _report(figures)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print("Missed: " + "; ".join(missed) if missed else "Every limit is kept.")
    return int(bool(missed))


def _report(figures: dict[str, dict[str, float]]) -> list[str]:
    """Print the ratios that have a limit; return those that miss it."""
    question, process = figures["question"], figures["process"]
    checked = [
        (f"{page}, of bare Flask", figures[page]["of_bare"], least, True)
        for page, least in LEAST_OF_BARE.items()
    ]
    times = question["per_second"] / question["govuk_per_second"]
    checked.append(("question, of govuk-frontend-wtf", times, LEAST_OF_GOVUK, True))
    checked += [
        (f"{page}, in question pages", figures[page]["cpu"] / question["cpu"], most, False)
        for page, most in MOST_QUESTIONS.items()
    ]
    checked.append(("memory of a worker, MB", process["memory_mb"], MOST_MEMORY, False))
    print()
    for name, value, limit, at_least in checked:
        print(f"{name:40} {value:8.2f}   at {'least' if at_least else 'most'} {limit:g}")
    print(
        f"{'question, of WTForms’ widgets':40} "
        f"{question['per_second'] / question['wtforms_per_second']:8.2f}"
    )
    print(f"{'seconds to the first answer':40} {process['start_s']:8.2f}\n")
    return [
        name
        for name, value, limit, at_least in checked
        if (value < limit if at_least else value > limit)
    ]


if __name__ == "__main__":
    sys.exit(main())
