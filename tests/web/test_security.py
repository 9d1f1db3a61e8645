"""What docs/security.md promises and no other test shows."""

import ast
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from tests.support.visitor import Visitor

PACKAGE = Path(__file__).resolve().parents[2] / "clinic_check"

MARKUP = """<script>alert(1)</script>"'{{ 7*7 }}{% raw %}&lt;"""

PLAIN_PAGES = (
    "/",
    "/quick/kind",
    "/answers",
    "/summary",
    "/clear",
    "/about",
    "/privacy",
    "/nowhere",
)


def addresses(app: Flask) -> list[str]:
    """Every address that can be opened without a part of its own."""
    return [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments
    ]


def test_markup_that_is_typed_is_shown_as_text(visitor: Visitor) -> None:
    visitor.send(visitor.get("/change/name"), {"clinic": MARKUP})
    page = visitor.get("/summary")
    assert MARKUP in page.soup.get_text()
    assert "<script>alert" not in page.html
    assert visitor.get("/change/name").value("#clinic") == MARKUP


def test_the_app_starts_no_process_and_runs_no_made_up_code() -> None:
    barred = {"eval", "exec", "compile", "__import__", "system", "popen"}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {alias.name for alias in node.names} | {getattr(node, "module", "")}
                assert not names & {"subprocess", "pickle", "marshal", "shelve"}, path
            if not isinstance(node, ast.Call):
                continue
            if isinstance(node.func, ast.Name):
                assert node.func.id not in barred, f"{path}:{node.lineno}"
            elif isinstance(node.func, ast.Attribute) and node.func.attr in barred:
                owner = node.func.value
                name = owner.id if isinstance(owner, ast.Name) else ""
                # A pattern, or a sheet's template: neither is made of what anybody typed.
                fine = name == "re" or (name == "compiler" and path.name == "pdf.py")
                assert (fine, node.func.attr) == (True, "compile"), f"{path}:{node.lineno}"


def test_every_answer_says_its_kind_and_its_characters(app: Flask, client: FlaskClient) -> None:
    for address in (*addresses(app), "/nowhere"):
        answer = client.get(address)
        kind = answer.headers["Content-Type"]
        told = kind in ("application/json", "application/pdf")  # these say it by themselves
        assert "charset=utf-8" in kind or told, address
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_no_other_site_may_read_an_answer(client: FlaskClient) -> None:
    for address in PLAIN_PAGES:
        answer = client.get(address, headers={"Origin": "https://elsewhere.example"})
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]


def test_reading_a_page_changes_no_answer(app: Flask, visitor: Visitor) -> None:
    visitor.holding({"kind": "sold", "source": ["own-fat"]})
    before = visitor.session()["answers"]
    for address in addresses(app):
        visitor.client.get(f"{address}?answer=study&was=&go=on&clinic=x").close()
        assert visitor.session()["answers"] == before, address


def test_every_form_that_asks_something_posts(app: Flask, client: FlaskClient) -> None:
    for address in addresses(app):
        answer = client.get(address)
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        for form in BeautifulSoup(answer.text, "html.parser").find_all("form"):
            typed = [f for f in form.find_all(["input", "textarea"]) if f.get("type") != "date"]
            assert form.get("method") == "post" or not typed, f"{address} puts it into the address"


@pytest.mark.parametrize(
    "path",
    ["../pyproject.toml", "..%2fpyproject.toml", "%2e%2e/app.py", "/etc/passwd", "..\\app.py"],
)
def test_no_path_leads_out_of_the_static_folder(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/static/{path}")
    assert answer.status_code in (404, 308, 400)
    assert "[project]" not in answer.text


def test_two_visitors_have_different_tokens(app: Flask) -> None:
    tokens = set()
    for _ in range(2):
        visitor = Visitor(app)
        visitor.get("/quick/kind")
        tokens.add(visitor.session()["csrf_token"])
    assert len(tokens) == 2
