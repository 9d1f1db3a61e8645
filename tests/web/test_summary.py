"""The pages of the summary: one screen first, the rest at addresses of their own."""

from tests.support.visitor import Visitor


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
