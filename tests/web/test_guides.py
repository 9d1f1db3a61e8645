"""The pages of their own: questions answered, days worked out, letters made, and nothing kept."""

import logging
import re
import shutil
from dataclasses import replace
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic_check import create_app
from clinic_check.guides.pages import PAGES
from clinic_check.library import open_library
from clinic_check.settings import CONTENT, Settings
from clinic_check.web.views.guides import ENDPOINTS, link
from tests.support import pdfs
from tests.support.coming_back import having
from tests.support.visitor import Page, Visitor, check, text

CASES = Path(__file__).parents[2].parent / "shared" / "cases" / "questions.md"

ANSWERED = {
    1: "does-it-help",
    2: "nine-of-ten",
    4: "surgery",
    5: "good-candidate",
    7: "how-soon",
    9: "guideline",
    10: "what-else",
    11: "who-treats",
    12: "devices",
    14: "go-wrong",
    15: "cancer",
    17: "worse-since",
    18: "rejected",
    19: "really-cells",
    21: "approved-legal",
    22: "legal-in-florida",
    23: "own-cells-registered",
    25: "best-clinic",
    26: "hospital-name",
    27: "stories",
    28: "chiropractor",
    30: "podcast",
    32: "held-back",
    33: "nothing-to-lose",
    34: "usual-price",
    35: "insurance",
    37: "tax-hsa",
    38: "loan",
    39: "cancel",
    41: "fundraising",
    43: "cross-doctor",
    45: "abroad",
    47: "en-espanol",
    48: "report",
}
"""The number of a question in the list of real ones -> our entry for it."""

OURS = ("/questions", "/signed", "/other-ways", "/family", "/method")
LETTERS = ("cancel", "dispute", "records", "complaint")


def pages_of(visitor: Visitor) -> list[Page]:
    letters = [f"/signed/letters/{name}" for name in LETTERS]
    return [visitor.get(address) for address in (*OURS, *letters)]


def section(page: Page, id: str) -> str:
    """What stands around a heading: what it unfolds, or its section."""
    (heading,) = page.soup.select(f"#{id}")
    return text(heading.find_parent(["details", "section"]))


def signed_app(tmp_path: Path, *files: str) -> Flask:
    """The app on content that somebody has signed, in the files that are named."""
    content = tmp_path / "content"
    shutil.copytree(CONTENT, content)
    for name in files:
        path = content / "guides" / name
        words = path.read_text(encoding="utf-8")
        path.write_text(words.replace('signed_off_by = ""', 'signed_off_by = "Dr. Example"'))
    settings = Settings.from_environment({"CLINIC_CHECK_CONTENT": str(content)}, local=True)
    return create_app(settings)


# --- Questions that people ask -------------------------------------------------------------------


def test_every_real_question_has_its_answer_or_says_who_can_give_one(visitor: Visitor) -> None:
    page = visitor.get("/questions")
    for number, name in ANSWERED.items():
        told = section(page, name)
        assert "Source:" in told or "Who can answer:" in told, number
        (heading,) = page.soup.select(f"#{name}")
        answer = heading.find_parent("details")
        assert answer is not None
        assert answer.select(".links a"), f"{number} leads to no page of ours"


def test_the_list_of_real_questions_is_covered_one_by_one() -> None:
    if not CASES.exists():
        pytest.skip("the collected questions are not at hand")
    numbers = {int(n) for n in re.findall(r"^(\d+)\. ", CASES.read_text("utf-8"), re.MULTILINE)}
    assert numbers == set(ANSWERED)


def test_a_question_in_spanish_is_answered_in_spanish_and_marked(visitor: Visitor) -> None:
    page = visitor.get("/questions")
    (answer,) = page.soup.select("details[lang=es]")
    assert "Muéstrele la oferta a su médico" in text(answer)
    assert answer.select("[lang=en] a"), "what is English in it is marked too"


def test_every_link_of_these_pages_leads_to_a_page_and_to_a_part_of_it(visitor: Visitor) -> None:
    seen: dict[str, Page] = {}
    followed = 0
    for page in pages_of(visitor):
        for address in page.links():
            bare, part = urldefrag(address)
            if not bare.startswith("/") or bare.startswith("/static") or bare.endswith(".pdf"):
                continue
            there = seen.setdefault(bare, visitor.get(bare))
            if part:
                assert there.soup.select(f"[id='{part}']"), f"{page.address} leads to {address}"
            followed += 1
    assert followed > 100


def test_the_content_knows_every_page_by_a_name_that_has_an_address(app: Flask) -> None:
    assert set(ENDPOINTS) == set(PAGES)
    with app.test_request_context():
        for name in app.extensions["clinic_check"].library.guides.questions.links:
            assert link(name).address.startswith("/")


def test_the_summary_leads_to_the_pages_that_fit(visitor: Visitor) -> None:
    page = visitor.holding({"stage": "had-it"}, who="helper").get("/summary")
    assert {"/signed#had", "/family"} <= set(page.links())
    assert "You have had it" in page.text
    plain = Visitor(visitor.app).get("/summary").links()
    assert not {"/signed", "/signed#had", "/family", "/other-ways"} & set(plain)


def test_the_start_page_leads_to_them_all(visitor: Visitor) -> None:
    assert set(OURS) <= set(visitor.get("/").links())


# --- After signing -------------------------------------------------------------------------------


def work_out(visitor: Visitor, status: int = 200, **typed: str | list[str]) -> Page:
    return visitor.send(visitor.get("/signed"), typed, status=status)


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


# --- Letters -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_can_be_had_with_nothing_typed(visitor: Visitor, name: str) -> None:
    page = visitor.get(f"/signed/letters/{name}")
    again = visitor.send(page)
    for shown in (page, again):
        (copied,) = shown.soup.select("textarea#letter")
        (printed,) = shown.soup.select("pre.letter")
        assert copied.text.strip() == printed.text.strip()
        assert "My name: ____" in printed.text
        assert "{" not in printed.text


def test_a_letter_says_what_was_typed_and_keeps_it_to_be_changed(visitor: Visitor) -> None:
    typed = {
        "name": "Ann Poe",
        "day": "2026-11-03",
        "amount": "$5,000",
        "clinic": "A <b>Clinic</b>",
    }
    page = visitor.send(visitor.get("/signed/letters/cancel"), typed)
    (printed,) = page.soup.select("pre.letter")
    assert "On November 3, 2026 I signed a contract" in printed.text
    assert "To: A <b>Clinic</b>" in printed.text
    assert not printed.select("b"), "markup is shown as it was typed"
    assert str(page.soup.select("#name")[0]["value"]) == "Ann Poe"
    assert page.soup.select("#name[autocomplete=name]")


def test_the_clinics_name_is_there_already_if_it_was_typed_before(visitor: Visitor) -> None:
    having(visitor, {"kind": "sold"}, clinic="Example Clinic")
    page = visitor.get("/signed/letters/records")
    assert page.soup.select("#clinic[value='Example Clinic']")


def test_what_does_not_fit_a_letter_is_told_and_nothing_is_lost(visitor: Visitor) -> None:
    typed = {"name": "x" * 200, "day": "3.11.26", "clinic": "Example"}
    page = visitor.send(visitor.get("/signed/letters/cancel"), typed, status=422)
    told = [text(problem) for problem in page.soup.select(".problems a")]
    assert told == [
        "We can’t read this day. Choose it from the calendar, or type the year, the month, "
        "and the day, as in 2026-11-03.",
        "Use 120 signs or fewer here.",
    ]
    assert str(page.soup.select("#name")[0]["value"]) == "x" * 200
    assert "To: Example" in page.soup.select("pre.letter")[0].text


@given(
    st.fixed_dictionaries(
        {}, optional={n: st.text(max_size=60) for n in ("clinic", "day", "name", "facts", "who")}
    )
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_typed_makes_a_page_in_order(app: Flask, typed: dict[str, str]) -> None:
    visitor = Visitor(app)
    page = visitor.get("/signed/letters/complaint")
    (drawn,) = page.soup.find_all("form")
    response = visitor.client.post(page.address, data={**page.fields(drawn), **typed})
    assert response.status_code in (200, 422)
    check(
        Page(page.address, 200, response.text, BeautifulSoup(response.text, "html5lib"), response)
    )


def test_a_letter_that_there_is_not(visitor: Visitor) -> None:
    visitor.get("/signed/letters/love", 404)


def test_nothing_that_is_typed_is_kept_or_logged(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    having(visitor, {"stage": "paid"})
    visitor.get("/signed")
    before = visitor.session()
    with caplog.at_level(logging.DEBUG):
        work_out(visitor, cancel="2026-11-03", where=["away", "had"], state="nv")
        typed = {"name": "Zebulon Quux", "facts": "A long story", "day": "2026-11-03"}
        page = visitor.send(visitor.get("/signed/letters/complaint"), typed)
        visitor.send(visitor.get("/other-ways"), {"state": "nv"})
    assert "Zebulon Quux" in page.html
    assert visitor.session() == before
    assert "Quux" not in caplog.text
    assert page.response.headers["Cache-Control"] == "no-store"
    assert visitor.get("/signed").soup.select("input[name=where][checked]") == []


# --- Other ways, the family, the method ----------------------------------------------------------


def test_each_condition_has_its_care_and_what_not_to_use_waits(visitor: Visitor) -> None:
    page = visitor.get("/other-ways")
    assert "tricyclic antidepressants" in section(page, "diabetic")
    assert "opioids" not in page.text.lower()
    assert "prolotherapy" not in page.text.lower()
    assert "No clinician has read this page yet." in page.text


def test_what_not_to_use_appears_once_somebody_has_signed_it(tmp_path: Path) -> None:
    page = Visitor(signed_app(tmp_path, "other-ways.toml")).get("/other-ways")
    assert "Opioids for painful diabetic neuropathy" in section(page, "diabetic")
    assert "What a guideline says not to use" in page.text
    assert "No clinician has read this page yet." not in page.text


def test_the_ready_search_has_condition_and_state(visitor: Visitor) -> None:
    having(visitor, {"condition": ["stenosis"], "state": "fl"})
    page = visitor.get("/other-ways")
    searches = [a for a in page.links() if a.startswith("https://clinicaltrials.gov/search?")]
    assert len(searches) == 7
    assert all("state=Florida" in a and "aggFilters=status:rec" in a for a in searches)
    opened = [str(h["id"]) for h in page.soup.select("details.condition[open] h2")]
    assert opened == ["stenosis"]
    page = visitor.send(page, {"state": ""})
    assert all("state=" not in a for a in page.links() if "clinicaltrials.gov/search" in a)
    page = visitor.send(page, {"state": "moon"}, status=422)
    assert "Choose a state from the list." in page.text


def test_the_family_page_leads_into_the_check_for_someone_else(visitor: Visitor) -> None:
    page = visitor.get("/family")
    assert "/who" in page.links()
    assert "877-908-3360" in page.text


def test_the_method_page_counts_what_is_there_today(visitor: Visitor) -> None:
    library = open_library(CONTENT)
    page = visitor.get("/method")
    sources = library.catalogue.sources
    confirmed = sum(source.confirmed for source in sources)
    assert f"There are {len(sources)} sources. {confirmed} are confirmed" in page.text
    assert f"{len(sources) - confirmed} are not" in page.text
    assert "No lawyer has read “I have signed, paid, or had it” yet." in page.text
    assert "{" not in page.text


def test_the_method_page_names_who_has_signed(tmp_path: Path) -> None:
    page = Visitor(signed_app(tmp_path, "signed.toml", "other-ways.toml")).get("/method")
    assert "“I have signed, paid, or had it” was read by Dr. Example." in page.text
    assert "A list of signs to watch for is written." not in page.text


def test_the_pages_say_who_has_not_read_them(visitor: Visitor) -> None:
    for address, readers in {
        "/questions": {"lawyer", "clinician"},
        "/signed": {"lawyer", "clinician"},
        "/other-ways": {"clinician"},
        "/family": set(),
    }.items():
        told = visitor.get(address).text
        found = set(re.findall(r"No (lawyer|clinician) has read this page yet\.", told))
        assert found == readers, address


def test_unconfirmed_sources_are_marked_where_they_stand(visitor: Visitor) -> None:
    library = open_library(CONTENT)
    source = library.catalogue.source["florida-456-062"]
    assert not source.confirmed
    page = visitor.get("/signed")
    (link_to_it, *_) = page.soup.select(f"a[href='{source.url}']")
    assert "(not confirmed)" in text(link_to_it.find_parent("li"))
    assert replace(source, confirmed=True) != source


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_can_be_had_as_a_pdf_of_what_is_typed(visitor: Visitor, kind: str) -> None:
    page = visitor.get(f"/signed/letters/{kind}")
    fields = page.fields(page.soup.select("main form")[0])
    named = next(name for name in ("clinic", "name") if name in fields)
    typed = {**fields, named: '*Elm* #eval("1")', "pdf": "yes"}
    answer = visitor.client.post(f"/signed/letters/{kind}", data=typed)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert '*Elm*#eval("1")' in pdfs.unspaced(pdfs.text(answer.data)).replace("“", '"').replace(
        "”", '"'
    )
