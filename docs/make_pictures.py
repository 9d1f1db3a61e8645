"""Makes README's pictures from the running app: a question, the summary, and the two sheets.

    PYTHONPATH=. .venv/bin/python docs/make_pictures.py

It needs what the tests need: Chromium (CHROMIUM names it) and pdftoppm.
"""

import os
import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from clinic_check import create_app
from clinic_check.settings import Settings
from tests.browser.conftest import QUIET, serving, signed
from tests.support.cases import USUAL

HERE = Path(__file__).parent / "img"
SHEETS = {"doctor": 1, "call": 2}


def main() -> None:
    """Write the pictures into docs/img."""
    app = create_app(Settings.from_environment({}, local=True))
    with serving(app) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or None, args=QUIET
        )
        context = browser.new_context(viewport={"width": 375, "height": 667}, device_scale_factor=2)
        name = app.config["SESSION_COOKIE_NAME"]
        context.add_cookies([{"name": name, "value": signed(app, USUAL), "url": site}])
        page = context.new_page()
        page.goto(f"{site}/check/deposit")
        page.screenshot(path=HERE / "question.png")
        page.goto(f"{site}/summary")
        page.screenshot(path=HERE / "summary.png")
        pdf = context.request.get(f"{site}/sheet/both.pdf").body()
        browser.close()
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder, "paper.pdf")
        paper.write_bytes(pdf)
        for sheet, number in SHEETS.items():
            only = ["-f", str(number), "-l", str(number), "-singlefile"]
            command = ["pdftoppm", "-r", "70", "-png", "-gray", *only, str(paper)]
            subprocess.run([*command, str(HERE / sheet)], check=True)


if __name__ == "__main__":
    main()
