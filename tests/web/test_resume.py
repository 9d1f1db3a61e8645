"""“Go on with a code”: the answers come back, nothing is replaced before a yes."""

import logging
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from tests.support.codes import (
    BOTH,
    CATALOGUE,
    EDITION_1,
    MESSAGES,
    code_of,
    older_code,
    refused,
    some_answers,
)
from tests.support.coming_back import (
    MINE,
    OTHERS,
    field,
    having,
    mistyped,
    open_file,
    problem,
    shown_code,
    type_in,
)
from tests.support.visitor import Visitor, text


@pytest.fixture
def grown(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The app with an older release in its register: see tests/codes.py."""
    started = app.extensions["clinic_check"]
    library = replace(started.library, register=BOTH)
    monkeypatch.setitem(app.extensions, "clinic_check", replace(started, libraries={"en": library}))


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


def test_no_code_and_no_file_reaches_the_log(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        type_in(visitor, code_of(OTHERS))
        type_in(visitor, mistyped(5), status=422)
        open_file(visitor, b"broken", status=422)
    for group in (*code_of(OTHERS).split("-"), *mistyped(5).split("-"), "broken"):
        assert group not in caplog.text
