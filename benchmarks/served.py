"""What the benchmark measures, under the server that we ship: the app, or one of its stand-ins.

    python -m benchmarks.served app              the app
    python -m benchmarks.served bare FILE        bare Flask: each page of FILE from a constant
    python -m benchmarks.served wtforms FILE     a question drawn by WTForms' own widgets
    python -m benchmarks.served govuk FILE       a question drawn as govuk-frontend-wtf does it

FILE is JSON: {"pages": [HTML, …], "question": {"text": …, "hint": …, "options": [[id, label], …]}}.
All print the port they listen on, and serve until they are stopped.
"""

import json
import logging
import os
import socket
import sys
from pathlib import Path
from typing import Any

import waitress
from flask import Flask, render_template_string
from flask_wtf import FlaskForm
from wtforms import RadioField, SubmitField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from clinic_check.web.server import settle

PAGE = """<!doctype html><html lang="en"><head><title>{{ question.text }}</title></head><body>
<form method="post">{{ form.csrf_token }}%s</form></body></html>"""

WITH_WIDGETS = """<fieldset><legend><h1>{{ question.text }}</h1></legend><p>{{ question.hint }}</p>
{% for option in form.answer %}<p>{{ option() }} {{ option.label() }}</p>{% endfor %}</fieldset>
{{ form.send() }}"""

AS_GOVUK = """{{ form.answer(params={"fieldset": {"legend": {"text": question.text,
    "isPageHeading": true}}, "hint": {"text": question.hint}}) }}{{ form.send() }}"""


def app(_given: Any) -> Flask:
    """Make the app as a served copy has it."""
    from clinic_check import create_app
    from clinic_check.settings import Settings

    return create_app(Settings.from_environment(os.environ, local=True))


def bare(given: Any) -> Flask:
    """Make an app that answers `/0`, `/1`, … with what the real one said, and does nothing else."""
    flask = Flask("bare")
    for number, body in enumerate(given["pages"]):
        flask.add_url_rule(f"/{number}", str(number), lambda body=body: body)
    return flask


def wtforms(given: Any) -> Flask:
    """Make an app that draws one question with WTForms' widgets."""
    return _drawing(given, WITH_WIDGETS, {}, {})


def govuk(given: Any) -> Flask:
    """Make an app that draws the same question with GOV.UK's macros through govuk-frontend-wtf."""
    from govuk_frontend_wtf.main import WTFormsHelpers
    from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput
    from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

    flask = _drawing(given, AS_GOVUK, {"widget": GovRadioInput()}, {"widget": GovSubmitInput()})
    prefixed = {
        "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
        "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
    }
    flask.jinja_loader = ChoiceLoader([PrefixLoader(prefixed)])
    WTFormsHelpers(flask)
    return flask


def _drawing(given: Any, inside: str, radio: dict[str, Any], submit: dict[str, Any]) -> Flask:
    question = given["question"]
    flask = Flask("stand-in")
    flask.secret_key = os.environ["CLINIC_CHECK_SECRET_KEY"]
    choices = [SelectChoice(value=name, label=label) for name, label in question["options"]]

    class Form(FlaskForm):  # type: ignore[misc]  # the base is untyped
        answer = RadioField(question["text"], choices=choices, **radio)
        send = SubmitField("Continue", **submit)

    @flask.get("/")
    def page() -> str:
        return render_template_string(PAGE % inside, form=Form(), question=question)

    return flask


def main(role: str, file: str = "") -> None:
    """Serve until stopped."""
    given = json.loads(Path(file).read_text(encoding="utf-8")) if file else None
    flask = {"app": app, "bare": bare, "wtforms": wtforms, "govuk": govuk}[role](given)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it is meant to be full
    if role == "app":
        settle()  # as `clinic-check serve` does
    listening = socket.create_server(("127.0.0.1", 0))
    print(listening.getsockname()[1], flush=True)
    waitress.serve(flask, sockets=[listening], threads=4, ident=None, _quiet=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
