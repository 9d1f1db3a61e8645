"""Known words go through every form of the deployed site; then they are looked for everywhere."""

import io
import json
import re

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import EnvironBuilder

from clinic_check.checklist.catalogue import Catalogue
from tests.deploy.conftest import Site, held_by_redis
from tests.deploy.site import Line, environment_of, files_under

WORDS = "Quillfeather-Sanatorium"
NUMBER = "NCT98989898"
DAY = "2041-07-09"
TYPED = (WORDS, NUMBER, DAY)


def addresses(app: Flask, catalogue: Catalogue) -> list[str]:
    """Every address that takes a form, those of each section and of some questions with them."""
    values = {
        "section_id": [section.id for section in catalogue.sections],
        "question_id": [question.id for question in catalogue.questions][::9],
    }
    found: list[str] = []
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            made = [rule.rule]
            for name, some in values.items():
                made = [one.replace(f"<{name}>", value) for one in made for value in some]
            found += dict.fromkeys(made)
    return found


def fill(form: Tag, words: str) -> dict[str, object]:
    """Fill in every control of a form, as somebody would who types the same words everywhere."""
    sent: dict[str, object] = {}
    for control in form.find_all(["input", "select", "textarea", "button"]):
        name, kind = str(control.get("name", "")), str(control.get("type", "text"))
        if not name:
            continue
        if control.name == "select":
            sent[name] = str(control.find_all("option")[-1].get("value", ""))
        elif kind in ("hidden", "radio", "checkbox", "submit"):
            sent[name] = str(control.get("value", ""))
        elif kind == "date":
            sent[name] = DAY
        elif kind == "file":
            sent[name] = f'{{"version": 1, "answers": {{"{words}": "{words}"}}}}'
        else:
            sent[name] = words
    return sent


def send(line: Line, form: Tag, page: str, words: str) -> str:
    """Send a form as it wants to be sent; return the page that comes of it."""
    sent = fill(form, words)
    multipart = form.get("enctype") == "multipart/form-data"
    if multipart:
        for name in {str(control["name"]) for control in form.find_all("input", type="file")}:
            sent[name] = (io.BytesIO(str(sent[name]).encode()), f"{words}.json")
    content_type = "multipart/form-data" if multipart else "application/x-www-form-urlencoded"
    asked = EnvironBuilder(method="POST", data=sent, content_type=content_type).get_request()
    return line.post(
        str(form.get("action") or page),
        asked.get_data(),
        {"Content-Type": asked.headers["Content-Type"]},
    ).get_data(as_text=True)


def test_no_word_that_anybody_sends_is_found_again_on_the_server(
    site: Site, app: Flask, catalogue: Catalogue, redis: int
) -> None:
    line = Line(site.proxy)
    came_back: set[str] = set()
    for address in addresses(app, catalogue):
        for words in (WORDS, NUMBER):
            answer = line.get(address)
            pages = [answer.get_data(as_text=True)] if answer.status_code == 200 else []
            for html in pages:
                for form in BeautifulSoup(html, "html.parser").select("form[method=post]"):
                    after = send(line, form, address, words)
                    if words in after:
                        came_back.add(address)
                    # and the form that the next page may hold, such as "put these in my checklist"
                    for further in BeautifulSoup(after, "html.parser").select("form[method=post]"):
                        if further.get("action") not in (None, form.get("action")):
                            send(line, further, address, words)
        line.post(address, {"csrf_token": WORDS, "text": WORDS, WORDS: NUMBER})
    typed = {"/answers", "/claims"} & {rule.rule for rule in app.url_map.iter_rules()}
    assert typed <= came_back, "what was typed did arrive"
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
