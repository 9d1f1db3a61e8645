"""After signing: last days are worked out from what was typed, and nothing is kept."""

from pathlib import Path

import pytest

from tests.support.coming_back import having
from tests.support.guides_pages import section, signed_app, work_out
from tests.support.visitor import Visitor, text


def test_the_last_day_comes_from_the_day_that_was_typed(visitor: Visitor) -> None:
    page = work_out(visitor, cancel="2026-11-07", where=["away"])
    told = section(page, "your-days")
    assert "Thursday, November 12, 2026" in told, "a Sunday and Veterans Day between"
    assert "Medical care isn’t named as an exception in the federal rule" in told
    (field,) = page.soup.select("#cancel")
    assert field["value"] == "2026-11-07", "the day is still there to correct"


def test_each_day_has_its_own_sentence(visitor: Visitor) -> None:
    page = work_out(visitor, cancel="2020-03-02", dispute="2020-03-02", records="2020-03-02")
    told = section(page, "your-days")
    assert "ended on Thursday, March 5, 2020" in told
    assert "60 days after the bill ended on Friday, May 1, 2020" in told
    assert "The 30 days ended on Wednesday, April 1, 2020" in told


def test_a_state_with_a_rule_of_its_own_adds_its_day(visitor: Visitor) -> None:
    page = work_out(visitor, cancel="2020-11-05", state="ca")
    told = section(page, "your-days")
    assert "California’s five days for a senior citizen ended on Wednesday, November 11" in told
    assert "California’s rule may leave out the services of doctors" in page.text
    page = work_out(visitor, cancel="2020-11-05", state="me")
    assert "We have no rule of Maine on our list" in page.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("11/3/26", "We can’t read this day."),
        ("Nov 3 2026", "We can’t read this day."),
        ("2026-02-30", "We can’t read this day."),
        ("2999-01-01", "This day is still to come."),
        ("1999-12-31", "This day is before the year 2000."),
        ("<b>3</b>", "We can’t read this day."),
        ("2026-11-03\x00", "We can’t read this day."),
    ],
)
def test_a_day_that_cannot_be_used_gets_a_plain_sentence(
    visitor: Visitor, typed: str, told: str
) -> None:
    for name in ("cancel", "dispute", "records"):
        page = work_out(visitor, 422, **{name: typed})
        assert text(page.soup.title).startswith("Error: ")
        (problem,) = page.soup.select(".problems a")
        assert problem["href"] == f"#{name}"
        assert text(problem).startswith(told)
        assert not page.soup.select("#your-days")


def test_one_wrong_day_does_not_lose_the_others(visitor: Visitor) -> None:
    page = work_out(visitor, 422, cancel="2020-03-02", dispute="soon", where=["card"])
    assert "March 5, 2020" in section(page, "your-days")
    assert page.soup.select("#where-card[checked]")
    page = work_out(visitor, 422, state="zz")
    assert "Choose a state from the list." in page.text


def test_nothing_typed_is_no_fault(visitor: Visitor) -> None:
    page = work_out(visitor)
    assert not page.soup.select(".problems, #your-days, details[open]")


def test_what_was_answered_is_ticked_already(visitor: Visitor) -> None:
    having(visitor, {"stage": "had-it", "pushed": "loan", "state": "ca"})
    page = visitor.get("/signed")
    ticked = [str(box["value"]) for box in page.soup.select("input[name=where][checked]")]
    assert ticked == ["loan", "had"]
    opened = [str(h["id"]) for h in page.soup.select("details.situation[open] h2")]
    assert opened == ["loan", "had"]
    fits = [str(a["href"]) for a in page.soup.select("nav[aria-label='What fits you'] a")]
    assert fits == ["#loan", "#had", "#help"]
    assert page.soup.select("option[value=ca][selected]")
    assert "New weakness in the legs" in page.text


def test_a_forged_situation_is_left_alone(visitor: Visitor) -> None:
    page = work_out(visitor, where=["away", "moon", "<script>"])
    assert [str(b["value"]) for b in page.soup.select("input[checked]")] == ["away"]


def test_whoever_had_it_sees_what_to_keep_and_links_but_not_our_own_list(visitor: Visitor) -> None:
    told = section(visitor.get("/signed"), "had")
    assert "call 911 first" in told
    assert "The exact product name, the maker, and the lot number." in told
    assert "Texas health department" in told
    assert "eyes hurt by light" not in told
    assert "scrambler" not in told


def test_our_own_list_of_signs_appears_once_somebody_has_signed_it(tmp_path: Path) -> None:
    page = Visitor(signed_app(tmp_path, "signed.toml")).get("/signed")
    assert "eyes hurt by light" in section(page, "had")
    assert "has read this page yet" not in page.text
