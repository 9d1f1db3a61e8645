"""The forms of the pages of their own: where am I and since when, a state, and the letters.

What comes in is read, answered and forgotten: it goes into no cookie, address or log.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from clinic_check.checklist.catalogue import State
from clinic_check.checklist.dates import in_words
from clinic_check.guides.deadlines import DayFault, read_day
from clinic_check.guides.pages import DEADLINES, Signed
from clinic_check.sheets.letters import LIMITS, LetterForm
from clinic_check.web.context import site
from clinic_check.web.forms import PostedForm, one_line, showable

Messages = dict[str, str]

KINDS = {"line": StringField, "day": StringField, "text": TextAreaField}


class _Day:
    """Refuses what is no day, or none that a contract can have; a blank is fine."""

    def __init__(self, messages: Messages) -> None:
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

    letter: LetterForm

    def typed(self) -> dict[str, str]:
        """Return field -> words for the letter; days as they are written in letters."""
        return {
            field.id: in_words(words, site().language) if field.kind == "day" else words
            for field in self.letter.fields
            if (words := (self[field.id].data or "").strip()) and not self[field.id].errors
        }


def state_form(states: Iterable[State], messages: Messages) -> type[StateForm]:
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


def letter_form(letter: LetterForm, messages: Messages) -> type[LetterTypedForm]:
    """Make the form of a letter from its content."""
    members: dict[str, Any] = {"letter": letter}
    for field in letter.fields:
        most = LIMITS[field.kind]
        checks: list[Any] = [Length(max=most, message=messages["too-long"].format(most=most))]
        if field.kind == "day":
            checks = [_Day(messages)]
        tidy = _lines if field.kind == "text" else one_line
        members[field.id] = KINDS[field.kind](field.label, filters=[tidy], validators=checks)
    return type("LetterTypedForm", (LetterTypedForm,), members)


def _state(states: Iterable[State], messages: Messages) -> Any:
    names = {state.id: state.name for state in states}
    return SelectField(
        choices={"": "", **names},
        validators=[_Listed(names, messages["state"])],
        validate_choice=False,
    )


def _lines(text: str | None) -> str:
    # Browsers send CR LF for a new line; counted as one sign, as the person sees it.
    return showable((text or "").replace("\r\n", "\n").replace("\r", "\n"))


def _now() -> datetime.datetime:
    return datetime.datetime.now(tz=datetime.UTC)
