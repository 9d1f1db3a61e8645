"""What is kept, where, and for how long: only in the cookie, and only what the page says."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.web.session import CONTENTS, LIMIT
from tests.support.visitor import Visitor, text

README = Path(__file__).parents[2] / "README.md"


def everything(catalogue: Catalogue) -> dict[str, str | list[str]]:
    """The longest answer to every question."""
    answers: dict[str, str | list[str]] = {}
    for question in catalogue.questions:
        ids = [option.id for option in question.options if not option.exclusive]
        answers[question.id] = max(ids, key=len) if question.pick == "one" else ids
    return answers


def test_the_privacy_page_and_the_code_name_the_same_things(visitor: Visitor) -> None:
    rows = visitor.get("/privacy").soup.select("tbody tr")
    assert {text(row.th) for row in rows} == set(CONTENTS)
    assert all(text(row.td) for row in rows)


def test_readme_names_everything_that_the_cookie_holds() -> None:
    table = re.findall(r"^\| `(\w+)` \|", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(CONTENTS) <= set(table)


def test_the_cookie_holds_only_what_the_table_says(visitor: Visitor) -> None:
    visitor.press(visitor.get("/check/source"), ["own-fat", "exosomes"])
    visitor.send(visitor.get("/change/name"), {"clinic": "Elm Street"})
    visitor.send(visitor.get("/keep"), {"keep": "week"})
    visitor.send(visitor.get("/who"), {"who": "helper"})
    assert set(visitor.session()) <= set(CONTENTS)


def test_the_cookie_fits_every_browser_with_everything_answered(
    visitor: Visitor, catalogue: Catalogue
) -> None:
    record = [
        "NCT01234567",
        "2026-11-20",
        list(visitor.app.extensions["clinic_check"].library.trials.sign),
    ]
    visitor.holding(everything(catalogue), trial=record, who="helper", _permanent=True)
    page = visitor.get("/change/name")
    fields: dict[str, Any] = page.fields(page.soup.select("form")[0])
    response = visitor.client.post("/change/name", data={**fields, "clinic": "\U0001f9ec" * 80})
    assert response.status_code == 303
    assert max(len(header) for header in response.headers.getlist("Set-Cookie")) <= LIMIT


@pytest.mark.parametrize(
    "address", ["/", "/quick/kind", "/summary", "/answers", "/nowhere", "/clear"]
)
def test_no_page_is_stored_by_the_browser(visitor: Visitor, address: str) -> None:
    assert visitor.client.get(address).headers["Cache-Control"] == "no-store"


def test_a_style_sheet_may_be_kept_because_its_address_changes_with_it(visitor: Visitor) -> None:
    page = visitor.get("/summary")
    sheets = [str(tag["href"]) for tag in page.soup.select("link[rel=stylesheet]")]
    assert len(sheets) == 3
    for address in sheets:
        response = visitor.client.get(address)
        assert response.status_code == 200
        assert "immutable" in response.headers["Cache-Control"]
        response.close()
        older = visitor.client.get(address.split("?")[0] + "?v=older")
        assert older.headers["Cache-Control"] == "no-store"
        older.close()


def test_the_cookie_is_out_of_reach_of_script_and_of_other_sites(visitor: Visitor) -> None:
    header = visitor.client.get("/quick/kind").headers["Set-Cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header


def test_a_page_that_changes_nothing_writes_no_cookie(visitor: Visitor) -> None:
    visitor.holding({"kind": "sold", "source": ["own-fat", "exosomes"]}, csrf_token="x" * 40)
    for address in ("/", "/quick/kind", "/check/source", "/answers", "/summary"):
        assert "Set-Cookie" not in visitor.get(address).response.headers


def test_no_address_ever_holds_an_answer(app: Flask) -> None:
    variables = {name for rule in app.url_map.iter_rules() for name in rule.arguments}
    assert variables <= {"filename", "part", "question_id", "kind"}
