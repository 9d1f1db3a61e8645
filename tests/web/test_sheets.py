"""The sheets' addresses: shown in the browser, kept by nobody, named after nothing personal."""

import io
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import Any

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient

from clinic_check import create_app
from clinic_check.settings import Settings
from clinic_check.web import limits
from tests.support import pdfs
from tests.support.cases import USUAL
from tests.support.visitor import Visitor

MINE = ("/sheet/doctor.pdf", "/sheet/call.pdf", "/sheet/both.pdf", "/sheet/everything.pdf")
ALL = (*MINE, "/blank.pdf", "/letter.pdf")


def answer(visitor: Visitor, **more: Any) -> Visitor:
    with visitor.client.session_transaction() as session:
        session["answers"] = USUAL | more
        session["clinic"] = "Elm Street Pain"
    return visitor


def fetch(client: FlaskClient, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    assert response.mimetype == "application/pdf"
    pdf: bytes = response.data
    return pdf


@pytest.mark.parametrize("address", ALL)
def test_a_sheet_is_shown_in_the_browser_and_kept_nowhere(visitor: Visitor, address: str) -> None:
    response = answer(visitor).client.get(address)
    assert response.status_code == 200
    assert response.data.startswith(b"%PDF-")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Disposition"].startswith("inline; filename=")
    assert "Elm" not in response.headers["Content-Disposition"]
    assert "object-src" not in response.headers["Content-Security-Policy"], "Safari shows it"
    assert "default-src" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers
    assert "ETag" not in response.headers
    assert "Last-Modified" not in response.headers


def test_each_address_has_its_own_sheet(visitor: Visitor) -> None:
    client = answer(visitor).client
    doctor, call, both, everything = (pdfs.texts(fetch(client, address)) for address in MINE)
    assert (len(doctor), len(call), len(both)) == (1, 1, 2)
    assert both == [*doctor, *call]
    assert doctor[0].startswith("For my doctor")
    assert call[0].startswith("For the call")
    assert everything[0].startswith("Everything in my summary")
    assert all("Elm Street Pain" in page for page in (*doctor, *call, *everything))


def test_the_sheet_has_the_code_that_the_summary_shows(visitor: Visitor) -> None:
    code = answer(visitor).get("/summary").soup.select_one(".code")
    assert code is not None
    page = pdfs.text(fetch(visitor.client, "/sheet/doctor.pdf"))
    assert code.text.strip().replace("-", " ") in page


@pytest.mark.parametrize(
    ("query", "place", "width"),
    [
        ("", "us", 612),
        ("", "abroad", 595),
        ("?paper=a4", "us", 595),
        ("?paper=letter", "abroad", 612),
        ("?paper=A4", "us", 595),
        ("?paper=napkin", "us", 612),
    ],
)
def test_paper_fits_the_place_and_can_be_chosen(
    visitor: Visitor, query: str, place: str, width: int
) -> None:
    pdf = fetch(answer(visitor, place=place).client, f"/sheet/both.pdf{query}")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert {round(float(page.mediabox[2])) for page in opened.pages} == {width}


@pytest.mark.parametrize("address", [*MINE, "/letter.pdf"])
def test_without_answers_there_is_no_empty_sheet(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.headers["Location"]) == (303, "/summary")


def test_the_blank_checklist_needs_no_answers_and_tells_none(visitor: Visitor) -> None:
    with_answers = pdfs.text(fetch(answer(visitor).client, "/blank.pdf"))
    assert with_answers == pdfs.text(fetch(visitor.app.test_client(), "/blank.pdf"))


def test_a_helper_is_named_on_the_sheet(visitor: Visitor) -> None:
    with answer(visitor).client.session_transaction() as session:
        session["who"] = "helper"
    assert "with a helper" in pdfs.text(fetch(visitor.client, "/sheet/doctor.pdf"))


def test_the_operators_address_stands_on_paper_and_no_other(visitor: Visitor) -> None:
    page = pdfs.text(fetch(answer(visitor).client, "/sheet/doctor.pdf"))
    assert "localhost" not in page
    assert "go to ____" in page
    settings = {"CLINIC_CHECK_PUBLIC_URL": "https://check.example.org/"}
    app = create_app(Settings.from_environment(settings, local=True))
    client = answer(Visitor(app)).client
    pdf = fetch(client, "/sheet/doctor.pdf")
    assert "go to https://check.example.org and type:" in pdfs.text(pdf)
    assert "Figure" in pdfs.tags(pdf)
    assert "open https://check.example.org and choose" in pdfs.text(fetch(client, "/blank.pdf"))


# --- the doctor's sheet as a page and as text --------------------------------------------------


def test_the_page_says_what_the_sheet_says(visitor: Visitor) -> None:
    page = answer(visitor).get("/sheet/doctor")
    for words in (
        "I have not signed or paid. Please tell me, before I do:",
        "Is it meant for what I have (nerve damage from diabetes)?",
        "I was offered tissue from a birth, into a vein, in Florida, as a treatment, not a study.",
        "FDA-approved? They said no.",
        "6 serious warning signs in what the clinic said",
        "They gave me no consent form to take home",
        "Not checked with the clinic. Not medical advice.",
        "Elm Street Pain",
    ):
        assert words in page.text


def test_the_same_can_be_copied_as_text(visitor: Visitor) -> None:
    page = answer(visitor).get("/sheet/doctor")
    (area,) = page.soup.select("textarea")
    response = visitor.client.get("/sheet/doctor.txt")
    assert response.mimetype == "text/plain"
    assert response.headers["Cache-Control"] == "no-store"
    assert area.text.strip() == response.text.strip()
    lines = response.text.splitlines()
    assert lines[:2] == [
        "For my doctor",
        "About an offer of stem cells or the like, from Elm Street Pain",
    ]
    assert "1. They sell me cells outside a study. The FDA says these need approval." in lines
    assert "\n\n\n" not in response.text


def test_a_name_in_any_script_stands_on_the_page_as_typed(visitor: Visitor) -> None:
    with answer(visitor).client.session_transaction() as session:
        session["clinic"] = "東京 <b>クリニック</b> {{ 7 * 7 }}"
    assert "東京 <b>クリニック</b> {{ 7 * 7 }}" in visitor.get("/sheet/doctor").text
    assert "東京 <b>クリニック</b> {{ 7 * 7 }}" in visitor.client.get("/sheet/doctor.txt").text
    assert "About an offer of stem cells or the like, from" in pdfs.text(
        fetch(visitor.client, "/sheet/doctor.pdf")
    )


# --- Typst missing or broken -------------------------------------------------------------------


def test_without_typst_the_summary_works_and_says_so(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    page = answer(visitor).get("/summary")
    assert "can’t be made as PDF files just now" in page.text
    assert "/sheet/doctor" in page.links()
    assert not [link for link in page.links() if link.endswith(".pdf")]
    assert not [link for link in visitor.get("/").links() if link.endswith(".pdf")]
    assert "6 serious warning signs" in visitor.get("/sheet/doctor").text


@pytest.mark.parametrize("address", ALL)
def test_where_no_pdf_can_be_made_a_page_says_so_and_leads_on(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    page = answer(visitor).get(address, status=503)
    assert page.heading == "The PDF can’t be made just now"
    assert "/sheet/doctor" in page.links()
    assert visitor.session()["answers"] == USUAL


def test_the_log_tells_why_and_nothing_that_was_typed(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("clinic_check.sheets.pdf._clean", lambda data: {})
    answer(visitor).get("/sheet/doctor.pdf", status=503)
    assert "No PDF: TypstError in sheets.doctor_pdf" in caplog.text
    assert "Elm" not in caplog.text


def test_the_summary_leads_to_the_sheets(visitor: Visitor) -> None:
    links = answer(visitor).get("/summary").links()
    assert {*MINE, "/blank.pdf"} <= set(links)
    assert "On a shared computer, delete them afterwards" in visitor.get("/summary").text


def test_the_letter_is_a_pdf_too_and_asks_what_the_page_asks(visitor: Visitor) -> None:
    page = answer(visitor).get("/letter")
    assert "/letter.pdf?language=en" in page.links()
    (area,) = page.soup.select("textarea")
    printed = pdfs.unspaced(pdfs.text(fetch(visitor.client, "/letter.pdf")))
    assert "To:ElmStreetPain" in printed
    for paragraph in area.text.split("\n\n"):
        if "____" not in paragraph:
            assert pdfs.unspaced(paragraph) in printed


def test_an_app_can_be_asked_by_many_threads_at_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each thread has a compiler of its own: one compiler can't serve two at a time."""
    monkeypatch.setattr(limits, "_FREE", {"paper": BoundedSemaphore(4)})

    def one(number: int) -> bytes:
        visitor = answer(Visitor(app))
        with visitor.client.session_transaction() as session:
            session["clinic"] = f"Clinic {number}"
        return fetch(visitor.client, "/sheet/doctor.pdf")

    with ThreadPoolExecutor(4) as pool:
        for number, pdf in enumerate(pool.map(one, range(12))):
            assert f"Clinic {number} " in pdfs.text(pdf)


def test_a_full_house_says_so_at_once(app: Flask, visitor: Visitor) -> None:
    answer(visitor)
    with limits.slot("paper"):
        busy = visitor.client.get("/sheet/doctor.pdf")
    assert busy.status_code == 503
    assert busy.headers["Retry-After"] == "2"
    assert fetch(visitor.client, "/sheet/doctor.pdf")
