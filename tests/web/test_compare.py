"""“Compare clinics”: the form, the page with the clinics side by side, and nothing kept of it."""

import io
import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from clinic_check.checklist.answers import read
from clinic_check.checklist.catalogue import Catalogue
from clinic_check.saving import file as answers_file
from clinic_check.saving.code import encode
from tests.checklist.test_reading import grade
from tests.support.cases import USUAL, everything_found, everything_silent
from tests.support.codes import BOTH, code_of, older_code
from tests.support.coming_back import open_huge_file
from tests.support.visitor import Page, Visitor, text

A = {"consent": "no-answer", "price": "in-writing", "place": "us", "kind": "study"}
B = {"consent": "in-writing", "price": "in-writing", "place": "us", "kind": "sold"}


def set_answers(visitor: Visitor, answers: dict[str, Any]) -> None:
    """Put answers into the visitor's cookie."""
    with visitor.client.session_transaction() as session:
        session["answers"] = answers


def code(catalogue: Catalogue, answers: dict[str, Any]) -> str:
    return code_of(read(catalogue, answers))


# --- the page --------------------------------------------------------------------------------


def ask(visitor: Visitor, status: int = 200, **fields: str) -> Page:
    """Fill in the form; `_` stands for `-` in the fields' names."""
    sent = {name.replace("_", "-"): value for name, value in fields.items()}
    return visitor.send(visitor.get("/compare"), sent, status=status)


def test_two_codes_are_shown_side_by_side(visitor: Visitor, catalogue: Catalogue) -> None:
    page = ask(
        visitor,
        code_1=code(catalogue, A).lower().replace("-", ""),
        name_1="Elm Street",
        code_2=code(catalogue, B),
    )
    assert page.heading == "Clinics side by side"
    assert "Elm Street would not say. Clinic B gave it in writing." in page.text
    assert [text(h) for h in page.soup.select(".headline h2")] == ["Elm Street", "Clinic B"]


def test_the_answers_here_can_be_one_of_them(visitor: Visitor, catalogue: Catalogue) -> None:
    set_answers(visitor, A)
    assert visitor.get("/compare").soup.select("#mine[checked]")
    page = ask(visitor, name_0="Mine", code_1=code(catalogue, B))
    assert "Mine would not say. Clinic B gave it in writing." in page.text


def test_a_file_does_as_well_as_a_code(visitor: Visitor, catalogue: Catalogue) -> None:
    page = send_file(visitor, answers_file.write(catalogue, read(catalogue, A), False), B)
    assert "Clinic B would not say. Clinic A gave it in writing." in page.text


def send_file(visitor: Visitor, content: str, answers: dict[str, Any], **fields: str) -> Page:
    """Send one code and, in the second place, a file."""
    catalogue = visitor.app.extensions["clinic_check"].catalogue
    form = visitor.get("/compare")
    sent: dict[str, Any] = form.fields(form.soup.select("form")[0])
    sent |= {"code-1": code(catalogue, answers) if answers else ""}
    sent |= {"file-2": (io.BytesIO(content.encode()), "saved.json"), **fields}
    response = visitor.client.post("/compare", data=sent, content_type="multipart/form-data")
    return visitor._page(response, response.status_code)


def test_nothing_that_is_typed_is_kept(visitor: Visitor, catalogue: Catalogue) -> None:
    set_answers(visitor, A)
    before = visitor.session()
    ask(visitor, name_0="Secret Name", name_1="Other Name", code_1=code(catalogue, B))
    after = visitor.session()
    assert set(after) <= {*before, "csrf_token"}
    assert after["answers"] == before["answers"]
    assert "Name" not in visitor.get("/compare").html.replace("A name", "")


def test_no_word_ranks_the_clinics(visitor: Visitor, catalogue: Catalogue) -> None:
    page = ask(
        visitor,
        code_1=code(catalogue, USUAL),
        code_2=code(catalogue, everything_found(catalogue)),
        code_3=code(catalogue, everything_silent(catalogue)),
    )
    words = page.text.replace("gets better", "").replace("get better", "").lower()
    barred = r"\b(better|best|winner|wins|score|safer|prefer\w*|leads|first place|worse|worst)\b"
    own_words = words.replace("worse pain", "")
    assert re.findall(barred, own_words) == []
    assert "it ranks nobody" in words


def test_its_words_are_easy(visitor: Visitor, catalogue: Catalogue) -> None:
    page = ask(
        visitor,
        code_1=code(catalogue, USUAL),
        code_2=code(catalogue, everything_found(catalogue)),
        code_3=code(catalogue, everything_silent(catalogue)),
    )
    passages = [text(p) for p in page.soup.select("main > p:not(:has(a)), th .quiet, .headline p")]
    assert len(passages) > 40
    # What stands between two semicolons reads as a sentence.
    assert [words for words in passages if grade(words.replace("; ", ". ")) > 8] == []


def test_each_weight_has_a_word_and_a_shape(visitor: Visitor, catalogue: Catalogue) -> None:
    page = ask(visitor, code_1=code(catalogue, A), code_2=code(catalogue, USUAL))
    for told in page.soup.select(".told"):
        assert told.find("svg")
        assert text(told.select_one("b"))


def test_an_older_code_tells_what_has_changed(
    visitor: Visitor, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = visitor.app.extensions["clinic_check"]
    library = replace(here.library, register=BOTH)
    monkeypatch.setitem(
        visitor.app.extensions, "clinic_check", replace(here, libraries={"en": library})
    )
    page = ask(
        visitor,
        code_1=older_code({"place": ("us",), "deposit": ("in-gold",)}),
        code_2=code_of_both(catalogue),
    )
    assert "Its code was made with version 2020.01 of our questions." in page.text
    assert "Not asked then: " in page.text
    assert "No longer asked: A talk." in page.text
    assert "An answer is no longer offered: Deposit (in-gold)." in page.text


def code_of_both(catalogue: Catalogue) -> str:
    return encode(catalogue, BOTH, read(catalogue, B), False)


# --- what is wrong ---------------------------------------------------------------------------


def test_one_clinic_alone_is_not_compared(visitor: Visitor, catalogue: Catalogue) -> None:
    typed = code(catalogue, A)
    page = ask(visitor, 422, code_1=typed, name_1="Elm Street")
    assert "Two clinics are needed to compare." in page.text
    kept = page.fields(page.soup.select("form")[0])
    assert (kept["code-1"], kept["name-1"]) == ([typed], ["Elm Street"])


def test_the_same_code_twice_is_told(visitor: Visitor, catalogue: Catalogue) -> None:
    typed = code(catalogue, A)
    page = ask(visitor, 422, code_1=typed, code_3=typed.lower())
    assert "Code 1 and Code 3 hold the very same answers." in page.text


def test_the_code_of_the_answers_here_is_told(visitor: Visitor, catalogue: Catalogue) -> None:
    set_answers(visitor, A)
    page = ask(visitor, 422, code_2=code(catalogue, A))
    assert "The answers in this check and Code 2 hold the very same answers." in page.text


def test_more_than_three_are_told(visitor: Visitor, catalogue: Catalogue) -> None:
    set_answers(visitor, A)
    page = ask(
        visitor,
        422,
        code_1=code(catalogue, B),
        code_2=code(catalogue, USUAL),
        code_3=code(catalogue, {"place": "us"}),
    )
    assert "Three is the most that fits." in page.text
    assert page.fields(page.soup.select("form")[0])["code-2"] == [code(catalogue, USUAL)]


def test_a_mistyped_code_names_its_group(visitor: Visitor, catalogue: Catalogue) -> None:
    typed = code(catalogue, A)
    wrong = typed[:7] + ("2" if typed[7] != "2" else "3") + typed[8:]
    page = ask(visitor, 422, code_1=wrong, code_2=code(catalogue, B))
    assert "Please look at group 2 again." in page.text
    assert "#code-1" in page.links()
    assert page.fields(page.soup.select("form")[0])["code-1"] == [wrong]


def test_a_code_of_another_checklist_is_told(visitor: Visitor, catalogue: Catalogue) -> None:
    page = ask(visitor, 422, code_1=older_code({}), code_2=code(catalogue, B))
    assert "made with another checklist" in page.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name_1": "Elm"}, "There is no code or file for “Elm” yet."),
        ({"name_1": "W" * 81}, "Use 80 characters or fewer for the name."),
        ({"code_1": "UUUU"}, "A code has no letter U."),
        ({"code_1": "0" * 5000}, "This is too long to be a code."),
        ({}, "Two clinics are needed to compare."),
    ],
)
def test_every_fault_has_its_sentence(
    visitor: Visitor, fields: dict[str, str], sentence: str
) -> None:
    assert sentence in ask(visitor, 422, **fields).text


def test_two_names_alike_are_told(visitor: Visitor, catalogue: Catalogue) -> None:
    codes = {"code_1": code(catalogue, A), "code_2": code(catalogue, B)}
    page = ask(visitor, 422, name_1="Elm Street", name_2="elm  street", **codes)
    assert "Two clinics have the same name." in page.text


def test_a_broken_file_has_its_sentence(visitor: Visitor) -> None:
    page = send_file(visitor, "{", B)
    assert page.status == 422
    assert "This file can’t be read." in page.text


def test_an_empty_file_has_its_sentence(visitor: Visitor) -> None:
    assert "This file can’t be read." in send_file(visitor, "", B).text


def test_a_file_too_big_has_its_sentence(visitor: Visitor) -> None:
    assert "This file is too big." in send_file(visitor, " " * 70_000, B).text
    assert "This file is too big." in send_file(visitor, " " * 300_000, B).text
    page = open_huge_file(visitor, "/compare", "file-2", 3_000_000)
    assert "This file is too big." in page.text


def test_a_code_and_a_file_in_one_place_is_told(visitor: Visitor, catalogue: Catalogue) -> None:
    saved = answers_file.write(catalogue, read(catalogue, A), False)
    page = send_file(visitor, saved, B, **{"code-2": code(catalogue, A)})
    assert "This place has a code and a file." in page.text


def test_a_good_file_comes_back_as_its_code(visitor: Visitor, catalogue: Catalogue) -> None:
    saved = answers_file.write(catalogue, read(catalogue, A), False)
    page = send_file(visitor, saved, {})
    assert page.status == 422
    assert page.fields(page.soup.select("form")[0])["code-2"] == [code(catalogue, A)]


def test_a_file_of_another_version_tells_what_was_left_out(
    visitor: Visitor, catalogue: Catalogue
) -> None:
    saved = answers_file.write(catalogue, read(catalogue, A), False)
    older = saved.replace(catalogue.frame.version, "2020.01").replace('"price"', '"prize"')
    page = send_file(visitor, older, B)
    assert "Its file was saved with version 2020.01 of our questions." in page.text
    assert "Not known here, so left out: prize." in page.text


def test_a_forged_form_is_refused_and_what_was_typed_stays(
    visitor: Visitor, catalogue: Catalogue
) -> None:
    typed = code(catalogue, A)
    page = visitor.send(
        visitor.get("/compare"), {"code-1": typed}, without=("csrf_token",), status=422
    )
    assert "Press “Show them side by side” again." in page.text
    assert page.fields(page.soup.select("form")[0])["code-1"] == [typed]


def test_invisible_signs_never_break_the_page(visitor: Visitor) -> None:
    page = ask(visitor, 422, name_1="a\x00b\u202e", code_1="12\x0034")
    assert page.fields(page.soup.select("form")[0])["name-1"] == ["ab"]


def test_codes_never_travel_in_an_address(app: Flask) -> None:
    rules = [r for r in app.url_map.iter_rules() if str(r.endpoint).startswith("compare.")]
    assert [(rule.rule, set(rule.arguments)) for rule in rules] == [("/compare", set())]
