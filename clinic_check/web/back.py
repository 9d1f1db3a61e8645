"""The way back from a tool beside the checklist to the question that led to it."""

from flask import request, url_for

from clinic_check.web.context import site

PARTS = ("quick", "check", "details", "change")


def back_name() -> str:
    """Return which question led here, as “part/question-id”; empty where none did, or none we know.

    It stands in the address of the tool and in a hidden field of its forms; it holds no answer.
    """
    return _known(request.form.get("back", "")) or back_in_address()


def back_in_address() -> str:
    """Return the same where it stands in the address of this page."""
    return _known(request.args.get("back", ""))


def _known(named: str) -> str:
    part, _, question = named.partition("/")
    return named if part in PARTS and question in site().catalogue.question else ""


def back_address(otherwise: str) -> str:
    """Return the address of that question, or else of another endpoint."""
    part, _, question = back_name().partition("/")
    if not question:
        return url_for(otherwise)
    return url_for("checklist.question", part=part, question_id=question)
