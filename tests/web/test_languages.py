"""The same pages in Spanish: at /es, with the same answers, codes and cookie."""

import pytest
from bs4 import Tag
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from clinic_check import create_app
from clinic_check.settings import Settings
from tests.support.visitor import Page, Visitor, text

ANSWERS = {
    "place": "us",
    "state": "fl",
    "kind": "sold",
    "stage": "paid",
    "source": ["own-fat", "exosomes"],
    "route": "spine-fluid",
    "condition": ["diabetic", "stenosis"],
    "approval": "no-answer",
    "claims": ["cure", "no-risk"],
}


def switch(page: Page) -> Tag:
    """Return what leads to the page in the other language."""
    (found,) = page.soup.select("header .wrap > [lang]:not(.name)")
    return found


def pages(app: Flask) -> list[str]:
    """Return the address of every page that can be opened without more."""
    found = ["/quick/place", "/check/state", "/details/route", "/change/claims", "/check/name"]
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.arguments:
            found.append(rule.rule)
    return sorted(
        address
        for address in found
        if not address.startswith(("/healthz", "/readyz", "/save/")) and "." not in address
    )


def test_every_page_opens_in_spanish_too(app: Flask, visitor: Visitor) -> None:
    visitor.holding(ANSWERS)
    addresses = pages(app)
    assert len(addresses) > 20
    for address in addresses:
        page = visitor.get(f"/es{address}")
        assert page.address.startswith("/es/"), f"{address} leads out of Spanish"
        inside = [a for a in page.links() if a.startswith("/") and a != switch(page).get("href")]
        assert all(a.startswith("/es/") for a in inside), f"{address} links to English: {inside}"


@pytest.mark.parametrize("question", ["place", "claims", "source"])
def test_every_question_is_asked_in_spanish_under_the_same_ids(
    visitor: Visitor, question: str
) -> None:
    visitor.holding(ANSWERS)
    english, spanish = (visitor.get(f"{at}/check/{question}") for at in ("", "/es"))
    values = [
        [(c["name"], c["value"]) for c in page.soup.select(".choices input")]
        for page in (english, spanish)
    ]
    assert values[0] == values[1]
    assert values[0]


def test_each_page_links_to_itself_in_the_other_language_in_that_languages_words(
    visitor: Visitor,
) -> None:
    link = switch(visitor.get("/about"))
    assert (link["href"], link["hreflang"], link["lang"]) == ("/es/about", "es", "es")
    assert text(link) == "En español"
    link = switch(visitor.get("/es/about"))
    assert (link["href"], link["hreflang"], link["lang"]) == ("/about", "en", "en")
    assert text(link) == "In English"


def test_an_address_that_is_no_page_links_to_the_start_in_the_other_language(
    visitor: Visitor,
) -> None:
    for address in ("/nowhere", "/trial/keep"):
        page = visitor.get(address, status=405 if "keep" in address else 404)
        assert switch(page)["href"] == "/es/"
    assert switch(visitor.get("/es//elsewhere.example/x", status=404))["href"] == "/"


def test_on_a_question_the_other_language_is_a_button_that_keeps_what_was_ticked(
    visitor: Visitor,
) -> None:
    page = visitor.get("/check/source")
    button = switch(page)
    assert (button["name"], button["value"], button["form"]) == ("go", "es", "question")
    page = visitor.press(page, ["own-fat"], go="es")
    assert page.address == "/es/check/source"
    assert [c["value"] for c in page.soup.select("input[checked]")] == ["own-fat"]
    page = visitor.press(page, ["own-fat", "exosomes"], go="en")
    assert page.address == "/check/source"
    assert visitor.session()["answers"] == {"source": ["own-fat", "exosomes"]}


def test_the_name_of_the_clinic_goes_along(visitor: Visitor) -> None:
    page = visitor.send(visitor.get("/check/name"), {"clinic": "Made-up Clinic", "go": "es"})
    assert page.address == "/es/check/name"
    assert page.value("#clinic") == "Made-up Clinic"


@pytest.mark.parametrize(
    ("address", "form", "field", "typed"),
    [
        ("/claims", "ask", "text", "Our cells will cure your neuropathy."),
        ("/trial", "ask", "number", "NCT0"),
        ("/resume", "by-code", "code", "ABCD-EF"),
        ("/compare", "ask", "code-1", "ABCD-EF"),
        ("/signed/letters/cancel", "typed", "clinic", "Made-up Clinic"),
    ],
)
def test_what_was_typed_goes_along(
    visitor: Visitor, address: str, form: str, field: str, typed: str
) -> None:
    page = visitor.get(address)
    button = switch(page)
    assert (button["form"], button["formaction"]) == (form, f"/es{address}")
    drawn = page.soup.find(id=form)
    assert isinstance(drawn, Tag)
    sent = {**page.fields(drawn), field: typed}
    if "name" in button.attrs:
        sent[str(button["name"])] = str(button["value"])
    answer = visitor.client.post(str(button["formaction"]), data=sent)
    assert answer.status_code == 200
    assert typed in answer.text


def carried(visitor: Visitor, page: Page, **typed: str) -> TestResponse:
    """Press the button for the other language, with something typed on the page before."""
    button = switch(page)
    drawn = page.soup.find(id=str(button["form"]))
    assert isinstance(drawn, Tag)
    sent: dict[str, str | list[str]] = {**page.fields(drawn), **typed}
    if "name" in button.attrs:
        sent[str(button["name"])] = str(button["value"])
    return visitor.client.post(str(button["formaction"]), data=sent)


@pytest.mark.parametrize("at", ["", "/es"])
@pytest.mark.parametrize(
    ("from_page", "sent_to", "field", "typed"),
    [
        ("/claims", "/claims/keep", "text", "Our cells will cure your neuropathy."),
        ("/trial", "/trial/keep", "number", "NCT0"),
        ("/resume", "/resume/replace", "code", "ABCD-EF"),
    ],
)
def test_what_is_typed_goes_along_from_a_page_that_came_back_where_only_forms_go(
    visitor: Visitor, at: str, from_page: str, sent_to: str, field: str, typed: str
) -> None:
    visitor.holding(ANSWERS).get(f"{at}{from_page}")
    old = {"csrf_token": "old", "number": "NCT1"}
    response = visitor.client.post(at + sent_to, data=old)
    page = visitor._page(response, 422)
    answer = carried(visitor, page, **{field: typed})
    assert answer.status_code == 200
    assert typed in answer.text
    assert f'<html lang="{"en" if at else "es"}">' in answer.text


def test_a_code_that_waits_for_a_yes_waits_in_the_other_language_too(
    app: Flask, visitor: Visitor
) -> None:
    code = text(Visitor(app).holding({"place": "abroad"}).get("/save").soup.select_one(".code"))
    visitor.holding(ANSWERS)
    page = visitor.send(visitor.get("/resume"), {"code": code})
    assert page.heading == "Replace your answers?"
    answer = carried(visitor, page)
    assert answer.status_code == 200
    assert f'value="{code}"' in answer.text
    assert '<html lang="es">' in answer.text
    assert visitor.session()["answers"] == ANSWERS


def test_clinics_side_by_side_stay_so_in_the_other_language(app: Flask, visitor: Visitor) -> None:
    code = text(Visitor(app).holding({"place": "abroad"}).get("/save").soup.select_one(".code"))
    visitor.holding(ANSWERS)
    page = visitor.send(
        visitor.get("/compare"), {"name-0": "First & Co", "code-1": code, "name-1": "Clínica Dos"}
    )
    assert page.heading == "Clinics side by side"
    answer = carried(visitor, page)
    assert answer.status_code == 200
    assert "First &amp; Co</span>" in answer.text
    assert "Clínica Dos</span>" in answer.text
    assert '<html lang="es">' in answer.text


@pytest.mark.parametrize(
    ("address", "chosen"), [("/who", "me"), ("/who", "helper"), ("/keep", "week")]
)
def test_what_was_chosen_goes_along_and_is_stored_by_its_own_button_alone(
    visitor: Visitor, address: str, chosen: str
) -> None:
    answer = carried(visitor, visitor.get(address), **{address[1:]: chosen})
    assert answer.status_code == 200
    assert f'value="{chosen}" id="{address[1:]}-{chosen}" checked' in answer.text
    assert not visitor.session().keys() & {"who", "_permanent"}


def test_words_that_were_checked_are_shown_again_in_spanish(visitor: Visitor) -> None:
    page = visitor.send(visitor.get("/claims"), {"text": "We cure neuropathy."})
    button = switch(page)
    drawn = page.soup.find(id=str(button["form"]))
    assert isinstance(drawn, Tag)
    answer = visitor.client.post(str(button["formaction"]), data=page.fields(drawn))
    assert answer.status_code == 200
    assert "cure neuropathy</q>" in answer.text
    assert '<html lang="es">' in answer.text


def test_the_answers_the_cookie_and_the_token_are_the_same_in_both(visitor: Visitor) -> None:
    page = visitor.get("/quick/place")
    visitor.press(page, "us")
    answer = visitor.client.get("/es/answers")
    assert "Set-Cookie" not in answer.headers
    token = page.value("input[name=csrf_token]")
    sent = {"csrf_token": token, "answer": "abroad", "was": "us", "go": "on"}
    answer = visitor.client.post("/es/quick/place", data=sent)
    assert answer.status_code == 303
    assert "; Path=/" in answer.headers["Set-Cookie"]
    assert "Path=/es" not in answer.headers["Set-Cookie"]
    assert visitor.session()["answers"] == {"place": "abroad"}


def test_a_code_from_an_english_page_opens_on_a_spanish_one(app: Flask, visitor: Visitor) -> None:
    visitor.holding(ANSWERS)
    codes = [text(visitor.get(f"{at}/save").soup.select_one(".code")) for at in ("", "/es")]
    assert codes[0] == codes[1]
    other = Visitor(app)
    page = other.send(other.get("/es/resume"), {"code": codes[0]})
    assert page.address == "/es/resume/opened"
    assert other.session()["answers"] == ANSWERS


def test_a_browser_that_asks_for_spanish_is_offered_it_and_never_sent_there(
    client: FlaskClient,
) -> None:
    asked = client.get("/", headers={"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"})
    assert asked.status_code == 200
    assert '<html lang="en">' in asked.text
    offer = asked.text.index("Ver esta página en español")
    assert offer < asked.text.index("<h1>"), "the offer comes first"
    for other in ("en-US,en;q=0.9,es;q=0.5", "de", "*", ""):
        assert "Ver esta página" not in client.get("/", headers={"Accept-Language": other}).text


def test_what_serves_machines_is_there_once(client: FlaskClient) -> None:
    for address in ("/healthz", "/readyz", "/metrics", "/static/css/base.css"):
        assert client.get(f"/es{address}").status_code == 404


def test_pages_of_a_language_are_counted_with_the_others() -> None:
    counted = create_app(Settings.from_environment({"CLINIC_CHECK_METRICS": "on"}, local=True))
    client = counted.test_client()
    client.get("/about")
    client.get("/es/about")
    told = client.get("/metrics").text
    assert 'clinic_check_request_seconds_count{endpoint="about.about",status="2xx"} 2.0' in told
    assert client.get("/es/metrics").status_code == 404


def test_spanish_pages_say_that_no_translator_has_read_them_until_one_signs(
    visitor: Visitor,
) -> None:
    for address in ("/es/", "/es/quick/place", "/es/summary"):
        assert visitor.get(address).soup.select(".unread"), address
    assert not visitor.get("/").soup.select(".unread")


def test_behind_a_proxy_that_adds_a_folder_the_languages_still_find_each_other(
    app: Flask,
) -> None:
    behind = app.test_client()
    base = {"SCRIPT_NAME": "/check-a-clinic"}
    assert 'href="/check-a-clinic/es/about"' in behind.get("/about", environ_overrides=base).text
    spanish = behind.get("/es/about", environ_overrides=base).text
    assert 'href="/check-a-clinic/about"' in spanish
    assert "/check-a-clinic/static/css/base.css?v=" in spanish


@pytest.mark.parametrize("address", ["/es/check/state", "/es/signed", "/es/other-ways"])
def test_the_states_are_in_the_order_of_their_spanish_names(visitor: Visitor, address: str) -> None:
    page = visitor.holding({"place": "us"}).get(address)
    names = [text(option) for option in page.soup.select("select option")][1:]
    assert "Carolina del Norte" in names
    assert names == sorted(names)
    assert names.index("Carolina del Norte") < names.index("Colorado")
