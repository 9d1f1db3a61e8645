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
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from clinic_check.checklist.answers import AnswerFault, contradiction, labels, tidy, told_apart
from clinic_check.checklist.catalogue import Catalogue, Question
from clinic_check.checklist.rules import Chosen
from clinic_check.saving.register import FINGERPRINTS, MOST_LAYOUTS, CodeLayout, Numbered, Register
from clinic_check.saving.typed import ALPHABET, GROUP, CodeFault, values_of

PRIME = 4_999_999
"""The checksum: it divides the number behind every code."""

BITS = 5
"""How many bits a character stands for."""

_LOWEST = len(ALPHABET) - 1
_HEADER = FINGERPRINTS * (MOST_LAYOUTS + 1)


@dataclass(frozen=True)
class Opened:
    """What a code held, in the words of today's catalogue.

    `helper`: made for someone that the person helps. `version`: the catalogue it was made with.
    `new`: questions added since. `more`: tick lists that were answered, and are longer now ("none
    of these" may no longer fit). `gone`: labels of questions no longer asked. `lost`: questions
    whose chosen answer, or one of them, is no longer offered; `retired` are the ids of these
    answers, by the question's id.
    """

    answers: Chosen
    helper: bool
    version: str
    new: tuple[Question, ...] = ()
    more: tuple[Question, ...] = ()
    gone: tuple[str, ...] = ()
    lost: tuple[Question, ...] = ()
    retired: Chosen = field(default_factory=dict)


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

    Case, dashes and spaces don't matter, nor do marks around a code that was copied; O is read as
    0, and I and L as 1, and the digits of every script as what they are.
    """
    groups = values_of(text)
    layout, number = _read_or_tell(register, groups)
    number, helper = divmod(number, 2)
    answers: dict[str, tuple[str, ...]] = {}
    for question in reversed(layout.ordered):
        number, digit = divmod(number, question.states)
        if digit:
            answers[question.id] = _chosen(question, digit)
    return _today(catalogue, layout, answers, helper=bool(helper))


def length(layout: CodeLayout) -> int:
    """Return how many characters a code of this layout has, without the dashes."""
    return -(-(layout.states * 2 * _HEADER * PRIME - 1).bit_length() // BITS)


def bits(layout: CodeLayout) -> dict[str, float]:
    """Return how many bits each part of this layout's code takes, and how many there are."""
    return {
        "answers": math.log2(layout.states),
        "who": 1,
        "fingerprint": math.log2(FINGERPRINTS),
        "layout": math.log2(MOST_LAYOUTS + 1),
        "checksum": math.log2(PRIME),
        "all": BITS * length(layout),
    }


def _header(layout: CodeLayout) -> int:
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


def _today(catalogue: Catalogue, layout: CodeLayout, answers: Chosen, *, helper: bool) -> Opened:
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
            raise CodeFault("code.contradiction", one=one, other=other, question=question.label)
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
        retired={
            question.id: tuple(o for o in answers[question.id] if o not in question.option)
            for question in lost
        },
    )


def _layout(register: Register, header: int) -> CodeLayout:
    """Return the layout that a code names; raise CodeFault if it isn't one of ours."""
    fingerprint, number = divmod(header, MOST_LAYOUTS + 1)
    if number > len(register.layouts):
        raise CodeFault("code.newer")
    if not number or register.layouts[number - 1].fingerprint != fingerprint:
        raise CodeFault("code.other")
    return register.layouts[number - 1]


# --- reading it -------------------------------------------------------------------------------


def _read_or_tell(register: Register, groups: list[list[int]]) -> tuple[CodeLayout, int]:
    """Return a code's layout, and the number of its answers; raise CodeFault for any other."""
    values = [value for group in groups for value in group]
    try:
        read = _read(register, values)
    except CodeFault as fault:
        # A whole code of ours with zeros behind it looks like one of somebody else's.
        raise _too_many(register, groups) or fault from None
    if read is None:
        raise _too_many(register, groups) or _wrong(register, groups)
    return read


def _read(register: Register, values: list[int]) -> tuple[CodeLayout, int] | None:
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


def _too_many(register: Register, groups: list[list[int]]) -> CodeFault | None:
    """Return what to say of a good code with more behind it, or with one sign more; else None."""
    values = [value for group in groups for value in group]
    typed = len(values)
    lengths = {length(layout) for layout in register.layouts}
    if typed - 1 in lengths:
        without = [values[:place] + values[place + 1 :] for place in range(typed)]
        places = [place for place, rest in enumerate(without) if _opens(register, rest)]
        if places:
            group = _group_at(groups, places)
            return CodeFault("code.one-more", (group,), group=group)
    for whole in lengths:
        if whole < typed and _opens(register, values[:whole]):
            return CodeFault("code.long", typed=typed, whole=whole)
    return None


def _group_at(groups: list[list[int]], places: list[int]) -> int:
    """Return in which group one of these signs is too many: a long one, if groups were typed."""
    if len(groups) == 1:
        return places[0] // GROUP + 1
    ends = list(accumulate(map(len, groups)))
    at = [bisect_right(ends, place) for place in places]
    return next((n for n in at if len(groups[n]) > GROUP), at[0]) + 1


def _wrong(register: Register, groups: list[list[int]]) -> CodeFault:
    """Return what to say of a code that isn't right."""
    typed = sum(map(len, groups))
    lengths = {length(layout) for layout in register.layouts}
    newest = length(register.layouts[-1])  # what nearly every paper has
    if typed not in lengths:
        return _of_wrong_length(groups, typed, newest)
    mended = list(_mended(register, [value for group in groups for value in group]))
    if len(mended) != 1:
        if typed < newest:  # as long as an older code, or one of today without its end
            return CodeFault("code.wrong-or-short", typed=typed, whole=newest)
        return CodeFault("code.wrong")
    first, *others = dict.fromkeys(place // GROUP + 1 for place in mended[0])
    if others:
        second = others[0]
        return CodeFault("code.wrong-groups", (first, second), first=first, second=second)
    return CodeFault("code.wrong-group", (first,), group=first)


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
    name = "code.short" if typed < whole else "code.long"
    if len(groups) == len(wanted) and len(wrong) == 1:
        (group,) = wrong
        return CodeFault(f"{name}-group", (group,), typed=typed, whole=whole, group=group)
    return CodeFault(name, typed=typed, whole=whole)
