"""“Check the trial number”: each outcome has its own plain sentence, and the checklist goes on."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from clinic_check.trials.cache import open_cache
from tests.support.played import PlayedRegistry, known, missing, record, reply
from tests.support.visitor import Page, Visitor

NUMBER = "NCT98000001"


@pytest.fixture
def registry(app: Flask, played: PlayedRegistry) -> Iterator[PlayedRegistry]:
    """The played registry in the place of the real one, with an empty cache."""
    before = app.extensions["clinic_check"]
    app.extensions["clinic_check"] = replace(
        before, registry=played.settings(), records=open_cache(None)
    )
    yield played
    app.extensions["clinic_check"] = before


def look_up(visitor: Visitor, number: str, town: str = "", status: int = 200) -> Page:
    return visitor.send(visitor.get("/trial"), {"number": number, "town": town}, status=status)


def test_a_known_number_shows_what_the_record_says(
    visitor: Visitor, registry: PlayedRegistry
) -> None:
    registry.study(NUMBER, known("open-trial"))
    page = look_up(visitor, " nct 98000001 ")
    assert page.heading == "What the record says"
    assert "Being listed is not a review." in page.text
    assert "The record doesn’t say whether the FDA let this study go ahead." in page.text
    (head,) = registry.asked
    assert head.startswith(f"GET /api/v2/studies/{NUMBER} HTTP/1.1")


def test_the_number_goes_out_once_and_the_town_never(
    visitor: Visitor, registry: PlayedRegistry
) -> None:
    registry.study(NUMBER, known("open-trial"))
    look_up(visitor, NUMBER, "Elmsford")
    look_up(visitor, NUMBER, "Elmsford")
    (head,) = registry.asked
    assert "Elmsford" not in head
    assert "Cookie" not in head


def test_a_look_up_is_kept_only_when_the_person_says_so(
    visitor: Visitor, registry: PlayedRegistry
) -> None:
    registry.study("NCT98000009", known("withdrawn"))
    page = look_up(visitor, number_of("withdrawn"))
    assert "trial" not in visitor.session()
    page = visitor.send(page)
    kept = visitor.session()
    assert kept["trial"][0] == number_of("withdrawn")
    assert "withdrawn" in kept["trial"][2]
    assert kept["answers"] == {"trial-number": "in-writing"}
    assert "warning sign" in visitor.get("/summary").heading
    page = visitor.get("/answers")
    assert number_of("withdrawn") in page.text
    visitor.send(page, form=0)
    assert "trial" not in visitor.session()


def number_of(name: str) -> str:
    number: str = record(name)["protocolSection"]["identificationModule"]["nctId"]
    return number


@pytest.fixture(autouse=True)
def every_record(registry: PlayedRegistry) -> None:
    """The played registry knows the invented records that these tests ask for."""
    for name in ("withdrawn", "many-places", "silent-and-flag-no"):
        registry.study(number_of(name), known(name))


def test_a_mismatch_counts_only_when_it_is_confirmed(visitor: Visitor) -> None:
    visitor.holding({"kind": "study"})
    page = look_up(visitor, number_of("withdrawn"))
    assert not page.soup.select("input[name=match][checked]")
    visitor.send(page, {"match": "not-open"})
    assert visitor.session()["answers"]["trial-match"] == "not-open"


def test_a_record_can_never_say_that_the_offer_matches(visitor: Visitor) -> None:
    page = look_up(visitor, number_of("withdrawn"))
    visitor.send(page, {"match": "matches"})
    assert "trial-match" not in visitor.session()["answers"]


def test_the_clinic_that_was_typed_is_looked_for_among_the_places(visitor: Visitor) -> None:
    page = look_up(visitor, number_of("many-places"), "Nowhereville")
    assert "didn’t find it under that name" in page.text
    assert "Nowhereville" not in str(visitor.session())


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (missing(NUMBER), "The registry says it has no study with this number."),
        (reply("403 Forbidden", b"<html>", "text/html"), "would not let this server in"),
        (reply("429 Too Many Requests"), "asked too much, too fast"),
        (reply("500 Oops", kind="text/html"), "has trouble of its own"),
        (reply(body=b"<html></html>", kind="text/html"), "not a study record"),
        (reply(body=b'{"protocolSection": '), "not a study record"),
        (reply("404 Not Found", b"<html>", "text/html"), "We could not check this number."),
    ],
)
def test_every_failure_has_its_own_sentence_and_the_address(
    visitor: Visitor, registry: PlayedRegistry, answer: bytes, sentence: str
) -> None:
    registry.study(NUMBER, answer)
    page = look_up(visitor, NUMBER)
    assert sentence in page.text
    assert f"https://clinicaltrials.gov/study/{NUMBER}" in page.links()
    assert "/answers" in page.links()


def test_what_is_no_number_is_answered_with_a_question(
    visitor: Visitor, registry: PlayedRegistry
) -> None:
    page = look_up(visitor, "NCT1234", status=422)
    assert "Can you check it against the paper?" in page.text
    assert page.soup.select("#number[value=NCT1234]"), "what was typed is still there"
    assert registry.asked == []


def test_a_number_of_another_registry_leads_to_its_own_page(visitor: Visitor) -> None:
    page = look_up(visitor, "ISRCTN12345678")
    assert any("isrctn" in link for link in page.links())


def test_the_question_leads_to_the_look_up_and_back_again(
    visitor: Visitor, registry: PlayedRegistry
) -> None:
    registry.study(NUMBER, known("open-trial"))
    visitor.holding({"kind": "study"})
    page = visitor.press(visitor.get("/check/trial-number"), "said", go="trial")
    assert page.heading == "Check a trial number"
    assert visitor.session()["answers"]["trial-number"] == "said"
    assert "/check/trial-number" in page.links()
    page = visitor.send(page, {"number": NUMBER})
    page = visitor.send(page)
    assert page.address == "/check/trial-number"
    assert visitor.session()["answers"]["trial-number"] == "in-writing"
    assert visitor.press(page).address == "/check/trial-match"


def test_a_look_up_that_failed_comes_back_too(visitor: Visitor, registry: PlayedRegistry) -> None:
    registry.study(NUMBER, reply("500 Oops"))
    visitor.holding({"kind": "study"})
    page = visitor.press(visitor.get("/check/trial-number"), go="trial")
    page = visitor.send(page, {"number": NUMBER})
    assert "/check/trial-number" in page.links()
    page = visitor.send(page, {"change": "yes"})
    assert page.soup.select(f"#number[value={NUMBER}]"), "it can be corrected"


@pytest.mark.parametrize("back", ["https://elsewhere.example", "check/nothing", "//x", "sold/kind"])
def test_a_forged_way_back_leads_to_the_answers(visitor: Visitor, back: str) -> None:
    page = visitor.get(f"/trial?back={back}")
    assert "/answers" in page.links()
    assert back not in page.html


def test_it_works_without_cookies(visitor: Visitor, registry: PlayedRegistry) -> None:
    registry.study(NUMBER, known("open-trial"))
    page = visitor.get("/trial")
    visitor.client.delete_cookie(visitor.app.config["SESSION_COOKIE_NAME"])
    page = visitor.send(page, {"number": NUMBER})
    assert page.heading == "What the record says"


def test_switched_off_there_is_a_link_and_no_button(
    app: Flask, visitor: Visitor, registry: PlayedRegistry
) -> None:
    here = app.extensions["clinic_check"]
    app.extensions["clinic_check"] = replace(here, registry=replace(here.registry, on=False))
    page = visitor.get("/trial")
    assert not page.soup.select("#number")
    assert "https://clinicaltrials.gov" in page.links()


@pytest.mark.parametrize(
    ("module", "key", "value"),
    [
        ("designModule", "phases", ["\ud800"]),
        ("designModule", "enrollmentInfo", {"count": 10**400}),
        ("sponsorCollaboratorsModule", "leadSponsor", {"name": "\udfff\u202e\x00"}),
    ],
)
def test_a_hostile_record_is_shown_without_what_no_page_may_hold(
    visitor: Visitor, registry: PlayedRegistry, module: str, key: str, value: object
) -> None:
    hostile = record("open-trial")
    hostile["protocolSection"][module][key] = value
    registry.study(NUMBER, reply(body=json.dumps(hostile).encode()))
    page = look_up(visitor, NUMBER)
    assert page.heading == "What the record says"
    assert not set(page.html) & {"\u202e", "\x00"}


def test_a_record_under_something_that_is_no_number_is_not_shown(
    visitor: Visitor, registry: PlayedRegistry
) -> None:
    hostile = record("open-trial")
    who = hostile["protocolSection"]["identificationModule"]
    who.update(nctId="call 1-555-0100", nctIdAliases=[NUMBER])
    registry.study(NUMBER, reply(body=json.dumps(hostile).encode()))
    page = look_up(visitor, NUMBER)
    assert page.heading == "We could not check this number."
    assert "555-0100" not in page.html
