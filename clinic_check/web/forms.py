"""The forms of the pages: only answers that were offered are taken, and nothing sent is lost."""

import datetime
import re
from collections.abc import Iterable
from typing import Any

from flask import current_app, request, session
from flask_babel import format_decimal
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from clinic_check.checklist.answers import contradiction, tidy
from clinic_check.checklist.catalogue import Question, State
from clinic_check.checklist.dates import in_words
from clinic_check.guides.deadlines import DayFault, read_day
from clinic_check.guides.pages import DEADLINES, Signed
from clinic_check.sheets.form_letters import LIMITS, FormLetter
from clinic_check.web.context import site
from clinic_check.web.session import is_unreadable, replace_unreadable

NAME_LIMIT = 80
"""Characters of the clinic's name: one line of the printed sheet."""

TEXT_LIMIT = 20_000
"""Characters of the clinic's words: a long web page."""

# Control signs (tabs and line ends apart), halves of a sign, and what Unicode says is no sign.
_NO_SIGN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)


def showable(text: str | None) -> str:
    """Return the text with what no page may hold replaced, one sign for one."""
    return _NO_SIGN.sub("\ufffd", text or "")


def one_line(text: str | None) -> str:
    """Return the text on one line, showable, without spaces around it."""
    return showable(" ".join((text or "").split()))


def many_lines(text: str | None) -> str:
    """Return the text showable, each end of a line as one character, as the person sees it.

    Browsers send two, CR LF.
    """
    return showable(text).replace("\r\n", "\n").replace("\r", "\n")


def say(name: str, /, **values: object) -> str:
    """Return a sentence of `messages.toml`."""
    return site().library.messages.say(name, **values)


class PostedForm(FlaskForm):
    """A form as a browser posts it: its fields are texts.

    Flask-WTF would take JSON of any shape too, and a file in the place of a text.
    """

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            # None asks for an empty form, whatever was sent.
            return None if formdata is None else request.form or None

    def token_is_wrong(self) -> bool:
        """Tell whether the token was missing, old or wrong. Ask after `validate`."""
        return "csrf_token" in self.errors

    def cleared_since(self) -> bool:
        """Tell whether the page that sent this is from before “Clear my answers”.

        Then nothing that it sent is shown again: on a shared computer somebody may have pressed
        Back or Reload.
        """
        return self.token_is_wrong() and "cleared" in session

    def trouble(self) -> str:
        """Return the name of what to say about a wrong token, empty where it's right.

        Ask after `validate`. The sentence has a `{button}`: what the page's own button is called.
        """
        if not self.token_is_wrong():
            return ""
        if is_unreadable():
            if "told" not in request.form:
                return "token.unreadable"
            replace_unreadable()
            return "token.unreadable-told"
        sent_back = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
        return "token.old" if sent_back else "token.blocked"


class QuestionForm(PostedForm):
    """One question.

    `was` holds what was answered when the page was made, as ids with spaces. A page that comes back
    with a choice that isn't stored yet has none: whatever is sent from it is the person's own.
    """

    answer = SelectMultipleField(validate_choice=False)  # one choice or many, checked below
    was = HiddenField()

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question

    def validate_answer(self, field: Any) -> None:
        """Refuse what wasn't offered, two answers where one is taken, and a pair that can't be."""
        # A select without a choice sends an empty text: that is a blank, and no second answer.
        sent = [value for value in request.form.getlist("answer") if value]
        if any(value not in self.question.option for value in sent):
            raise ValidationError(say("answer.forged"))
        if self.question.pick == "one" and len(sent) > 1:
            raise ValidationError(say("answer.twice"))
        if pair := contradiction(self.question, sent):
            one, other = pair
            if len(sent) > 2:
                raise ValidationError(say("answer.contradictions", one=one.label))
            raise ValidationError(say("answer.contradiction", one=one.label, other=other.label))

    def sent(self) -> tuple[str, ...]:
        """Return what was sent, in the catalogue's order, each once, forged ones left out."""
        return tidy(self.question, request.form.getlist("answer"))

    def newer(self, now: tuple[str, ...]) -> bool:
        """Tell whether `now`, the answer in the cookie, is newer than this page.

        It is where it changed since the page was made, and nothing was changed on the page: an
        older window must not wipe what another one answered.
        """
        was = tidy(self.question, (self.was.data or "").split())
        return "was" in request.form and self.sent() == was != now

    def again(self, now: tuple[str, ...]) -> tuple[str, ...]:
        """Return what the page shows chosen when it comes back. Ask after `validate`."""
        return now if self.cleared_since() or self.newer(now) else self.sent()


class NameForm(PostedForm):
    """The clinic's name, for the heading of the person's own sheet."""

    clinic = StringField(filters=[one_line])
    was = HiddenField()  # as in QuestionForm

    def validate_clinic(self, field: Any) -> None:
        """Refuse what doesn't fit on the line."""
        if len(field.data) > NAME_LIMIT:
            raise ValidationError(say("name.long", most=NAME_LIMIT))

    def newer(self, now: str) -> bool:
        """Tell whether `now`, the name in the cookie, is newer than this page."""
        return "was" in request.form and self.clinic.data == self.was.data != now

    def again(self, now: str) -> str:
        """Return what stands in the field when the page comes back. Ask after `validate`."""
        return now if self.cleared_since() or self.newer(now) else self.clinic.data or ""


class TextForm(PostedForm):
    """The clinic's own words, to be read and forgotten."""

    text = TextAreaField(
        filters=[many_lines],
    )

    def validate_text(self, field: Any) -> None:
        """Refuse too much, and nothing at all."""
        length = len(field.data)
        if length > TEXT_LIMIT:
            message = say(
                "text.long", length=format_decimal(length), most=format_decimal(TEXT_LIMIT)
            )
            raise ValidationError(message)
        if not field.data.strip():
            raise ValidationError(say("text.empty"))


class TrialForm(PostedForm):
    """A trial number as the person typed it, and a town that is used once and forgotten."""

    number = StringField(filters=[showable])
    town = StringField(filters=[showable])


class TokenForm(PostedForm):
    """A form with a button and nothing else, guarded by the token."""


def needs_no_cookie(form: PostedForm) -> bool:
    """Tell whether a form may be answered though no cookie came with it. Ask after `validate`.

    For tools that remember nothing and change nothing: they work where a browser blocks cookies. A
    request from another site would bring no cookie either, and gets no more than any visitor.
    """
    sent = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
    return request.method == "POST" and not sent and form.errors.keys() == {"csrf_token"}


# --- the pages beside the checklist: what is typed there goes into no cookie, address or log ---

KINDS = {"line": StringField, "day": StringField, "text": TextAreaField}


class _Day:
    """Refuses what is no day, or none that a contract can have; a blank is fine."""

    def __init__(self, messages: dict[str, str]) -> None:
        self.messages = messages

    def __call__(self, form: Any, field: Any) -> None:
        if field.data:
            try:
                read_day(field.data, _now())
            except DayFault as fault:
                raise ValidationError(self.messages[fault.kind]) from None


class _Listed:
    """Refuses a state that isn't on the list; none at all is fine."""

    def __init__(self, states: Iterable[str], message: str) -> None:
        self.states = frozenset(states)
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:
        if field.data and field.data not in self.states:
            raise ValidationError(self.message)


class StateForm(PostedForm):
    """A state of the US, or none."""

    state: SelectField

    @property
    def chosen_state(self) -> str:
        """The chosen state's postal code; empty without one."""
        return "" if self.state.errors else (self.state.data or "")


class SignedForm(StateForm):
    """Where am I, since when, and in which state."""

    where: SelectMultipleField

    def days(self) -> dict[str, datetime.date]:
        """Return deadline -> the day typed for it, where one was typed and can be used."""
        return {
            name: read_day(self[name].data, _now())
            for name in DEADLINES
            if self[name].data and not self[name].errors
        }

    def ticked(self) -> frozenset[str]:
        """Return the situations that were ticked."""
        return frozenset(self.where.data or ())


class LetterTypedForm(PostedForm):
    """What is typed for one letter."""

    letter: FormLetter

    def typed(self) -> dict[str, str]:
        """Return field -> words for the letter; days as they are written in letters."""
        return {
            field.id: in_words(words, site().language) if field.kind == "day" else words
            for field in self.letter.fields
            if (words := (self[field.id].data or "").strip()) and not self[field.id].errors
        }


def state_form(states: Iterable[State], messages: dict[str, str]) -> type[StateForm]:
    """Make the form that asks for a state."""
    return type("StateForm", (StateForm,), {"state": _state(states, messages)})


def signed_form(signed: Signed, states: Iterable[State]) -> type[SignedForm]:
    """Make the form of `/signed` from its content."""
    messages = dict(signed.messages)
    members: dict[str, Any] = {
        "where": SelectMultipleField(
            choices={s.id: s.label for s in signed.situations}, validate_choice=False
        ),
        "state": _state(states, messages),
    }
    for deadline in signed.deadlines:
        members[deadline.id] = StringField(
            deadline.label, filters=[one_line], validators=[_Day(messages)]
        )
    return type("SignedForm", (SignedForm,), members)


def letter_form(letter: FormLetter, messages: dict[str, str]) -> type[LetterTypedForm]:
    """Make the form of a letter from its content."""
    members: dict[str, Any] = {"letter": letter}
    for field in letter.fields:
        most = LIMITS[field.kind]
        checks: list[Any] = [Length(max=most, message=messages["too-long"].format(most=most))]
        if field.kind == "day":
            checks = [_Day(messages)]
        tidy = many_lines if field.kind == "text" else one_line
        members[field.id] = KINDS[field.kind](field.label, filters=[tidy], validators=checks)
    return type("LetterTypedForm", (LetterTypedForm,), members)


def _state(states: Iterable[State], messages: dict[str, str]) -> Any:
    names = {state.id: state.name for state in states}
    return SelectField(
        choices={"": "", **names},
        validators=[_Listed(names, messages["state"])],
        validate_choice=False,
    )


def _now() -> datetime.datetime:
    return datetime.datetime.now(tz=datetime.UTC)
