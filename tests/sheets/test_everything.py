"""Everything on paper: all that the summary shows, in its words, whole, and not too long."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.findings import Summary, assess
from clinic_check.checklist.load import load
from clinic_check.checklist.rules import Chosen
from clinic_check.settings import CONTENT
from clinic_check.sheets.everything import everything
from clinic_check.sheets.paper import Paper, load_paper
from clinic_check.sheets.pdf import SIZES, Size
from clinic_check.sheets.printed import sheet_pdf
from clinic_check.sheets.summary import places_to_look_up, summary_page
from tests.sheets.conftest import Summing, carried
from tests.support import pdfs
from tests.support.cases import USUAL, everything_found, everything_silent
from tests.support.people import people

SHIPPED, WORDS = load(CONTENT), load_paper(CONTENT)


def printed(summary: Summary, size: Size = "letter") -> bytes:
    return sheet_pdf("everything", SHIPPED, WORDS, summary, carried(), size)


def run_together(pdf: bytes) -> str:
    """What stands on all pages without spaces, and without what stands at the foot of each."""
    foot = re.compile(r"Elm Street Pain, September 29, 2026 Page \d+ of \d+$")
    return pdfs.unspaced("".join(foot.sub("", page) for page in pdfs.texts(pdf)))


def shown(summary: Summary) -> list[str]:
    """Return every text of the summary page that answers brought there."""
    page = summary_page(replace(SHIPPED, terms=()), summary)  # words aren’t explained on paper
    told = [page.headline, page.limit]
    for sign in (*page.serious, *page.caution, *page.notes):
        told += [sign.told, sign.why, sign.next]
    told += [text for sign in page.no_answer for text in (sign.line, sign.why)]
    told += [text for one in page.first_open for text in (one.question.text, one.answer, one.next)]
    for _, questions in page.open:
        for one in questions:
            told.append(one.question.text if one.question.key else one.question.label)
    label = {question.text: question.label for question in SHIPPED.questions}
    told += [
        text for _, rows in page.given for asked, answer in rows for text in (label[asked], answer)
    ]
    told += [*page.expected, *(note.text for note in (*page.evidence, *page.state))]
    told += [text for token in page.tokens for text in (token.name, token.proves, token.lacks)]
    told += [
        text
        for _, places in places_to_look_up(SHIPPED, summary.answers)
        for place in places
        for text in (place.what, place.phone, place.address)
    ]
    told += [page.harm.text] if page.harm else []
    told += [page.known.known, page.known.unknown] if page.known else []
    return told


@settings(max_examples=40, deadline=None)
@given(answers=people(SHIPPED))
def test_all_that_the_summary_shows_stands_there_in_its_words(answers: Chosen) -> None:
    summary = assess(SHIPPED, answers)
    pdf = printed(summary)
    there = run_together(pdf)
    for text in shown(summary):
        # Columns are read one after the other, and a table's row may be read across.
        assert pdfs.unspaced(text) in there, text
    assert pdfs.pages(pdf) <= 14


@pytest.mark.parametrize("size", SIZES)
def test_the_usual_case_takes_six_pages_and_the_fullest_fourteen(
    catalogue: Catalogue, summing: Summing, size: Size
) -> None:
    assert pdfs.pages(printed(summing(USUAL), size)) <= 6
    for stage in ("looking", "booked", "paid", "had-it"):
        for case in (everything_found(catalogue), everything_silent(catalogue)):
            assert pdfs.pages(printed(summing(case | {"stage": stage}), size)) <= 14


@pytest.mark.parametrize("case", ["usual", "fullest"])
def test_type_is_large_enough_and_nothing_lies_over_anything(
    catalogue: Catalogue, summing: Summing, case: str
) -> None:
    pdf = printed(summing(USUAL if case == "usual" else everything_found(catalogue)))
    assert min(pdfs.type_sizes(pdf)) >= 11
    assert pdfs.colors(pdf) == {(0.0,)}
    assert pdfs.accessibility_problems(pdf) == []
    for page in pdfs.words(pdf)[:4]:
        assert pdfs.overlapping(page) == []


@pytest.mark.parametrize("case", ["usual", "fullest"])
def test_no_sign_goes_over_a_page_and_no_heading_stands_alone_at_a_foot(
    catalogue: Catalogue, paper: Paper, summing: Summing, case: str
) -> None:
    summary = summing(USUAL if case == "usual" else everything_found(catalogue))
    drawn = [pdfs.unspaced(page) for page in pdfs.texts(printed(summary))]
    laid = everything(catalogue, paper, summary, "en")
    for _, entries in (*laid.signs, *laid.known):
        for entry in entries:
            whole = pdfs.unspaced(entry.told + entry.why)
            assert any(whole in page for page in drawn), entry.told
    titles = [title for title, _ in (*laid.signs, *laid.known)]
    titles += [paper.everything.sources, paper.everything.reports, paper.everything.answers]
    for page in drawn:
        before_foot = re.sub(r"ElmStreetPain,September29,2026Page\d+of\d+$", "", page)
        for title in titles:
            assert not before_foot.endswith(pdfs.unspaced(title)), title


def test_addresses_are_whole_and_can_be_followed(
    catalogue: Catalogue, paper: Paper, summing: Summing
) -> None:
    summary = summing(everything_found(catalogue))
    pdf = printed(summary)
    there = run_together(pdf)
    laid = everything(catalogue, paper, summary, "en")
    assert len(laid.sources) > 50
    for source in laid.sources:
        assert pdfs.unspaced(source.text + source.standing) in there
        assert source.url in there
    assert "\u200b" not in there, "a copied address works"
    assert pdf.count(b"/URI") >= len(laid.sources)


def test_sources_keep_their_numbers_and_each_that_is_cited_stands_there(
    catalogue: Catalogue, paper: Paper, summing: Summing
) -> None:
    laid = everything(catalogue, paper, summing(USUAL), "en")
    listed = [source.number for source in laid.sources]
    assert listed == sorted(set(listed))
    cited = {n for _, entries in (*laid.signs, *laid.known) for e in entries for n in e.sources}
    cited |= {n for report in laid.reports for n in report.sources}
    assert cited <= set(listed)
    known = {source.number: source.url for source in catalogue.sources}
    assert all(known[source.number] == source.url for source in laid.sources)


def test_a_source_that_is_not_confirmed_says_so(
    catalogue: Catalogue, paper: Paper, summing: Summing
) -> None:
    laid = everything(catalogue, paper, summing(everything_found(catalogue)), "en")
    standing = {source.number: source.standing for source in laid.sources}
    for source in catalogue.sources:
        if source.number in standing:
            assert (standing[source.number] == "Not confirmed.") == (not source.confirmed)
    assert "nobody has yet checked" in laid.sources_note


def test_questions_still_open_come_with_what_a_clear_answer_sounds_like(
    catalogue: Catalogue, paper: Paper, summing: Summing
) -> None:
    laid = everything(
        catalogue, paper, summing({"price": "no-answer", "consent": "in-writing"}), "en"
    )
    sounds = {sound.label: (sound.clear, sound.vague) for sound in laid.sounds}
    price = catalogue.question["price"]
    assert sounds[price.label] == (price.clear, price.vague)
    assert catalogue.question["consent"].label not in sounds


def test_a_trial_that_was_looked_up_is_named_with_the_day(
    catalogue: Catalogue, paper: Paper, summing: Summing
) -> None:
    looked_up = ("NCT01234567", "2026-09-02")
    laid = everything(catalogue, paper, summing(USUAL), "en", looked_up)
    assert laid.record == "Trial record that was looked up: NCT01234567, on September 2, 2026."
