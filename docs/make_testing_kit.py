"""Makes the kit for a test with people, to print: the leader's papers, and pages of the app.

    .venv/bin/python docs/make_testing_kit.py [FOLDER]

It writes kit.html and, from the running app, the pages that people need on paper, each with its
styles in it, so that a browser can print them without a server.
"""

import datetime
import sys
import tomllib
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from jinja2 import Environment, StrictUndefined

from clinic_check import create_app
from clinic_check.settings import Settings, folder

PARTS = Path(__file__).parent / "testing-kit"

PAPERS = {
    "blank-checklist": "/blank",
    "questions-that-people-ask": "/questions",
    "signed-or-paid": "/signed",
    "other-ways": "/other-ways",
    "family": "/family",
}
"""File -> the page of the app that is printed for people who would rather read on paper."""


def questions() -> list[dict[str, Any]]:
    """Return the fifteen questions, as they stand in the kit's own file."""
    with (PARTS / "questions.toml").open("rb") as file:
        asked: list[dict[str, Any]] = tomllib.load(file)["questions"]
    return asked


def make(into: Path, app: Flask) -> list[Path]:
    """Write the kit into a folder, and return the files."""
    into.mkdir(parents=True, exist_ok=True)
    frame = app.extensions["clinic_check"].library.catalogue.frame
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    kit = environment.from_string((PARTS / "kit.html").read_text(encoding="utf-8"))
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    files = [into / "kit.html"]
    files[0].write_text(
        kit.render(title=frame.title, version=frame.version, today=today, questions=questions()),
        encoding="utf-8",
    )
    client = app.test_client()
    for name, address in PAPERS.items():
        files.append(into / f"{name}.html")
        html = client.get(address).get_data(as_text=True)
        files[-1].write_text(on_its_own(html), encoding="utf-8")
    return files


def on_its_own(html: str) -> str:
    """Return a page with its styles in it and everything unfolded, that needs no server."""
    soup = BeautifulSoup(html, "html5lib")
    for sheet in soup.select("link[rel=stylesheet]"):
        name = str(sheet["href"]).partition("?")[0].partition("/static/")[2]
        style = soup.new_tag("style", media=str(sheet.get("media", "all")))
        style.string = (folder("static") / name).read_text(encoding="utf-8")
        sheet.replace_with(style)
    for details in soup.find_all("details"):
        details["open"] = ""
    for form in soup.find_all("form"):
        form.decompose()
    return str(soup)


def main() -> None:
    """Write the kit into the folder that is named, or into testing-kit/."""
    into = Path(sys.argv[1] if len(sys.argv) > 1 else "testing-kit")
    for file in make(into, create_app(Settings.from_environment({}, local=True))):
        print(file)


if __name__ == "__main__":
    main()
