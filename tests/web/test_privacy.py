"""What is kept, where, and for how long: only in the cookie, and only what the page says."""

import re
from pathlib import Path

import pytest
from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf, validate_csrf

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.web import session as kept
from clinic_check.web.cookie import Cookie
from clinic_check.web.signing import token
from tests.support.visitor import Visitor, text

README = Path(__file__).parents[2] / "README.md"


def everything(catalogue: Catalogue) -> dict[str, str | list[str]]:
    """The longest answer to every question."""
    answers: dict[str, str | list[str]] = {}
    for question in catalogue.questions:
        ids = [option.id for option in question.options if not option.exclusive]
        answers[question.id] = max(ids, key=len) if question.pick == "one" else ids
    return answers


def page_fields(visitor: Visitor) -> dict[str, list[str]]:
    """The form of the page of answers, as a browser would send it again."""
    page = visitor.get("/answers")
    return page.fields(page.soup.select("form")[0])


def test_the_privacy_page_and_the_code_name_the_same_things(visitor: Visitor) -> None:
    rows = visitor.get("/privacy").soup.select("tbody tr")
    shown = {text(row.th): text(row.td) for row in rows}
    assert shown == kept.CONTENTS


def test_readme_names_everything_that_the_cookie_holds() -> None:
    table = re.findall(r"^\| `(\w+)` \|", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(kept.CONTENTS) <= set(table)


def test_the_cookie_holds_only_what_the_table_says(visitor: Visitor) -> None:
    visitor.answer(visitor.get("/quick"), {"kind": "sold", "source": ["own-fat", "exosomes"]})
    visitor.send(visitor.get("/answers"), {"clinic": "Elm Street"})
    assert set(visitor.session()) <= set(kept.CONTENTS)


def test_the_cookie_fits_every_browser_with_everything_answered(
    app: Flask, visitor: Visitor, catalogue: Catalogue
) -> None:
    with visitor.client.session_transaction() as session:
        session["answers"] = everything(catalogue)
    page = visitor.send(visitor.get("/answers"), {"clinic": "\U0001f9ec" * 80})
    assert page.address == "/summary"
    response = visitor.client.post("/answers", data=page_fields(visitor))
    longest = max(len(header) for header in response.headers.getlist("Set-Cookie"))
    assert longest <= kept.LIMIT


@pytest.mark.parametrize("address", ["/", "/quick", "/summary", "/answers", "/nowhere", "/clear"])
def test_no_page_is_stored_by_the_browser(visitor: Visitor, address: str) -> None:
    assert visitor.client.get(address).headers["Cache-Control"] == "no-store"


def test_a_style_sheet_may_be_kept_because_its_address_changes_with_it(visitor: Visitor) -> None:
    page = visitor.get("/")
    sheets = [str(tag["href"]) for tag in page.soup.select("link[rel=stylesheet]")]
    for address in sheets:
        response = visitor.client.get(address)
        assert response.status_code == 200
        assert "immutable" in response.headers["Cache-Control"]
        response.close()


def test_the_cookie_is_out_of_reach_of_script_and_of_other_sites(visitor: Visitor) -> None:
    header = visitor.client.get("/quick").headers["Set-Cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header


def test_a_page_that_changes_nothing_writes_no_cookie(visitor: Visitor) -> None:
    visitor.answer(visitor.get("/quick"), {"kind": "sold", "source": ["own-fat", "exosomes"]})
    for address in ("/", "/quick", "/check/offer", "/answers", "/summary"):
        assert "Set-Cookie" not in visitor.get(address).response.headers


def test_a_cookie_as_flask_itself_writes_it_is_read_and_the_other_way_round(
    app: Flask,
) -> None:
    flask, ours = SecureCookieSessionInterface(), Cookie()
    written = flask.get_signing_serializer(app)
    read = ours.get_signing_serializer(app)
    assert written is not None
    assert read is not None
    content = {"answers": {"kind": "sold", "source": ["own-fat", "exosomes"]}, "clinic": "Élan"}
    for clinic in ("Élan", "long " * 600):  # ours is compressed only where it is long
        content["clinic"] = clinic
        assert read.loads(written.dumps(content)) == content
        assert written.loads(read.dumps(content)) == content


def test_a_token_is_made_as_flask_wtf_makes_it(app: Flask) -> None:
    with app.test_request_context():
        first = token()  # by Flask-WTF, as there is no cookie yet
        raw = session["csrf_token"]
        validate_csrf(first)
    with app.test_request_context():
        session["csrf_token"] = raw
        validate_csrf(token())
        assert generate_csrf() == token(), "one page, one token"
        assert token().split(".")[0] == first.split(".")[0]


@pytest.mark.parametrize(
    "others",
    [
        *("{}", "{}; theme=dark", "theme=dark; {}", '{}; quoted="a b"'),
        *("{} ", " {}", "{};", "{}\t"),  # as no browser sends it, but some proxy may
    ],
)
def test_our_cookie_is_found_among_others(
    app: Flask, visitor: Visitor, catalogue: Catalogue, others: str
) -> None:
    visitor.answer(visitor.get("/quick"), {"deposit": "no-refund"})
    ours = visitor.client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert ours is not None
    sent = {"Cookie": others.format(f"{ours.key}={ours.value}")}
    answer = app.test_client(use_cookies=False).get("/summary", headers=sent)
    assert catalogue.question["deposit"].option["no-refund"].label in answer.text


def test_no_address_ever_holds_an_answer(app: Flask) -> None:
    variables = {name for rule in app.url_map.iter_rules() for name in rule.arguments}
    assert variables == {"filename", "section_id", "question_id", "kind"}
