"""What is kept for everyone holds nobody's answers, and a page drawn from it is like any other."""

import datetime
from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup

from clinic_check import create_app
from clinic_check.checklist.answers import read
from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.findings import assess
from clinic_check.settings import Settings
from clinic_check.sheets.summary import Sheet, build
from clinic_check.web.moulds import Holes, fill, hole, mould
from clinic_check.web.summary_page import Drawing, items
from tests.browser.cases import USUAL, everything_found, everything_silent
from tests.support.visitor import Visitor, text

TODAY = datetime.date(2026, 11, 20)


def test_a_mould_is_filled_by_name_wherever_the_holes_are() -> None:
    pattern = mould(f"<p>{hole('b')}, 100% of {hole('a')} and {hole('b')}</p>")
    assert fill(pattern, {b"a": b"1", b"b": b"2"}) == b"<p>2, 100% of 1 and 2</p>"


def test_what_is_filled_in_is_never_filled_again() -> None:
    assert fill(mould(hole("a")), {b"a": b"%(b)s \0b\0", b"b": b"!"}) == b"%(b)s \0b\0"


def test_a_name_that_nobody_fills_is_a_fault() -> None:
    with pytest.raises(KeyError):
        fill(mould(hole("a")), {})


def sheet_of(catalogue: Catalogue, answers: dict[str, object]) -> Sheet:
    return build(catalogue, assess(catalogue, read(catalogue, answers)), "", TODAY)


@pytest.mark.parametrize("case", ["usual", "found", "silent"])
def test_the_lists_are_what_their_macros_draw(app: Flask, catalogue: Catalogue, case: str) -> None:
    answers = {"usual": USUAL, "found": everything_found(catalogue)}.get(
        case, everything_silent(catalogue)
    )
    sheet = sheet_of(catalogue, answers)
    drawing: Drawing = app.extensions["clinic_check.summary"]
    macro = drawing.macro
    shown = {source.id: str(number) for number, source in enumerate(sheet.sources, start=1)}
    numbers = {name.encode(): number.encode() for name, number in shown.items()}
    lists = (sheet.serious, sheet.caution, sheet.no_answer, sheet.notes)
    with app.test_request_context():
        for entries in lists:
            plain = [macro("finding")(e.words, e.because, shown) for e in entries]
            assert drawing.findings(entries, numbers).decode() == "\n".join(plain)
        for name, texts in (
            ("passage", sheet.evidence),
            ("passage", sheet.state),
            ("token", sheet.tokens),
            ("place", sheet.places),
        ):
            plain = [macro("passages", name)(text, shown) for text in texts]
            assert drawing.passages(name, texts, numbers).decode() == "\n".join(plain)
        plain = [macro("sources", "listed")(source.id, shown) for source in sheet.sources]
        assert drawing.sources(sheet, numbers).decode() == "".join(plain)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"deposit": "no-refund"}, " 0 other signs, 0 not answered, "),
        ({"claims": ["success-rate"]}, " 1 other sign, 0 not answered, "),
        ({"consent": "no-answer"}, " 0 other signs, 1 not answered, "),
    ],
)
def test_the_doctors_sheet_counts_in_whole_words(
    visitor: Visitor, answers: dict[str, Any], told: str
) -> None:
    with visitor.client.session_transaction() as session:
        session["answers"] = answers
    for address in ("/summary", "/paper/doctor"):
        assert told in visitor.get(address).text


def test_the_doctors_sheet_says_where_the_other_serious_signs_stand(
    visitor: Visitor, catalogue: Catalogue
) -> None:
    with visitor.client.session_transaction() as session:
        session["answers"] = everything_found(catalogue)
    more = sheet_of(catalogue, everything_found(catalogue)).doctor.more
    assert more > 1
    assert f"And {more} more serious signs on page 3." in visitor.get("/summary").text
    alone = visitor.get("/paper/doctor").text
    assert f"And {more} more serious signs in my whole summary." in alone


def test_each_answer_is_given_back_in_words(visitor: Visitor, catalogue: Catalogue) -> None:
    with visitor.client.session_transaction() as session:
        session["answers"] = {"claims": ["cure", "hidden"], "stage": "paid"}
    rows = [text(row) for row in visitor.get("/summary").soup.select(".answers-given li")]
    claims, stage = catalogue.question["claims"], catalogue.question["stage"]
    both = f"{claims.option['cure'].label}; {claims.option['hidden'].label}"
    assert rows == [f"{stage.label}: {stage.option['paid'].label}", f"{claims.label}: {both}"]


@pytest.mark.parametrize("case", ["usual", "found"])
def test_each_number_leads_to_its_source(visitor: Visitor, catalogue: Catalogue, case: str) -> None:
    answers = USUAL if case == "usual" else everything_found(catalogue)
    with visitor.client.session_transaction() as session:
        session["answers"] = answers
    page = visitor.get("/summary").soup
    sources = sheet_of(catalogue, answers).sources
    listed = {str(line["id"]): line for line in page.select(".sources li")}
    assert list(listed) == [f"s{number}" for number in range(1, len(sources) + 1)]
    for line, source in zip(listed.values(), sources, strict=True):
        assert [link["href"] for link in line.select("a")] == [source.url]
    cited = page.select(".cited a")
    assert {str(link["href"]) for link in cited} == {f"#{name}" for name in listed}
    for link in cited:
        assert text(link).split()[0] == str(link["href"]).removeprefix("#s")


def test_the_words_of_a_trials_sign_are_made_once(app: Flask, catalogue: Catalogue) -> None:
    signs = app.extensions["clinic_check"].library.trials.signs
    first, second = (
        assess(catalogue, {}, [sign.finding for sign in signs]) for _ in ("one person", "another")
    )
    assert len(first.caution) > 1
    for one, other in zip(first.caution, second.caution, strict=True):
        assert one.words is other.words, "what is kept is found again by the words themselves"


def test_answers_are_escaped_in_what_is_kept() -> None:
    assert items(["a < b", "50%: “c” & d"]) == Markup(
        "<li>a &lt; b</li>\n<li>50%: “c” &amp; d</li>"
    )


def test_the_second_person_sees_nothing_of_the_first(app: Flask) -> None:
    first, second = Visitor(app), Visitor(app)
    first.answer(first.get("/quick"), {"kind": "sold", "deposit": "no-refund"})
    first.send(first.get("/answers"), {"clinic": "Elm Street 50% & Sons"})
    assert "Elm Street 50% & Sons" in first.get("/summary").text
    for address in ("/quick", "/answers", "/summary", "/check/signing"):
        page = second.get(address)
        assert "Elm Street" not in page.html
        assert not page.soup.select("[checked], option[selected]")


def test_a_page_is_the_same_the_first_time_and_later() -> None:
    app = create_app(Settings.from_environment({}, local=True))
    visitor = Visitor(app)
    for address in ("/", "/about", "/summary"):
        assert visitor.get(address).html == visitor.get(address).html


def test_holes_have_every_name() -> None:
    assert mould(Holes()["fda-2021"]) == b"%(fda-2021)s"
