"""Makes README's pictures from the running app: a question page, the summary, and the paper.

    .venv/bin/python docs/make_pictures.py

It needs what the tests need: Chromium (CHROMIUM names it) and pdftoppm.
"""

import os
import subprocess
import tempfile
from pathlib import Path

from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import sync_playwright

from clinic_check import create_app
from clinic_check.settings import Settings
from tests.browser.conftest import QUIET, serving
from tests.support.cases import USUAL

HERE = Path(__file__).parent / "img"


def main() -> None:
    """Write the pictures into docs/img."""
    app = create_app(Settings.from_environment({}, local=True))
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    cookie = str(signer.dumps({"answers": USUAL}))
    with (
        serving(app) as site,
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as folder,
    ):
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or None, args=QUIET
        )
        context = browser.new_context(viewport={"width": 760, "height": 900})
        name = app.config["SESSION_COOKIE_NAME"]
        context.add_cookies([{"name": name, "value": cookie, "url": site}])
        page = context.new_page()
        page.goto(f"{site}/check/signing")
        page.screenshot(path=HERE / "question.png")
        page.goto(f"{site}/summary")
        page.screenshot(path=HERE / "summary.png")
        paper = Path(folder) / "paper.pdf"
        page.pdf(path=paper, format="Letter", prefer_css_page_size=False)
        subprocess.run(
            ["pdftoppm", "-r", "70", "-png", "-gray", "-l", "2", str(paper), str(HERE / "paper")],
            check=True,
        )
        browser.close()


if __name__ == "__main__":
    main()
