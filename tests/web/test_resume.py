"""“Save for later” and “Go on with a code”: out to paper, a file or a calendar, and back in."""

import io
import json
import logging
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.saving import file as answers_file
from clinic_check.saving.file import LIMIT
from clinic_check.web.session import CONTENTS
from clinic_check.web.session import LIMIT as COOKIE_LIMIT
from tests.saving.test_code import EDITION_1
from tests.support.codes import (
    BOTH,
    CATALOGUE,
    MESSAGES,
    code_of,
    older_code,
    refused,
    some_answers,
)
from tests.support.coming_back import (
    FILE,
    MINE,
    OTHERS,
    field,
    having,
    open_file,
    open_huge_file,
    problem,
    shown_code,
    type_in,
)
from tests.support.visitor import Visitor, text
from tests.web.test_privacy import everything


@pytest.fixture
def grown(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The app with an older release in its register: see tests/codes.py."""
    started = app.extensions["clinic_check"]
    library = replace(started.library, register=BOTH)
    monkeypatch.setitem(app.extensions, "clinic_check", replace(started, libraries={"en": library}))


# Go on with a code


def test_the_first_page_leads_to_the_code(visitor: Visitor) -> None:
    assert {"/resume", "/who"} <= set(visitor.get("/").links())


@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: f"  {code.replace('-', ' – ')}\n",
        lambda code: code.replace("0", "O").replace("1", "l"),
    ],
    ids=["lower case", "no dashes", "spaces and other dashes", "O for 0 and l for 1"],
)
def test_a_code_brings_the_answers_back(visitor: Visitor, typed: Any) -> None:
    for seed in range(3):
        answers = some_answers(seed)
        visitor.send(visitor.get("/clear"))
        page = type_in(visitor, typed(code_of(answers)))
        assert page.address == "/resume/opened"
        assert page.heading == "Your answers are back"
        assert f"We have put back {len(answers)} answers. Nothing was left out." in page.text
        assert shown_code(visitor.get("/save")) == code_of(answers)


def test_it_gives_the_same_summary(visitor: Visitor, app: Flask) -> None:
    answers = some_answers(7)
    having(visitor, {name: list(chosen) for name, chosen in answers.items()})
    before = visitor.get("/summary")
    other = Visitor(app)
    type_in(other, shown_code(before))
    assert other.get("/summary").html == before.html


def test_an_address_with_a_code_opens_nothing(visitor: Visitor) -> None:
    visitor.get(f"/resume?code={code_of(OTHERS)}")
    assert "answers" not in visitor.session()


def test_a_number_in_writing_is_to_be_looked_up_again(visitor: Visitor) -> None:
    page = type_in(visitor, code_of({"trial-number": ("in-writing",)}))
    assert "You had a trial number in writing. Look the number up again" in page.text
    assert "/trial" in page.links()
    page = type_in(visitor, code_of({"kind": ("sold",)}))
    assert "trial number" not in visitor.send(page).text


def test_the_page_that_tells_of_it_can_be_loaded_again_until_an_answer_changes(
    visitor: Visitor,
) -> None:
    type_in(visitor, code_of(OTHERS))
    assert visitor.get("/resume/opened").heading == "Your answers are back"
    visitor.press(visitor.get("/quick/kind"), "sold")
    assert visitor.get("/resume/opened").address == "/answers"


# What is here already


@pytest.mark.parametrize(
    "here",
    [{"answers": MINE}, {"clinic": "Elm Street"}, {"trial": ["NCT01234567", "2026-11-20", []]}],
    ids=["answers", "a name", "a record"],
)
def test_nothing_is_replaced_before_a_yes(visitor: Visitor, here: dict[str, Any]) -> None:
    having(visitor, **{"answers": {}, **here})
    before = visitor.session()
    page = type_in(visitor, code_of(OTHERS))
    assert page.heading == "Replace your answers?"
    assert "Nothing has been changed yet." in page.text
    for name, value in before.items():
        assert visitor.session()[name] == value
    assert page.address == "/resume"
    page = visitor.send(page)
    assert page.heading == "Your answers are back"
    assert set(visitor.session()) <= {"answers", "opened", "csrf_token"}
    assert visitor.session()["answers"] == {
        "kind": "study",
        "source": ["own-fat", "exosomes"],
        "place": "us",
    }


def test_the_page_that_asks_gives_the_code_of_what_is_here(visitor: Visitor) -> None:
    page = type_in(having(visitor, MINE, clinic="Elm Street"), code_of(OTHERS))
    assert "On this device: 3 answers. With them the name “Elm Street”." in page.text
    assert "In what you opened: 3 answers." in page.text
    assert shown_code(page) == shown_code(visitor.get("/save"))
    assert "/answers" in page.links()


def test_the_code_of_what_is_here_replaces_nothing(visitor: Visitor) -> None:
    having(visitor, MINE, clinic="Elm Street")
    page = type_in(visitor, shown_code(visitor.get("/save")))
    assert page.heading == "Your answers are back"
    assert visitor.session()["clinic"] == "Elm Street"


def test_a_yes_without_its_token_asks_again(visitor: Visitor) -> None:
    page = type_in(having(visitor, MINE), code_of(OTHERS))
    page = visitor.send(page, {"csrf_token": ""}, status=422)
    assert "Press “Replace my answers” again" in problem(page)
    assert visitor.session()["answers"] == MINE
    assert visitor.send(page).heading == "Your answers are back"


def test_a_yes_with_a_broken_code_replaces_nothing(visitor: Visitor) -> None:
    page = type_in(having(visitor, MINE), code_of(OTHERS))
    page = visitor.send(page, {"code": "A"}, status=422)
    assert "The code is too short." in problem(page)
    assert visitor.session()["answers"] == MINE


# Codes that can't be opened


def mistyped(place: int) -> str:
    """Return a good code with one wrong sign in this place, dashes not counted."""
    signs = code_of(OTHERS).replace("-", "")
    other = "Z" if signs[place] != "Z" else "Y"
    wrong = signs[:place] + other + signs[place + 1 :]
    return "-".join(wrong[at : at + 4] for at in range(0, len(wrong), 4))


@pytest.mark.parametrize("dashes", ["-", ""])
def test_a_mistyped_code_names_its_group_and_stays_in_the_field(
    visitor: Visitor, dashes: str
) -> None:
    having(visitor, MINE)
    for group in (1, 4, 9):
        typed = mistyped(4 * group - 2)
        page = type_in(visitor, typed.replace("-", dashes), status=422)
        assert f"Please look at group {group} again." in problem(page)
        assert f"Group {group} is “{typed.split('-')[group - 1]}”" in page.text
        assert field(page, "code") == typed.replace("-", dashes)
    assert visitor.session()["answers"] == MINE


def test_with_two_wrong_signs_no_group_is_named(visitor: Visitor) -> None:
    first, second = mistyped(1), mistyped(30)
    page = type_in(visitor, first[:20] + second[20:], status=422)
    assert "Please compare every group with your paper." in problem(page)
    assert "Group" not in text(page.soup.select_one("#code-error"))


def test_a_group_of_the_wrong_length_is_named(visitor: Visitor) -> None:
    groups = code_of(OTHERS).split("-")
    groups[2] = groups[2][:3]
    page = type_in(visitor, " ".join(groups), status=422)
    assert "The code is too short." in problem(page)
    assert f"Group 3 is “{groups[2]}”" in page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "No code was typed."),
        (" - ", "No code was typed."),
        ("0000-0000-0000-0000-0000-0000-0000-0000-0000", "Something in this code is not right."),
        ("7HQ2-9XKD-M3PV-T0AB-66RW-Y1NC-ZZ48-E5GF-QJ7S", "Something in this code is not right."),
        ("ABCD", "The code is too short."),
        ("A" * 150, "The code is too long."),
        ("A" * 40_000, "This is too long to be a code."),
        ("ABCU-1234", "A code has no letter U."),
        ("<script>alert(1)</script>", "A code has no “>” in it"),
        ("ABCD\x00\x07\u202e", "There is a sign in it that can’t be seen."),
    ],
)
def test_what_is_no_code_is_refused_with_a_sentence(
    visitor: Visitor, typed: str, sentence: str
) -> None:
    having(visitor, MINE)
    page = type_in(visitor, typed, status=422)
    assert sentence in problem(page)
    assert len(page.html) < 40_000
    assert visitor.session()["answers"] == MINE


def test_a_code_of_another_content_set_says_so(visitor: Visitor) -> None:
    page = type_in(visitor, older_code(OTHERS), status=422)
    assert problem(page).endswith(refused(older_code(OTHERS)).say(MESSAGES))
    assert "another checklist" in problem(page)


def test_a_code_without_answers_changes_nothing(visitor: Visitor) -> None:
    page = type_in(having(visitor, MINE), code_of({}), status=422)
    assert "There is no answer in this code" in problem(page)
    assert visitor.session()["answers"] == MINE


@pytest.mark.usefixtures("grown")
def test_a_code_of_an_older_release_opens_and_says_what_is_new_and_gone(visitor: Visitor) -> None:
    code = older_code({"kind": ("sold",), "talk": ("yes",), "deposit": ("in-gold",)})
    page = type_in(visitor, code)
    known = CATALOGUE.question
    assert f"New questions since then: {known['measure'].label}." in page.text
    assert "No longer asked: A talk." in page.text
    lost = f"{known['deposit'].label} (in-gold)"
    assert f"We no longer offer an answer that you chose: {lost}." in page.text
    assert "Nothing was left out" not in page.text
    assert visitor.session()["answers"] == {"kind": "sold"}
    assert visitor.session()["who"] == "helper"


def test_a_code_of_edition_1_tells_which_lists_are_longer_now(visitor: Visitor) -> None:
    made = next(made for made in EDITION_1 if "risks" in made["answers"])
    page = type_in(visitor, made["code"])
    assert "These questions have new answers to tick now: " in page.text
    told = page.text.partition("new answers to tick now: ")[2].partition(".")[0]
    assert CATALOGUE.question["risks"].label in told


def test_who_opens_a_code_a_week_later_sees_what_is_open_and_goes_on_there(
    visitor: Visitor, app: Flask
) -> None:
    having(visitor, {"stage": ["looking"], "kind": "sold"}, who="helper")
    code = shown_code(visitor.get("/save"))
    later = Visitor(app)
    page = type_in(later, code)
    assert "What is still open, most important first" in page.text
    open_now = [text(line) for line in page.soup.select("h2 + ul")[0].select("li")]
    assert len(open_now) == 3
    first = sorted(
        (q for q in CATALOGUE.questions if q.key and q.id != "kind"), key=lambda q: q.rank
    )
    assert set(open_now) <= {q.text for q in first}
    (on,) = [link for link in page.soup.select("a.button") if text(link) == "Go on where I was"]
    question = later.get(str(on["href"]))
    assert question.address.startswith("/check/")
    assert question.address.rpartition("/")[2] not in {"stage", "kind"}
    assert later.session()["who"] == "helper"


# What a browser that translates the page leaves alone


def test_no_code_is_translated(visitor: Visitor) -> None:
    having(visitor, MINE, trial=["NCT01234567", "2026-11-20", []])
    code = shown_code(visitor.get("/save"))
    pages = [visitor.get(at) for at in ("/save", "/summary", "/answers", "/sheet/doctor")]
    pages.append(type_in(visitor, code_of(OTHERS)))
    pages.append(type_in(visitor, mistyped(2), status=422))
    pages.append(visitor.send(visitor.get("/compare"), {"code-1": code}, status=422))
    never = (code, mistyped(2), mistyped(2).split("-")[0], "NCT01234567")
    shown = 0
    for page in pages:
        for part in page.soup.find_all(string=True):
            if any(secret in part for secret in never):
                assert part.find_parent(translate="no"), f"{part} on {page.address}"
                shown += 1
        for field_ in page.soup.find_all("input", type="text"):
            if any(secret in str(field_.get("value")) for secret in never):
                assert field_.get("translate") == "no"
                shown += 1
    assert shown >= 7


# Files


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


# What is kept, and what is not


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


def test_no_code_and_no_file_reaches_the_log(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        type_in(visitor, code_of(OTHERS))
        type_in(visitor, mistyped(5), status=422)
        open_file(visitor, b"broken", status=422)
    for group in (*code_of(OTHERS).split("-"), *mistyped(5).split("-"), "broken"):
        assert group not in caplog.text
