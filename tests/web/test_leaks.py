"""Known words go through every form; then no live object, cache or log line of the app has them.

`tests/deploy/test_leaks.py` looks into logs, counts, files and Redis of a deployed site.
"""

import functools
import gc
import io
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from clinic_check import create_app
from clinic_check.checklist.catalogue import Catalogue
from clinic_check.settings import Settings
from tests.support.every_form import addresses, send_everything
from tests.support.played import NUMBER, PlayedRegistry, known

PARTS = ("Brindle", "mere", "Tarrow", "gate")
"""Put together only while the test runs, so that no line of it is found."""


def words() -> tuple[str, str]:
    """Two invented words that stand nowhere in the project."""
    return PARTS[0] + PARTS[1], PARTS[2] + PARTS[3]


def day() -> str:
    return "-".join(("2043", "03", "19"))


class InProcess:
    """Sends what a browser sends to the app, in this process."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> TestResponse:
        return self.client.get(address, headers=headers, follow_redirects=True)

    def post(
        self,
        address: str,
        data: Mapping[str, Any] | bytes,
        headers: Mapping[str, str] | None = None,
    ) -> TestResponse:
        return self.client.post(address, data=data, headers=headers, follow_redirects=True)


def texts_alive() -> Iterator[tuple[str, str]]:
    """Yield every text that any object of this process holds, in small letters, and who holds it.

    What a built-in cache holds is seen too: it hands the collector what it refers to.
    """
    gc.collect()
    for thing in gc.get_objects():
        holder = type(thing).__qualname__
        if isinstance(thing, io.BytesIO) and not thing.closed:
            yield thing.getvalue().decode("latin-1").lower(), holder
        if isinstance(thing, io.StringIO) and not thing.closed:
            yield thing.getvalue().lower(), holder
        for held in gc.get_referents(thing):
            if isinstance(held, str):
                yield str.lower(held), holder
            elif isinstance(held, bytes | bytearray):
                yield held.decode("latin-1").lower(), holder


def holders(wanted: tuple[str, ...]) -> list[str]:
    """Name what holds any of these texts, a piece of each."""
    sought = [one.lower() for one in wanted]
    own = {id(one) for one in (*wanted, *sought)}
    found = []
    for text, holder in texts_alive():
        for one in sought:
            if one in text and id(text) not in own and text not in sought:
                at = text.index(one)
                found.append(f"{holder}: …{text[max(0, at - 30) : at + 30]}…")
            elif text == one and holder not in ("list", "tuple", "set"):
                found.append(f"{holder}: {text}")
    return sorted(set(found))


def visit_all(app: Flask, catalogue: Catalogue) -> set[str]:
    """Send the words through every form; return the addresses from which they came back."""
    first, second = words()
    sentence = f"Our {first} cells cure {second} nerves. No {first} risk! Call {second} today."
    line = InProcess(app)
    came_back = set()
    for address in addresses(app, catalogue):
        for typed in (f"{first} {second}", sentence):
            if send_everything(line, address, typed, day()):
                came_back.add(address)
        line.post(address, {"csrf_token": first, "text": second, first: second})
        line.get(address, {"User-Agent": first, "Referer": second, "Cookie": f"{first}={second}"})
    page = line.get("/trial").get_data(as_text=True)
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    sent = {"csrf_token": token, "number": NUMBER, "town": f"{first} {second}"}
    assert first in line.post("/trial", sent).get_data(as_text=True), "the look-up was made"
    return came_back


def test_nothing_that_was_typed_stays_in_any_live_object_or_log_line(
    catalogue: Catalogue, played: PlayedRegistry, caplog: pytest.LogCaptureFixture
) -> None:
    played.study(NUMBER, known("open-trial"))
    environment = {"CLINIC_CHECK_REGISTRY_URL": played.url}
    app = create_app(Settings.from_environment(environment, local=True))
    with caplog.at_level(logging.DEBUG):
        came_back = visit_all(app, catalogue)
    assert "/claims" in came_back, "what was typed did arrive"
    assert holders((*words(), day())) == []
    assert not [one for one in (*words(), day()) if one.lower() in caplog.text.lower()]


def test_addresses_that_somebody_makes_up_stay_in_no_live_object(app: Flask) -> None:
    first, _ = words()
    line = InProcess(app)
    for at in ("", "/es"):
        for rule in sorted({rule.rule for rule in app.url_map.iter_rules()}):
            made_up = re.sub(r"<[^<>]*part>", "check", rule)
            line.get(at + re.sub(r"<[^<>]*>", first, made_up))
            line.get(f"{at}{made_up}/{first}?back={first}&language={first}")
        line.get(f"{at}/claims?back=quick/{first}")
        line.get(f"{at}/sheet/doctor?language={first}")
    # The test’s own client takes addresses apart.
    urlsplit.cache_clear()  # type: ignore[attr-defined]  # a cache, which its stub doesn't tell
    assert holders((first,)) == []


def test_this_way_of_looking_finds_what_a_cache_keeps() -> None:
    @functools.lru_cache
    def folded(word: str) -> str:
        return word.lower()

    first, second = words()
    folded(f"{first}!")
    kept = {"by": [second + "?"], "as": b"x" + second.encode()}
    found = holders(words())
    assert any("lru_cache" in one for one in found), found
    assert len(found) >= 3, found
    del kept
