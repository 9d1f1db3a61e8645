"""The pages of their own: questions, other ways, the family, the method, and who signed."""

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from flask import Flask

from clinic_check.guides.pages import PAGES
from clinic_check.library import open_library
from clinic_check.settings import CONTENT
from clinic_check.web.views.guides import ENDPOINTS, link
from tests.support.coming_back import having
from tests.support.guides_pages import OURS, pages_of, section, signed_app
from tests.support.visitor import Page, Visitor, text

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
