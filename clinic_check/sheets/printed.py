"""The sheets as PDF: takes a person's answers, and gives back the file to show, mail or print."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from io import BytesIO
from typing import Any, Literal

import segno

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.findings import Summary
from clinic_check.sheets.blank import blank
from clinic_check.sheets.call import for_call
from clinic_check.sheets.carried import Carried
from clinic_check.sheets.doctor import for_doctor
from clinic_check.sheets.everything import everything
from clinic_check.sheets.glyphs import LINE_TO_WRITE_ON
from clinic_check.sheets.paper import Paper, parts
from clinic_check.sheets.pdf import Size, render

Which = Literal["doctor", "call", "both", "everything"]


def sheet_pdf(
    which: Which,
    catalogue: Catalogue,
    paper: Paper,
    summary: Summary,
    carried: Carried,
    size: Size = "letter",
    *,
    looked_up: tuple[str, str] | None = None,
    also: tuple[Catalogue, Paper, Summary, str] | None = None,
) -> bytes:
    """Return a person's sheet as a PDF; raise PdfFault where none can be made.

    `looked_up` is a trial number that was looked up, with its date (YYYY-MM-DD); it stands with
    everything. `also` is the same in a second language, with its code: the sheet for the call then
    says each sentence in both, on two pages.
    """
    shared = _shared(paper, carried)
    data: dict[str, Any] = {}
    if which in ("doctor", "both"):
        doctor = for_doctor(catalogue, paper, summary)
        data["doctor"] = shared | asdict(doctor) | _labels(paper, carried, "doctor", page=1)
    if which in ("call", "both"):
        call = for_call(catalogue, paper, summary)
        data["call"] = shared | asdict(call) | _labels(paper, carried, "call", page=2)
        if also:
            other_catalogue, other, other_summary, language = also
            data["second"] = asdict(for_call(other_catalogue, other, other_summary)) | {
                "language": language,
                "words": asdict(other.call),
                "collected": _collected(other, carried),
                "not_checked": other.not_checked,
            }
    if which == "everything":
        laid = everything(catalogue, paper, summary, carried.language, looked_up)
        data["sheet"] = shared | asdict(laid) | _labels(paper, carried, "everything", page=1)
    return render(
        "everything" if which == "everything" else "call-in-two" if also else "sheets",
        data,
        title=getattr(paper, f"title_{which}"),
        day=carried.day,
        size=size,
        language=carried.language,
    )


def blank_pdf(
    catalogue: Catalogue,
    paper: Paper,
    day: date,
    size: Size = "letter",
    *,
    address: str = "",
    language: str = "en",
) -> bytes:
    """Return the checklist to fill in by hand; `address` is where to enter it later."""
    laid = asdict(blank(catalogue, paper)) | {
        "title": paper.title_blank,
        "address": address or LINE_TO_WRITE_ON * 2,
        "page": paper.page,
        "words": asdict(paper.blank),
    }
    return render(
        "blank",
        {"sheet": laid},
        title=paper.title_blank,
        day=day,
        size=size,
        language=language,
    )


def letter_pdf(
    paper: Paper,
    day: date,
    size: Size = "letter",
    *,
    title: str,
    paragraphs: Sequence[str],
    closing: Sequence[str],
    to: Sequence[str] = (),
    sender: Sequence[str] = (),
    dated: str = "",
    signature: str = "",
    language: str = "en",
) -> bytes:
    """Return a letter. `sender` and `to` are lines of addresses, `title` is what it is about.

    Each paragraph is printed as it was typed, up to pdf.LONGEST characters. Where `dated` and
    `signature` are empty, they are lines to write on: a letter is signed on the day it is sent.
    """
    laid = {
        "title": title,
        "sender": list(sender),
        "to": list(to) or [f"{paper.letter.to} {LINE_TO_WRITE_ON * 2}"],
        "date": dated or f"{paper.letter.date} {LINE_TO_WRITE_ON}",
        "paragraphs": list(paragraphs),
        "closing": list(closing),
        "name": signature or f"{paper.letter.name} {LINE_TO_WRITE_ON * 2}",
    }
    return render("letter", {"sheet": laid}, title=title, day=day, size=size, language=language)


def _shared(paper: Paper, carried: Carried) -> dict[str, Any]:
    """Return what every sheet carries."""
    return {
        "clinic": carried.clinic,
        "date": carried.date,
        "collected": _collected(paper, carried),
        "not_checked": paper.not_checked,
        "page": paper.page,
        "groups": carried.groups,
        "back": paper.back.format(address=carried.address or LINE_TO_WRITE_ON * 2),
        "address": carried.address,
        "qr": qr(carried.address) if carried.address else "",
    }


def _collected(paper: Paper, carried: Carried) -> str:
    return paper.collected_helper if carried.helper else paper.collected


def _labels(paper: Paper, carried: Carried, which: str, page: int) -> dict[str, Any]:
    """Return a sheet's title, its number among the two, and the words on it."""
    words = getattr(paper, which)
    return {
        "about": [asdict(part) for part in parts(words.about, {"clinic": carried.clinic})],
        "title": getattr(paper, f"title_{which}"),
        "number": paper.number.format(page=page, pages=2),
        "words": asdict(words),
    }


@lru_cache(1)
def qr(address: str) -> str:
    """Return the QR code of an address, as SVG."""
    picture = BytesIO()
    segno.make(address, micro=False).save(picture, kind="svg", xmldecl=False, border=2)
    return picture.getvalue().decode()
