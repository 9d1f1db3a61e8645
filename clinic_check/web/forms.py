"""Makes the form for a page of questions, so that only answers that were offered are taken."""

import re
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from clinic_check.checklist.catalogue import Question

NAME_LIMIT = 80
"""Characters of the clinic's name: one line of the printed sheet."""

TEXT_LIMIT = 20_000
"""Characters of the clinic's words: a long web page."""

FORGED = "Choose one of the answers on this page."
TWICE = "Choose only one answer here."
TOO_LONG = f"Use {NAME_LIMIT} characters or fewer for the name."

# Control signs (tabs and line ends apart), halves of a sign, and what Unicode says is no sign.
_NO_SIGN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)


def showable(text: str) -> str:
    """Return the text with what no page may hold replaced, one sign for one."""
    return _NO_SIGN.sub("\ufffd", text)


def field_name(question: Question) -> str:
    """Return the name of the question's field: prefixed, so that it can't shadow the form's own."""
    return "q_" + question.id.replace("-", "_")


class _Offered:
    """Refuses an answer that wasn't offered, and two answers to a question that takes one."""

    def __init__(self, question: Question) -> None:
        self.question = question

    def __call__(self, form: Any, field: Any) -> None:
        # A select without a choice sends an empty text: that is a blank, and no second answer.
        sent = [value for value in field.raw_data or () if value]
        if any(value not in self.question.option for value in sent):
            raise ValidationError(FORGED)
        if self.question.pick == "one" and len(sent) > 1:
            raise ValidationError(TWICE)


class PostedForm(FlaskForm):
    """A form as a browser posts it: its fields are texts.

    Flask-WTF would take JSON of any shape too, and a file in the place of a text.
    """

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            return request.form or None


class QuestionsForm(PostedForm):
    """A page of questions. `drawn` names those that stood on it: only they are replaced."""

    drawn = HiddenField()
    questions: tuple[Question, ...] = ()

    def drawn_questions(self) -> list[Question]:
        """Return this form's questions that stood on the posted page."""
        names = set((self.drawn.data or "").split())
        return [question for question in self.questions if question.id in names]

    def sent(self, question: Question) -> tuple[str, ...]:
        """Return what was sent for a question: each option once, forged values left out."""
        values = dict.fromkeys(self[field_name(question)].raw_data or ())
        return tuple(value for value in values if value in question.option)

    def problems(self) -> dict[str, str]:
        """Return question id -> the sentence that says what's wrong with its answer."""
        return {
            question.id: self.errors[field_name(question)][0]
            for question in self.questions
            if field_name(question) in self.errors
        }


def form_for(questions: tuple[Question, ...]) -> type[QuestionsForm]:
    """Make the form class for these questions. Made once per page, when the app starts."""
    members: dict[str, Any] = {}
    for question in questions:
        kind = RadioField if question.pick == "one" else SelectMultipleField
        members[field_name(question)] = kind(
            question.label,
            choices={option.id: option.label for option in question.options},
            validators=[_Offered(question)],
            validate_choice=False,  # _Offered says it in words that a patient can act on
        )
    return type("SectionForm", (QuestionsForm,), {**members, "questions": questions})


class NameForm(PostedForm):
    """The clinic's name, for the heading of the person's own sheet."""

    clinic = StringField(
        "Name of the clinic",
        filters=[lambda text: showable(" ".join((text or "").split()))],
        validators=[Length(max=NAME_LIMIT, message=TOO_LONG)],
    )


def _too_much_text(form: Any, field: Any) -> None:
    length = len(field.data or "")
    if length > TEXT_LIMIT:
        raise ValidationError(
            f"Your text has {length:,} characters. {TEXT_LIMIT:,} is the most that fits."
        )
    if not (field.data or "").strip():
        raise ValidationError("Paste or type some of the clinic’s words first.")


class TextForm(PostedForm):
    """The clinic's own words, to be read and forgotten."""

    text = TextAreaField(
        "The clinic’s words",
        # Browsers send CR LF for a new line; counted as one character, as the person sees it.
        filters=[lambda text: showable((text or "").replace("\r\n", "\n").replace("\r", "\n"))],
        validators=[_too_much_text],
    )


class TrialForm(PostedForm):
    """A trial number as the person typed it, and a town that is used once and forgotten."""

    number = StringField("Trial number", filters=[lambda text: showable(text or "")])
    town = StringField("Town of the clinic", filters=[lambda text: showable(text or "")])


class TokenForm(PostedForm):
    """A form with a button and nothing else, guarded by the token."""
