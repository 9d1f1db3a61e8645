"""Files that vanish under a running copy change nothing: it has read them all at its start."""

import shutil
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import TemplateSyntaxError

from clinic_check import create_app
from clinic_check.settings import CONTENT, Settings, folder
from clinic_check.web import app as web_app
from tests.support.visitor import Visitor


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folders of an installation, to be taken away."""
    shutil.copytree(folder("templates"), tmp_path / "templates")
    shutil.copytree(folder("static"), tmp_path / "static")
    shutil.copytree(CONTENT, tmp_path / "content")
    monkeypatch.setattr(web_app, "folder", lambda name: tmp_path / name)
    return tmp_path


def started(home: Path) -> Flask:
    environment = {"CLINIC_CHECK_CONTENT": str(home / "content")}
    return create_app(Settings.from_environment(environment, local=True))


def test_files_that_vanish_change_nothing(home: Path) -> None:
    app = started(home)
    plain = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if not rule.arguments and "GET" in (rule.methods or ())
    ]
    assert len(plain) > 10

    def everything() -> dict[str, tuple[int, int]]:
        found = {}
        visitor = Visitor(app)
        for address in plain:
            answer = visitor.client.get(address)
            found[address] = answer.status_code, len(answer.get_data())
        for path in sorted(folder("static").rglob("*.*")):
            address = f"/static/{path.relative_to(folder('static')).as_posix()}"
            answer = visitor.client.get(address)
            found[address] = answer.status_code, len(answer.get_data())
        visitor.get("/nowhere", status=404)
        visitor.send(visitor.get("/claims"), {"text": "We cure nerves."})
        visitor.send(visitor.get("/trial"), {"number": "what"}, status=422)
        return found

    shutil.rmtree(home)
    first = everything()
    assert {status for status, _ in first.values()} <= {200, 302, 303}
    assert first["/readyz"][0] == 200
    assert first["/static/css/base.css"][0] == 200


def test_a_template_that_is_broken_is_told_at_the_start(home: Path) -> None:
    (home / "templates" / "broken.html").write_text("{% if %}")
    with pytest.raises(TemplateSyntaxError):
        started(home)


def test_a_static_file_is_sent_with_its_kind_and_checked_by_its_tag(app: Flask) -> None:
    client = app.test_client()
    answer = client.get("/static/css/base.css")
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    again = client.get("/static/css/base.css", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    assert client.get("/static/css/nowhere.css").status_code == 404
    assert client.get("/static/img/mark.svg").headers["Content-Type"].startswith("image/svg+xml")


def test_in_debug_mode_a_changed_style_sheet_shows(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    app = started(home)
    (home / "static" / "css" / "base.css").write_text("body{}")
    with app.test_client().get("/static/css/base.css") as answer:
        assert answer.get_data() == b"body{}"
