"""The kit for a test with people is whole, and what its questions ask for stands in the app."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.support.visitor import Visitor

DOCS = Path(__file__).resolve().parents[2] / "docs"


def maker() -> ModuleType:
    """The script, which stands beside the documents and in no package."""
    spec = importlib.util.spec_from_file_location("make_testing_kit", DOCS / "make_testing_kit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


KIT = maker()


def test_there_are_fifteen_questions_and_each_has_its_right_answers() -> None:
    asked = KIT.questions()
    assert len(asked) == 15
    for question in asked:
        for key in ("ask", "understand", "right", "apply", "applied", "page"):
            assert question[key], question["ask"]


@pytest.mark.parametrize("question", KIT.questions(), ids=lambda question: question["ask"][:40])
def test_what_a_question_asks_for_stands_where_it_says(
    visitor: Visitor, question: dict[str, str]
) -> None:
    page = visitor.get(question["page"])
    assert question.get("words", "") in page.text


def test_the_kit_can_be_printed_without_a_server(app: Flask, tmp_path: Path) -> None:
    files = KIT.make(tmp_path / "kit", app)
    assert len(files) == 1 + len(KIT.PAPERS)
    for file in files:
        soup = BeautifulSoup(file.read_text(encoding="utf-8"), "html5lib")
        assert not soup.select("link[rel=stylesheet], script, form, img[src^='/']")
        assert soup.select("style")
        assert not soup.select("details:not([open])")
    kit = BeautifulSoup(files[0].read_text(encoding="utf-8"), "html5lib")
    assert [h.get_text()[:2] for h in kit.select("h2")] == [f"{n}." for n in range(1, 8)]
    assert len(kit.select(".scores tbody tr")) == 21, "twenty people and the sum"


def test_the_plan_and_the_kit_agree() -> None:
    plan = (DOCS / "testing-with-people.md").read_text(encoding="utf-8")
    kit = (DOCS / "testing-kit" / "kit.html").read_text(encoding="utf-8")
    for bar in ("16 of 20", "18 of 20", "30 days"):
        assert bar in plan
        assert bar in kit
    assert re.search(r"docs/make_testing_kit\.py", plan)
