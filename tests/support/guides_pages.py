"""What the tests of the pages beside the checklist share: addresses, parts, a signed app."""

import shutil
from pathlib import Path

from flask import Flask

from clinic_check import create_app
from clinic_check.settings import CONTENT, Settings
from tests.support.visitor import Page, Visitor, text

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


def work_out(visitor: Visitor, status: int = 200, **typed: str | list[str]) -> Page:
    """Send what was typed on `/signed`, and return the page with the last days."""
    return visitor.send(visitor.get("/signed"), typed, status=status)
