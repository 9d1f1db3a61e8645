"""Fills in and sends every form of the site with known words, to look for them afterwards."""

import io
import re
from collections.abc import Mapping
from typing import Any, Protocol

from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import EnvironBuilder, TestResponse

from clinic_check.checklist.catalogue import Catalogue


class Sender(Protocol):
    """Whatever can open a page and send a body, in this process or over https."""

    def get(self, address: str, headers: Mapping[str, str] = ...) -> TestResponse:
        """Fetch a page."""

    def post(
        self, address: str, data: Mapping[str, Any] | bytes, headers: Mapping[str, str] = ...
    ) -> TestResponse:
        """Send a body."""


def addresses(app: Flask, catalogue: Catalogue) -> list[str]:
    """Every address that takes a form: of some questions in each part, of each kind of letter."""
    values = {
        "part": ["quick", "check", "details", "change"],
        "question_id": [question.id for question in catalogue.questions][::9],
        "kind": ["cancel", "dispute", "records", "complaint"],
    }
    found: list[str] = []
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            made = [re.sub(r"<(?:[^<>]*:)?(\w+)>", r"<\1>", rule.rule)]
            for name, some in values.items():
                made = [one.replace(f"<{name}>", value) for one in made for value in some]
            found += dict.fromkeys(made)
    return found


def fill(form: Tag, words: str, day: str) -> dict[str, object]:
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
            sent[name] = day
        elif kind == "file":
            sent[name] = f'{{"version": 1, "answers": {{"{words}": "{words}"}}}}'
        else:
            sent[name] = words
    return sent


def send(line: Sender, form: Tag, page: str, words: str, day: str) -> str:
    """Send a form as it wants to be sent; return the page that comes of it."""
    sent = fill(form, words, day)
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


def send_everything(line: Sender, address: str, words: str, day: str) -> bool:
    """Send every form of a page, and of the page that comes of it; tell if the words came back."""
    answer = line.get(address)
    if answer.status_code != 200:
        return False
    came_back = False
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    for form in page.select("form[method=post]"):
        after = send(line, form, address, words, day)
        came_back |= words in after
        # and the form that the next page may hold, such as "put these in my checklist"
        for further in BeautifulSoup(after, "html.parser").select("form[method=post]"):
            if further.get("action") not in (None, form.get("action")):
                send(line, further, address, words, day)
    return came_back
