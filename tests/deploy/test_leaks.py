"""Known words go through every form of the deployed site; then they are looked for everywhere."""

import json
import re

from flask import Flask

from clinic_check.checklist.catalogue import Catalogue
from tests.deploy.conftest import Site, held_by_redis
from tests.deploy.site import Line, environment_of, files_under
from tests.support.every_form import addresses, send_everything

WORDS = "Quillfeather-Sanatorium"
NUMBER = "NCT98989898"
DAY = "2041-07-09"
TYPED = (WORDS, NUMBER, DAY)


def test_no_word_that_anybody_sends_is_found_again_on_the_server(
    site: Site, app: Flask, catalogue: Catalogue, redis: int
) -> None:
    line = Line(site.proxy)
    came_back: set[str] = set()
    for address in addresses(app, catalogue):
        for words in (WORDS, NUMBER):
            if send_everything(line, address, words, DAY):
                came_back.add(address)
        line.post(address, {"csrf_token": WORDS, "text": WORDS, WORDS: NUMBER})
    assert {"/change/name", "/claims", "/resume"} <= came_back, "what was typed did arrive"
    for word in TYPED:
        line.get(f"/summary?{word}={word}")
        line.get(f"/check/{word}")
        line.get(f"/{word}", {"User-Agent": word, "Referer": word, "Accept-Language": word})
        line.get("/quick", {"Cookie": f"__Host-clinic-check={word}"})
        for copy in site.copies:
            copy.ask(f"/{word}?{word}", Host=word, Cookie=f"__Host-clinic-check={word}")

    # A record is kept under its number, which is the registry's and nobody's answer.
    cached = held_by_redis(redis).replace(NUMBER.encode(), b"")
    places: dict[str, bytes] = {"what Redis holds": cached}
    for copy in site.copies:
        assert copy.process
        places[f"the log of {copy.port}"] = copy.log.read_bytes()
        places[f"the counts of {copy.port}"] = copy.ask("/metrics")[1].encode()
        places[f"the process of {copy.port}"] = environment_of(copy.process)
        assert files_under(copy.home, copy.scratch) == [], "a copy writes no file"
    assert site.proxy.process
    places["nginx’s log"] = site.proxy.log.read_bytes()
    places["nginx’s process"] = environment_of(site.proxy.process)
    for path in files_under(site.proxy.scratch):
        places[str(path)] = path.read_bytes()
    for place, held in places.items():
        for word in TYPED:
            assert word.encode() not in held, f"{word} is in {place}"


def test_the_log_of_a_copy_is_its_first_line_and_then_json(site: Site) -> None:
    for copy in site.copies:
        for line in copy.log.read_text().splitlines():
            if not re.fullmatch(r"Clinic Check is at http://127\.0\.0\.1:\d+ .*", line):
                assert {"time", "level", "from"} <= set(json.loads(line))
