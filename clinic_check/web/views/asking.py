"""What pages of questions ask of a form that was sent: its token, its buttons."""

from flask import current_app, request
from flask_wtf import FlaskForm

OPEN_FOR_LONG = (
    "This page was open for a while, or your browser did not send our cookie back. "
    "Your answers are still here. Press {button} again."
)
COOKIES_BLOCKED = (
    "Your browser did not send our cookie back. Your answers are still here. Press {button} "
    "again. If you see this once more, your browser blocks cookies. Turn cookies on for this "
    "page. Without them we can’t keep your answers from page to page."
)


def trouble_with(form: FlaskForm, button: str = "the button") -> str:
    """Return what to say about a missing, old or wrong token; empty where the token is fine.

    `button` is what the page's own button is called.
    """
    if "csrf_token" not in form.errors:
        return ""
    sent_back = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
    return (OPEN_FOR_LONG if sent_back else COOKIES_BLOCKED).format(button=button)


def number_typed() -> bool:
    """Tell whether a section's page came with a trial number, or with its look-up button."""
    return bool("look_up" in request.form or request.form.get("number", "").strip())


def only_typed() -> bool:
    """Tell whether the number came along with Continue: it goes out on its own button alone."""
    return "drawn" in request.form and "look_up" not in request.form
