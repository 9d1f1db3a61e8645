"""Who the answers are for: the person who fills them in, or someone whom they help."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from clinic_check.web import session as kept
from clinic_check.web.forms import TokenForm
from clinic_check.web.signing import token
from clinic_check.web.views.asking import trouble_with

pages = Blueprint("who", __name__)


@pages.route("/who", methods=["GET", "POST"])
def who() -> ResponseReturnValue:
    """Ask it, if the person came to say so; then back to the first page."""
    form = TokenForm()
    mine = kept.load()
    helper = request.form["who"] == "helper" if "who" in request.form else mine.helper
    if form.validate_on_submit():
        kept.store(replace(mine, helper=helper))
        return redirect(url_for("pages.start"), code=303)
    return (
        render_template("who.html", helper=helper, trouble=trouble_with(form), token=token()),
        422 if form.errors else 200,
    )
