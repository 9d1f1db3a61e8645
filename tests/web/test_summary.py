"""The pages of the summary: one screen first, the rest at addresses of their own."""

from typing import Any

import pytest

from tests.support.visitor import Visitor

PRICE = "Waiting may lose you today’s price."


@pytest.mark.parametrize(
    ("answers", "gone", "there"),
    [
        (
            {"stage": "paid"},
            ["before you sign or pay", PRICE],
            "Show this before you pay more or have it",
        ),
        (
            {"stage": "had-it"},
            ["before you sign or pay", PRICE, "Then decide"],
            "Show this to your doctor",
        ),
        (
            {"kind": "study", "payer": "study"},
            ["before you sign or pay", PRICE],
            "Show this before you sign",
        ),
        ({"own-doctor": "yes"}, ["before you sign or pay"], "Your doctor has seen the offer."),
    ],
)
def test_no_line_of_the_summary_speaks_of_what_is_behind_the_person(
    visitor: Visitor, answers: dict[str, Any], gone: list[str], there: str
) -> None:
    page = visitor.holding({"place": "us", "deposit": "no-refund", **answers}).get("/summary")
    assert there in page.text
    assert "before you pay." not in page.text
    for words in gone:
        assert words not in page.text


@pytest.mark.parametrize("address", ["/summary", "/stop"])
@pytest.mark.parametrize(
    ("stage", "leads_to"), [("paid", "/signed"), ("had-it", "/signed#had"), ("looking", None)]
)
def test_what_may_still_be_undone_is_linked_once_near_the_top(
    visitor: Visitor, address: str, stage: str, leads_to: str | None
) -> None:
    page = visitor.holding({"place": "us", "stage": stage}).get(address)
    ways = [str(a["href"]) for a in page.soup.select("main a[href^='/signed']")]
    assert ways == ([leads_to] if leads_to else [])
    if leads_to and address == "/summary":
        assert page.soup.select(f".headline a[href='{leads_to}']")


def test_where_to_look_up_and_report_has_a_page_of_its_own_with_the_state_s_law(
    visitor: Visitor,
) -> None:
    visitor.holding({"place": "us", "state": "fl", "kind": "sold", "claims": ["borrowed-trust"]})
    page = visitor.get("/summary")
    assert "/summary/places" in page.links()
    own, everything = visitor.get("/summary/places"), visitor.get("/summary/everything")
    for words in ("Your state’s law", "To report harm or a false claim", "Awards, patents"):
        assert words in own.text
        assert words in everything.text
    assert "FDA MedWatch" in own.text
    assert (
        "Your state’s law" not in visitor.holding({"place": "abroad"}).get("/summary/places").text
    )
