"""The code on the paper: turns the ticked answers into 39 characters, and back, next week.

Nothing is kept anywhere, so the code is the memory. This is how it is made:

1. Every question is a digit, in the order of the permanent numbers: blank is 0, and so on. A tick
   list has a digit for each of its states. Digits of different sizes give one number (mixed radix).
2. The number is followed by who it is for (me, or someone I help), the layout's fingerprint
   (12 bits) and its number in the register (6 bits).
3. The whole is multiplied by PRIME. That is the checksum (22.2 bits): a number that PRIME does not
   divide is refused. Written with 32 signs, a wrong sign changes the number by d * 32**i, and two
   neighbours that changed places by d * 31 * 32**i, with d from 1 to 31. PRIME divides none of
   these, so it catches every one of them. It also catches any two wrong signs, anywhere, and no
   text is one such step away from two codes: where one step would mend a code, its group is told.
4. The result is written in Crockford's base 32, always at the full length, in groups of four.

Today's 45 questions have 2**153.00 states; with 1 + 18 + 22.25 bits that is 194.3 of the 195 bits
of 39 characters (`clinic-check code bits` prints it). A code of edition 1 has 36. Of all that could
be typed one in 2**40 opens; of codes that were mistyped in three places or more about one in five
million (PRIME) does.
"""

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from clinic_check.checklist.answers import AnswerFault, contradiction, labels, tidy, told_apart
from clinic_check.checklist.catalogue import Catalogue, Question
from clinic_check.checklist.rules import Chosen
from clinic_check.saving.layouts import FINGERPRINTS, MOST_LAYOUTS, Layout, Numbered, Register

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O and U."""

PRIME = 4_999_999
"""The checksum: it divides the number behind every code."""

GROUP = 4
"""How many characters stand between two dashes."""

LONGEST_TYPED = 200
"""More than this, dashes and spaces counted, is not looked at."""

BITS = 5
"""How many bits a character stands for."""

_LOWEST = len(ALPHABET) - 1
_VALUES = {sign: value for value, sign in enumerate(ALPHABET)}
_VALUES |= {sign.lower(): value for sign, value in _VALUES.items()}
_VALUES |= dict.fromkeys("Oo", 0) | dict.fromkeys("IiLl", 1)
_HEADER = FINGERPRINTS * (MOST_LAYOUTS + 1)
_MINUS = "\u2212"  # the one dash that Unicode counts among the signs of arithmetic


class CodeFault(ValueError):
    """A code that can't be opened. Its text is a sentence for the person who typed it.

    `groups` are the groups that look wrong, counted from 1; often there are none to name.
    """

    def __init__(self, sentence: str, groups: tuple[int, ...] = ()) -> None:
        super().__init__(sentence)
        self.groups = groups


@dataclass(frozen=True)
class Opened:
    """What a code held, in the words of today's catalogue.

    `helper`: made for someone that the person helps. `version`: the catalogue it was made with.
    `new`: questions added since. `more`: tick lists that were answered, and are longer now ("none
    of these" may no longer fit). `gone`: labels of questions no longer asked. `lost`:
    questions whose chosen answer, or one of them, is no longer offered; `retired` are the ids of
    these answers, as "question: answer".
    """

    answers: Chosen
    helper: bool
    version: str
    new: tuple[Question, ...] = ()
    more: tuple[Question, ...] = ()
    gone: tuple[str, ...] = ()
    lost: tuple[Question, ...] = ()
    retired: tuple[str, ...] = ()


def encode(catalogue: Catalogue, register: Register, answers: Chosen, helper: bool) -> str:
    """Return the code of these answers, hidden ones too, in groups of four.

    Raise AnswerFault for answers of which two can't both be true. The newest layout of the register
    has to be the catalogue's: `faults_in_numbers` checks that before the app starts.
    """
    apart = [told_apart(catalogue.question[name], chosen) for name, chosen in answers.items()]
    if faults := list(filter(None, apart)):
        raise AnswerFault(faults)
    layout = register.layouts[-1]
    number = 0
    for question in layout.ordered:
        number = number * question.states + question.digit(answers.get(question.id, ()))
    number = number * 2 + helper
    number = number * _HEADER + _header(layout)
    signs = _signs(number * PRIME, length(layout))
    return "-".join([signs[start : start + GROUP] for start in range(0, len(signs), GROUP)])


def decode(catalogue: Catalogue, register: Register, text: str) -> Opened:
    """Return what a typed code holds; raise CodeFault, which says why it can't be opened.

    Case, dashes and spaces don't matter, O is read as 0, and I and L as 1.
    """
    groups = _typed(text)
    read = _read(register, [value for group in groups for value in group])
    if read is None:
        raise _wrong(register, groups)
    layout, number = read
    number, helper = divmod(number, 2)
    answers: dict[str, tuple[str, ...]] = {}
    for question in reversed(layout.ordered):
        number, digit = divmod(number, question.states)
        if digit:
            answers[question.id] = _chosen(question, digit)
    return _today(catalogue, layout, answers, helper=bool(helper))


def length(layout: Layout) -> int:
    """Return how many characters a code of this layout has, without the dashes."""
    return -(-(layout.states * 2 * _HEADER * PRIME - 1).bit_length() // BITS)


def bits(layout: Layout) -> dict[str, float]:
    """Return how many bits each part of this layout's code takes, and how many there are."""
    return {
        "answers": math.log2(layout.states),
        "who": 1,
        "fingerprint": math.log2(FINGERPRINTS),
        "layout": math.log2(MOST_LAYOUTS + 1),
        "checksum": math.log2(PRIME),
        "all": BITS * length(layout),
    }


def _header(layout: Layout) -> int:
    return layout.fingerprint * (MOST_LAYOUTS + 1) + layout.number


def _signs(number: int, length: int) -> str:
    """Write a number with so many signs, the highest first."""
    return "".join(
        [ALPHABET[number >> shift & _LOWEST] for shift in range((length - 1) * BITS, -1, -BITS)]
    )


def _chosen(question: Numbered, digit: int) -> tuple[str, ...]:
    """Return the options of a state that isn't blank."""
    if digit <= len(question.alone):
        return (question.alone[digit - 1],)
    ticks = digit - len(question.alone)
    return tuple(o for place, o in enumerate(question.together) if ticks >> place & 1)


def _today(catalogue: Catalogue, layout: Layout, answers: Chosen, *, helper: bool) -> Opened:
    """Put the answers of a layout into the words of today's catalogue.

    Raise CodeFault where two of them can't both be true any more: neither may go in silence.
    """
    asked = {question.id: question for question in layout.questions}
    known: dict[str, tuple[str, ...]] = {}
    lost = []
    for question in catalogue.questions:
        before = answers.get(question.id, ())
        if pair := contradiction(question, before):
            one, other = labels(question, tuple(option.id for option in pair))
            raise CodeFault(
                f"This code holds “{one}” and “{other}” as answers to “{question.label}”. They "
                "can’t both be true, so it can’t be opened."
            )
        if chosen := tidy(question, before):
            known[question.id] = chosen
        if len(chosen) < len(before):
            lost.append(question)
    return Opened(
        answers=known,
        helper=helper,
        version=layout.version,
        new=tuple(question for question in catalogue.questions if question.id not in asked),
        more=tuple(
            question
            for question in catalogue.questions
            if question.pick == "many"
            and question.id in answers
            and question.option.keys() - asked[question.id].options
        ),
        gone=tuple(q.label for q in layout.ordered if q.id not in catalogue.question),
        lost=tuple(lost),
        retired=tuple(
            f"{question.id}: {name}"
            for question in lost
            for name in answers[question.id]
            if name not in question.option
        ),
    )


def _layout(register: Register, header: int) -> Layout:
    """Return the layout that a code names; raise CodeFault if it isn't one of ours."""
    fingerprint, number = divmod(header, MOST_LAYOUTS + 1)
    if number > len(register.layouts):
        raise CodeFault(
            "This code was made with a newer version of this checklist, or with another checklist. "
            "It can’t be opened here."
        )
    if not number or register.layouts[number - 1].fingerprint != fingerprint:
        raise CodeFault("This code was made with another checklist. It can’t be opened here.")
    return register.layouts[number - 1]


# --- what was typed ---------------------------------------------------------------------------


def _typed(text: str) -> list[list[int]]:
    """Return the typed groups, each as values below 32; raise CodeFault for what is no code."""
    if len(text) > LONGEST_TYPED:
        raise CodeFault("This is too long to be a code.")
    signs = unicodedata.normalize("NFKC", text)
    parts = [list(part) for is_gap, part in groupby(signs, key=_stands_between) if not is_gap]
    if not parts:
        raise CodeFault("No code was typed. Please type the code that is on your paper.")
    for place, sign in enumerate(sign for part in parts for sign in part):
        if sign not in _VALUES:
            raise _foreign(sign, place // GROUP + 1)
    return [[_VALUES[sign] for sign in part] for part in parts]


def _stands_between(sign: str) -> bool:
    """Tell whether this is a space, a dash of any kind, or an invisible mark."""
    return sign.isspace() or sign == _MINUS or unicodedata.category(sign) in ("Pd", "Cf")


def _foreign(sign: str, group: int) -> CodeFault:
    if sign in "Uu":
        why = "A code has no letter U. It may be a V."
    elif sign.isprintable():
        why = f"A code has no “{sign}” in it, only letters and numbers."
    else:
        why = "There is a sign in it that can’t be seen."
    return CodeFault(f"{why} Please look at group {group} again.", (group,))


def _read(register: Register, values: list[int]) -> tuple[Layout, int] | None:
    """Return a code's layout, and the number of its answers; None if something is mistyped.

    Raise CodeFault for a good code whose layout we don't have.
    """
    number, rest = divmod(_number(values), PRIME)
    if rest or not number:
        return None
    number, header = divmod(number, _HEADER)
    layout = _layout(register, header)
    if len(values) != length(layout) or number >= layout.states * 2:
        return None
    return layout, number


def _number(values: list[int]) -> int:
    """Return the number that is written with these values, the highest first."""
    number = 0
    for value in values:
        number = number * len(ALPHABET) + value
    return number


def _opens(register: Register, values: list[int]) -> bool:
    """Tell whether these characters are a code that can be opened."""
    try:
        return _read(register, values) is not None
    except CodeFault:
        return False


# --- what is wrong with it --------------------------------------------------------------------


def _wrong(register: Register, groups: list[list[int]]) -> CodeFault:
    """Return what to say of a code that isn't right."""
    typed = sum(map(len, groups))
    lengths = {length(layout) for layout in register.layouts}
    if typed not in lengths:
        whole = min(lengths, key=lambda known: abs(known - typed))
        return _of_wrong_length(groups, typed, whole)
    mended = list(_mended(register, [value for group in groups for value in group]))
    if len(mended) != 1:
        return CodeFault(
            "Something in this code is not right. Please compare every group with your paper."
        )
    first, *others = dict.fromkeys(place // GROUP + 1 for place in mended[0])
    if others:
        return CodeFault(
            f"Something in this code is not right. Please look at the end of group {first} and at "
            f"the start of group {others[0]} again.",
            (first, *others),
        )
    return CodeFault(
        f"Something in this code is not right. Please look at group {first} again.", (first,)
    )


def _mended(register: Register, values: list[int]) -> Iterator[tuple[int, ...]]:
    """Yield the places of every single change, or swap of neighbours, that would mend a code.

    It is never applied: it only shows where to look.
    """
    rest = _number(values) % PRIME
    weights = [pow(len(ALPHABET), len(values) - 1 - place, PRIME) for place in range(len(values))]
    for place, value in enumerate(values):
        for other in range(len(ALPHABET)):
            if other != value and (rest + (other - value) * weights[place]) % PRIME == 0:
                mended = [*values[:place], other, *values[place + 1 :]]
                if _opens(register, mended):
                    yield (place,)
    for place, (one, two) in enumerate(pairwise(values)):
        if (rest + (two - one) * (weights[place] - weights[place + 1])) % PRIME == 0:
            mended = [*values[:place], two, one, *values[place + 2 :]]
            if _opens(register, mended):
                yield place, place + 1


def _of_wrong_length(groups: list[list[int]], typed: int, whole: int) -> CodeFault:
    """Name the group too, where the code was typed in groups and one of them has a wrong length."""
    wanted = [min(GROUP, whole - start) for start in range(0, whole, GROUP)]
    wrong = [
        place
        for place, (group, size) in enumerate(zip(groups, wanted, strict=False), start=1)
        if len(group) != size
    ]
    named = tuple(wrong) if len(groups) == len(wanted) and len(wrong) == 1 else ()
    sentence = (
        f"The code is too {'short' if typed < whole else 'long'}. It has {typed} letters and "
        f"numbers, and a whole one has {whole}."
    )
    if named:
        sentence += f" Please look at group {named[0]} again."
    return CodeFault(sentence, named)
