"""The other papers: the blank checklist, the sheets by themselves, and where they are found."""

import pytest
import textstat  # type: ignore[import-untyped]  # it ships no types

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.rules import Rule
from clinic_check.checklist.texts import sentences, word_problems
from clinic_check.sheets.blank import blank, blank_quick, only_if
from tests.support.visitor import Page, Visitor, text

PAPERS = ("/compare", "/paper/blank", "/paper/quick", "/paper/call", "/paper/doctor", "/letter")

SHORT_FORMS = 5
"""Answers that many questions share stand on paper in few words."""


def frozen(**rule: list[str]) -> dict[str, frozenset[str]]:
    return {name.replace("_", "-"): frozenset(options) for name, options in rule.items()}


# --- the blank checklist ---------------------------------------------------------------------


def test_every_question_and_answer_stands_on_the_blank_paper(
    visitor: Visitor, catalogue: Catalogue
) -> None:
    page = visitor.get("/paper/blank")
    asked = page.soup.select(".asked")
    assert len(asked) == len(catalogue.questions)
    for number, (drawn, question) in enumerate(
        zip(asked, catalogue.questions, strict=True), start=1
    ):
        assert text(drawn.select_one("h3")).startswith(f"{number}. {question.text}")
        assert ("★" in text(drawn.select_one("h3"))) == question.key
        boxes = [text(box) for box in drawn.select(".boxes li")]
        if question.scale == "states":
            assert not boxes
        elif question.scale == "evidence":
            assert len(boxes) == len(set(boxes)) == SHORT_FORMS
        else:
            labels = [option.label for option in question.options]
            assert [box.split(" (")[0] for box in boxes] == [one.split(" (")[0] for one in labels]
        assert drawn.select(".line"), "there is room to write"


def test_the_short_forms_are_explained_where_they_are_not_plain(visitor: Visitor) -> None:
    page = visitor.get("/paper/blank")
    assert "“In writing” means that you have it on paper or by e-mail." in page.text
    assert "if two weeks have passed with no answer" in page.text


def test_filters_are_told_in_words_with_the_number_on_paper(
    visitor: Visitor, catalogue: Catalogue
) -> None:
    lines = {line.question.id: line for part in blank(catalogue) for line in part.lines}
    place = lines["place"].number
    assert lines["state"].only_if == (
        f"Only if you ticked “In the United States” at question {place}."
    )
    assert lines["ind"].only_if == f"Not if you ticked “In another country” at question {place}."
    filtered = [line for line in lines.values() if line.question.shown]
    assert len(filtered) >= 8
    page = visitor.get("/paper/blank")
    for line in filtered:
        assert line.only_if in page.text
    trial = next(part for part in blank(catalogue) if "study" in part.title)
    assert trial.only_if.count("at question") == 2
    assert trial.only_if in page.text


def test_every_filter_names_an_earlier_question(catalogue: Catalogue) -> None:
    for part in blank(catalogue):
        for line in part.lines:
            for word in line.only_if.replace(".", " ").replace(",", " ").split("at question ")[1:]:
                assert int(word.split()[0]) < line.number


def test_other_kinds_of_filter_have_words_too(catalogue: Catalogue) -> None:
    numbers = {question.id: n for n, question in enumerate(catalogue.questions, start=1)}
    both = Rule(all=frozen(place=["us"], kind=["sold"]))
    assert only_if(catalogue, both, numbers) == (
        "Only if you ticked “In the United States” at question 3, and “A treatment that you pay "
        "for” at question 5."
    )
    some = Rule(any=frozen(place=["us"], kind=["sold"]), at_least=2)
    assert "at least 2 of these: " in only_if(catalogue, some, numbers)
    assert only_if(catalogue, None, numbers) == ""


def test_hints_are_short_but_never_cut_within_a_sentence(catalogue: Catalogue) -> None:
    for part in blank(catalogue):
        for line in part.lines:
            assert line.question.hint.startswith(line.hint)
            assert line.hint[-1:] in ("", ".", "?", "”")
            assert bool(line.hint) == bool(line.question.hint)


def test_it_tells_how_to_enter_it_later(visitor: Visitor) -> None:
    for address, button in (
        ("/paper/blank", "Start the full check"),
        ("/paper/quick", "Start the quick check"),
    ):
        words = visitor.get(address).text
        assert f"open http://localhost/ and choose “{button}”" in words
        assert button in visitor.get("/").text


def test_the_quick_paper_has_the_five_questions(visitor: Visitor, catalogue: Catalogue) -> None:
    headings = [text(h) for h in visitor.get("/paper/quick").soup.select(".asked h2")]
    assert [line.question.id for line in blank_quick(catalogue)] == list(catalogue.frame.quick)
    assert len(headings) == 5
    assert headings[0].startswith("1. ")


def test_the_blank_papers_hold_no_answers_and_set_no_cookie(visitor: Visitor) -> None:
    for address in ("/paper/blank", "/paper/quick"):
        assert "Set-Cookie" not in visitor.get(address).response.headers


# --- the sheets by themselves ----------------------------------------------------------------


def sheets(visitor: Visitor) -> tuple[Page, Page, Page]:
    """A summary, and its two sheets by themselves."""
    visitor.answer(
        visitor.get("/quick"),
        {"kind": "sold", "source": ["exosomes"], "deposit": "no-refund", "approval": "no-answer"},
    )
    visitor.send(visitor.get("/answers"), {"clinic": "Elm Street Pain"})
    return visitor.get("/summary"), visitor.get("/paper/doctor"), visitor.get("/paper/call")


def test_the_doctors_sheet_is_the_first_of_the_summary(visitor: Visitor) -> None:
    summary, doctor, _ = sheets(visitor)
    first, _ = summary.soup.select(".sheet")
    (alone,) = doctor.soup.select(".sheet")
    said = text(alone).replace("in my whole summary", "on page 3")
    assert said == text(first)
    assert "Elm Street Pain" in said


def test_the_doctors_sheet_points_to_no_page_that_is_not_there(visitor: Visitor) -> None:
    with visitor.client.session_transaction() as session:
        session["answers"] = {
            "claims": ["cure", "no-risk", "many-diseases", "instead"],
            "deposit": "no-refund",
            "consent": "no",
            "examined": "accepted-unseen",
            "own-doctor": "discouraged",
        }
    assert "on page 3" in visitor.get("/summary").text
    page = visitor.get("/paper/doctor")
    assert "on page 3" not in page.text
    assert "in my whole summary" in page.text


def test_the_call_sheet_is_the_second_of_the_summary(visitor: Visitor) -> None:
    summary, _, call = sheets(visitor)
    _, second = summary.soup.select(".sheet")
    (alone,) = call.soup.select(".sheet")
    assert text(alone) == text(second)


# --- all of them -----------------------------------------------------------------------------


def test_every_paper_is_found_from_the_summary(visitor: Visitor) -> None:
    assert set(PAPERS) <= set(visitor.get("/summary").links())
    start = set(visitor.get("/").links())
    assert {"/compare", "/paper/blank", "/paper/quick"} <= start


@pytest.mark.parametrize("address", PAPERS)
def test_they_are_read_only_and_keep_nothing(visitor: Visitor, address: str) -> None:
    with visitor.client.session_transaction() as session:
        session["answers"] = {"kind": "sold"}
    page = visitor.get(address)
    assert page.response.headers["Cache-Control"] == "no-store"
    assert set(visitor.session()) <= {"answers", "csrf_token"}


@pytest.mark.parametrize("address", PAPERS)
def test_their_own_words_are_easy_and_in_order(visitor: Visitor, address: str) -> None:
    page = visitor.get(address)
    own = page.soup.select("main > p, main > div > p, main form p, main label:not(.choice)")
    words = [text(p) for p in own if len(text(p).split()) >= 5 and not p.select(".line")]
    assert words
    for passage in words:
        parts = " ".join(sentences(passage))
        assert textstat.flesch_kincaid_grade(parts) <= 8, passage
        assert list(word_problems(passage)) == [], passage


@pytest.mark.parametrize("address", PAPERS)
def test_they_take_no_more_than_forty_kilobytes(visitor: Visitor, address: str) -> None:
    assert len(visitor.get(address).html.encode()) <= 40_000
