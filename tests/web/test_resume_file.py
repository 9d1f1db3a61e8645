"""“Go on with a file”: a saved file brings the answers back, and any other is refused."""

import io
import json
from typing import Any

import pytest
from flask import Flask

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.saving import file as answers_file
from clinic_check.saving.file import LIMIT
from clinic_check.web.session import CONTENTS
from clinic_check.web.session import LIMIT as COOKIE_LIMIT
from tests.support.codes import CATALOGUE, some_answers
from tests.support.coming_back import (
    FILE,
    MINE,
    OTHERS,
    having,
    open_file,
    open_huge_file,
    problem,
    shown_code,
)
from tests.support.visitor import Visitor, text
from tests.web.test_privacy import everything


def file_of(**parts: Any) -> bytes:
    whole = json.loads(answers_file.write(CATALOGUE, OTHERS, False))
    return json.dumps({**whole, **parts}).encode()


def test_a_saved_file_brings_the_answers_back(visitor: Visitor, app: Flask) -> None:
    having(visitor, {name: list(chosen) for name, chosen in some_answers(3).items()}, who="helper")
    raw = visitor.client.get("/save/file").data
    other = Visitor(app)
    page = open_file(other, raw)
    assert page.heading == "Your answers are back"
    assert shown_code(other.get("/save")) == shown_code(visitor.get("/save"))
    assert other.session()["who"] == "helper"


def test_a_file_asks_before_it_replaces_answers(visitor: Visitor) -> None:
    page = open_file(having(visitor, MINE), file_of(answers={"kind": "study", "talk": "yes"}))
    assert page.heading == "Replace your answers?"
    assert "talk" in page.text
    assert visitor.session()["answers"] == MINE
    visitor.send(page)
    assert visitor.session()["answers"] == {"kind": "study"}


def test_what_a_file_names_and_we_do_not_know_is_told(visitor: Visitor) -> None:
    raw = file_of(answers={"kind": "study", "talk": "yes", "source": ["gold", "own-fat"]})
    page = open_file(visitor, raw)
    assert "Left out of your file" in page.text
    assert "talk, source: gold" in page.text


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "This file can’t be read."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "This file can’t be read."),
        (b"[" * 60_000, "This file can’t be read."),
        (b"{}", "This file was not saved by this checklist."),
        (b'{"format": "other", "answers": {}}', "This file was not saved by this checklist."),
        (b" " * (LIMIT + 1), "This file is too big."),
        (file_of(version=2), "This file was saved by a newer version"),
        (file_of(more="<script>"), "This file has been changed since it was saved"),
        (file_of(answers={}), "There is no answer in this file that we can use."),
        (file_of(answers={"talk": "yes"}), "We do not know: talk."),
        (file_of(answers={"<script>": "x"}), "We do not know: ?."),
    ],
)
def test_a_file_that_is_bad_foreign_or_hostile_is_refused(
    visitor: Visitor, raw: bytes, sentence: str
) -> None:
    having(visitor, MINE)
    page = open_file(visitor, raw, status=422)
    assert sentence in problem(page)
    assert sentence in text(page.soup.select_one("#file-error"))
    assert visitor.session()["answers"] == MINE


@pytest.mark.parametrize("size", [70_000, 400_000, 3_000_000])
def test_a_huge_file_is_refused_with_the_same_sentence(visitor: Visitor, size: int) -> None:
    page = open_huge_file(having(visitor, MINE), "/resume", "file", size)
    assert page.status == 413
    assert "This file is too big." in problem(page)
    assert visitor.session()["answers"] == MINE


def test_no_file_chosen_is_said(visitor: Visitor) -> None:
    assert "Choose a file first." in problem(open_file(visitor, b"", status=422, name=""))


def test_the_name_of_a_file_is_never_shown(visitor: Visitor) -> None:
    page = open_file(visitor, b"{}", status=422, name='"><b>../../etc/passwd')
    assert "passwd" not in page.html


def test_the_cookie_fits_with_everything_that_a_file_can_bring(
    visitor: Visitor, catalogue: Catalogue
) -> None:
    unknown = {f"{'unknown-question-of-another-release'}-{n}": "yes" for n in range(50)}
    page = visitor.get("/resume")
    fields: dict[str, Any] = page.fields(page.soup.select("form")[FILE])
    raw = file_of(answers={**everything(catalogue), **unknown}, who="helper")
    answer = visitor.client.post("/resume", data={**fields, "file": (io.BytesIO(raw), "a.json")})
    assert answer.status_code == 303
    assert "and 40 more" in visitor.get("/resume/opened").text
    assert max(map(len, answer.headers.getlist("Set-Cookie"))) <= COOKIE_LIMIT
    assert set(visitor.session()) <= set(CONTENTS)
