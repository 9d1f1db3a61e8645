"""Reads PDFs back as a person, a printer, a screen reader or a fax machine would."""

import io
import math
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pikepdf
from bs4 import BeautifulSoup

MM = 72 / 25.4
"""Points in a millimeter."""


@dataclass(frozen=True)
class Word:
    """A word and its box on the page, in points from the page's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def texts(pdf: bytes) -> list[str]:
    """Return what stands on each page, with single spaces."""
    raw = _run("pdftotext", "-raw", "-", "-", given=pdf).decode()
    return [" ".join(page.split()) for page in raw.split("\f")[:-1]]


def text(pdf: bytes) -> str:
    """Return what stands on all pages, with single spaces."""
    return " ".join(texts(pdf))


def unspaced(words: str) -> str:
    """Return a text without its spaces: a long address goes on in the next line."""
    return re.sub(r"\s+", "", words)


def pages(pdf: bytes) -> int:
    """Return how many pages there are."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def words(pdf: bytes) -> list[list[Word]]:
    """Return the words of each page with their boxes."""
    soup = BeautifulSoup(_run("pdftotext", "-bbox", "-", "-", given=pdf), "html.parser")
    return [
        [
            Word(word.text, *(float(str(word[side])) for side in ("xmin", "ymin", "xmax", "ymax")))
            for word in page.find_all("word")
        ]
        for page in soup.find_all("page")
    ]


def overlapping(page: list[Word]) -> list[tuple[str, str]]:
    """Return pairs of words that lie over each other: the middle halves of their boxes meet."""
    found = []
    page = sorted(page, key=lambda word: word.top)
    for number, one in enumerate(page):
        for other in page[number + 1 :]:
            if other.top > one.bottom:
                break  # all others stand lower still
            half = (one.bottom - one.top) / 4, (other.bottom - other.top) / 4
            beside = one.right <= other.left + 0.5 or other.right <= one.left + 0.5
            above = (
                one.bottom - half[0] <= other.top + half[1]
                or other.bottom - half[1] <= one.top + half[0]
            )
            if not beside and not above:
                found.append((one.text, other.text))
    return found


def type_sizes(pdf: bytes) -> set[float]:
    """Return every size of type, in points."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        sizes = set()
        for page in opened.pages:
            for operands, operator in _drawing(page):
                if operator == "Tf":
                    sizes.add(float(operands[1]))
                elif operator == "Tm":
                    scale = math.hypot(float(operands[0]), float(operands[1]))
                    assert math.isclose(scale, 1), "type is drawn at its own size"
        return sizes


def squares(pdf: bytes) -> list[float]:
    """Return the sides of all squares that are drawn, in millimeters: the boxes to tick."""
    sides = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            path: list[tuple[float, float]] = []
            for operands, name in _drawing(page):
                if name == "m":
                    path = []
                if name in ("m", "l"):
                    path.append((float(operands[0]), float(operands[1])))
                if name == "h" and len(path) == 4:
                    xs, ys = zip(*path, strict=True)
                    width, height = max(xs) - min(xs), max(ys) - min(ys)
                    if math.isclose(width, height, abs_tol=0.2) and width < 10 * MM:
                        sides.append(round(width / MM, 2))
    return sides


def colors(pdf: bytes) -> set[tuple[float, ...]]:
    """Return every color that anything is drawn in."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {
            tuple(float(part) for part in operands)
            for page in opened.pages
            for operands, operator in _drawing(page)
            if operator in ("scn", "SCN", "g", "G", "rg", "RG")
        }


def tags(pdf: bytes) -> list[str]:
    """Return the tags of the structure tree as a screen reader meets them."""

    def walk(node: object) -> Iterator[str]:
        if isinstance(node, pikepdf.Array):
            for each in node:
                yield from walk(each)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield str(node["/S"]).lstrip("/")
            if "/K" in node:
                yield from walk(node["/K"])

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return list(walk(opened.Root.StructTreeRoot))


def accessibility_problems(pdf: bytes) -> list[str]:
    """Return what PDF/UA-1 asks of every file and this one lacks, as far as a program can tell."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        root = opened.Root
        with opened.open_metadata() as metadata:
            if metadata.get("pdfuaid:part") != "1":
                found.append("does not say that it is PDF/UA-1")
            if not metadata.get("dc:title"):
                found.append("has no title")
        if "/MarkInfo" not in root or not bool(root.MarkInfo.Marked):
            found.append("is not tagged")
        if not str(root.get("/Lang", "")):
            found.append("has no language")
        if "/ViewerPreferences" not in root or not bool(root.ViewerPreferences.DisplayDocTitle):
            found.append("shows its file name, not its title")
        for each in opened.objects:
            if not isinstance(each, pikepdf.Dictionary):
                continue
            if each.get("/Type") == "/FontDescriptor" and "/FontFile2" not in each:
                found.append(f"does not carry its font {each.get('/FontName')}")
            if each.get("/S") == "/Figure" and not str(each.get("/Alt", "")):
                found.append("has a picture without a text")
    levels = [int(tag[1]) for tag in tags(pdf) if re.fullmatch("H[1-6]", tag)]
    if levels[:1] != [1] or any(after > before + 1 for before, after in pairwise(levels)):
        found.append(f"has headings out of order: {levels}")
    return found


def faxed(pdf: bytes) -> list[str]:
    """Return what is read off each page after a fax: 200 dots an inch, black or white."""
    count = pages(pdf)
    read = []
    for number in range(1, count + 1):
        page = str(number)
        picture = _run(*("pdftoppm", "-r", "200", "-mono", "-f", page, "-l", page, "-"), given=pdf)
        raw = _run("tesseract", "-", "-", "--psm", "11", "-l", "eng", given=picture).decode()
        read.append(" ".join(raw.split()))
    return read


def _drawing(page: pikepdf.Page) -> Iterator[tuple[list[Any], str]]:
    """Yield what draws a page, as (operands, operator)."""
    for step in pikepdf.parse_content_stream(page):
        yield list(step.operands), str(step.operator)


def _run(*command: str, given: bytes) -> bytes:
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout
