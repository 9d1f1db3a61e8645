"""Reads a code as a person typed or pasted it, in groups, and tells a sign that no code has."""

import unicodedata
from itertools import dropwhile, groupby

from clinic_check.checklist.messages import InputFault

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O and U."""

GROUP = 4
"""How many characters stand between two dashes."""

LONGEST_TYPED = 200
"""More than this, dashes and spaces counted, is not looked at."""

_VALUES = {sign: value for value, sign in enumerate(ALPHABET)}
_VALUES |= {sign.lower(): value for sign, value in _VALUES.items()}
_VALUES |= dict.fromkeys("Oo", 0) | dict.fromkeys("IiLl", 1)
_MINUS = "\u2212"  # the one dash that Unicode counts among the signs of arithmetic


class CodeFault(InputFault):
    """A code that can't be opened; a message says why to the person who typed it.

    `groups` are the groups that look wrong, counted from 1; often there are none to name.
    """

    def __init__(self, name: str, groups: tuple[int, ...] = (), **values: object) -> None:
        super().__init__(name, **values)
        self.groups = groups


def as_shown(typed: str) -> str:
    """Return what was typed as a page may show it again: a line of visible signs."""
    return "".join(sign for sign in typed[: 2 * LONGEST_TYPED] if sign.isprintable())


def values_of(text: str) -> list[list[int]]:
    """Return the typed groups, each as values below 32; raise CodeFault for what is no code."""
    if len(text) > LONGEST_TYPED:
        raise CodeFault("code.too-long")
    parts = typed_groups(text)
    if not parts:
        raise CodeFault("code.none")
    for at, sign in enumerate("".join(parts)):
        if sign not in _VALUES:
            raise _foreign(sign, at // GROUP + 1)
    return [[_VALUES[sign] for sign in part] for part in parts]


def typed_groups(text: str) -> list[str]:
    """Return what was typed, part by part, without what stands between the parts and around them.

    The digits of other scripts become those from 0 to 9.
    """
    plain = unicodedata.normalize("NFKC", text)  # full-width signs become plain ones
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain)
    lines = [_without_marks(line) for line in digits.splitlines()]
    signs = groupby("\n".join(lines), key=_stands_between)
    return ["".join(part) for is_gap, part in signs if not is_gap]


def _without_marks(line: str) -> str:
    """Leave out what a message or a sentence puts around a code: quotes, a full stop, “> ”, stars.

    A mark inside a code stays: it may be a mistyped sign.
    """

    def is_mark(sign: str) -> bool:
        return unicodedata.category(sign)[0] in "PS" or _stands_between(sign)

    kept = list(dropwhile(is_mark, line))
    return "".join(reversed(list(dropwhile(is_mark, reversed(kept)))))


def _stands_between(sign: str) -> bool:
    """Tell whether this is a space, a dash of any kind, a low line, or an invisible mark."""
    return sign.isspace() or sign == _MINUS or unicodedata.category(sign) in ("Pd", "Pc", "Cf")


def _foreign(sign: str, group: int) -> CodeFault:
    if sign in "Uu":
        return CodeFault("code.no-u", (group,), group=group)
    if sign.isprintable():
        return CodeFault("code.no-such-sign", (group,), sign=sign, group=group)
    return CodeFault("code.unseen-sign", (group,), group=group)
