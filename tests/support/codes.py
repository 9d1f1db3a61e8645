"""What the tests of the code share: the shipped layout, answers, and an invented older release."""

import json
import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from clinic_check.checklist.answers import contradiction, tidy
from clinic_check.checklist.catalogue import Catalogue, Question
from clinic_check.checklist.frame import Option
from clinic_check.checklist.load import load, read
from clinic_check.checklist.messages import load_messages
from clinic_check.checklist.rules import Chosen
from clinic_check.saving.code import Opened, decode, encode
from clinic_check.saving.register import FILE, Register, layout_of
from clinic_check.saving.typed import ALPHABET, CodeFault
from clinic_check.settings import CONTENT
from tests.support.people import values

CATALOGUE = load(CONTENT)
REGISTER = read(CONTENT / FILE, Register)
MESSAGES = load_messages(CONTENT)
LAYOUT = REGISTER.layouts[-1]

EDITION_1 = json.loads(
    (Path(__file__).parents[1] / "saving" / "edition1.json").read_text(encoding="utf-8")
)
"""Codes that edition 1 made, each with the answers that went in (as `assess` takes them)."""

patiently = settings(deadline=None)
"""However busy the computer is: no test is timed."""

any_answers = st.fixed_dictionaries(
    {}, optional={question.id: values(question) for question in CATALOGUE.questions}
).map(lambda answers: {name: chosen for name, chosen in answers.items() if chosen})
"""Any answers that can stand together, to any questions."""


def standing_together(question: Question, options: Iterable[str]) -> tuple[str, ...]:
    """Return those of the options that can be chosen at the same time."""
    chosen = tidy(question, options)
    pair = contradiction(question, chosen)
    return (pair[0].id,) if pair else chosen[:1] if question.pick == "one" else chosen


def some_answers(seed: int) -> dict[str, tuple[str, ...]]:
    """Return answers to about two thirds of the questions, the same ones for the same seed."""
    dice = random.Random(seed)  # noqa: S311  # nothing secret
    return {
        question.id: standing_together(
            question, dice.sample(sorted(question.option), dice.randint(1, 2))
        )
        for question in CATALOGUE.questions
        if dice.random() < 0.67
    }


def code_of(answers: Chosen, *, helper: bool = False) -> str:
    return encode(CATALOGUE, REGISTER, answers, helper)


def opened(text: str) -> Opened:
    return decode(CATALOGUE, REGISTER, text)


def refused(text: str) -> CodeFault:
    with pytest.raises(CodeFault) as fault:
        opened(text)
    return fault.value


def told(text: str) -> str:
    """Return the sentence that a refused code gets."""
    return refused(text).say(MESSAGES)


def written(number: int, size: int) -> str:
    """Write any number as a code."""
    signs = ""
    for _ in range(size):
        number, value = divmod(number, 32)
        signs = ALPHABET[value] + signs
    return signs


def value_of(code: str) -> int:
    number = 0
    for sign in code.replace("-", ""):
        number = number * 32 + ALPHABET.index(sign)
    return number


def catalogue_of(version: str, *questions: Question) -> Catalogue:
    """Return a catalogue of another release, with these questions in one section."""
    section = replace(CATALOGUE.sections[0], questions=questions)
    frame = replace(CATALOGUE.frame, version=version)
    return replace(CATALOGUE, frame=frame, sections=(section,))


def older_catalogue() -> Catalogue:
    """An invented release before today's: without `measure`, but with a question on a talk.

    Its `deposit` and its `risks` have one answer more.
    """
    talk = replace(CATALOGUE.question["comparison"], id="talk", number=90, label="A talk")
    more = Option(id="in-gold", number=99, label="In gold")
    changed = [
        replace(CATALOGUE.question[name], options=(more, *CATALOGUE.question[name].options))
        for name in ("deposit", "risks")
    ]
    others = [q for q in CATALOGUE.questions if q.id not in ("measure", "deposit", "risks")]
    return catalogue_of("2020.01", talk, *changed, *others)


OLDER = older_catalogue()
BOTH = Register((layout_of(OLDER, 1), layout_of(CATALOGUE, 2)))


def older_code(answers: Chosen) -> str:
    return encode(OLDER, Register(BOTH.layouts[:1]), answers, True)
