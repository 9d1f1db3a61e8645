"""Puts together again the lines that a PDF, a mail or a narrow column cut apart.

Every character keeps its place: what is taken away is replaced by as many spaces or signs.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

GLUE = "\0"  # stands for the hyphen and the line end within a word that was cut in two
NARROWEST, WIDEST = 24, 160  # characters; columns are no narrower, and wider lines aren't wrapped
LONG = 40  # characters; after a line as long as this, a small letter goes on with its sentence
FULL_SHARE = 0.6  # of a column's line ends: so many lines must be full, or it is a list
SMALL_SHARE = 0.4  # of its full lines: so many must go on with a small letter, as prose does

_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_ITEM = re.compile(r"[ \t]*(?:[-*•●▪◦·✓✔➤►]|o(?=[ \t]+[A-Z])|\(?\d{1,2}[.)](?=[ \t]))[ \t]*")
# A hyphen after one of these belongs to the word: "non-/surgical", but "dam-/age".
_HYPHENATED = frozenset(
    (
        *("non", "self", "anti", "pre", "post", "long", "short", "well", "high", "low", "all"),
        *("evidence", "science", "research", "drug", "pain", "risk", "side", "cutting", "game"),
        *("life", "world", "award", "board", "peer", "first", "fda", "state", "next", "ground"),
        *("platelet", "stem", "cell", "same", "time", "symptom", "root", "back", "full", "age"),
    )
)


def unwrap(folded: str) -> str:
    """Return the text with its cut lines joined, of the same length as before.

    A column is told by its lines: each is so full that the next line's first word had no room.
    """
    if ">" in folded:
        folded = _QUOTED.sub(_blank, folded)
    if "\n" not in folded:
        return folded
    lines = folded.split("\n")
    joints = ["\n"] * (len(lines) - 1)
    for start, end in _blocks(lines):
        for at in _wrapped(lines[start:end]):
            joints[start + at] = " "
    for at, joint in enumerate(joints):
        if joint == " " and _cut_word(lines[at], lines[at + 1]):
            line = lines[at].rstrip()
            lines[at] = line[:-1] + GLUE * (len(lines[at]) - len(line) + 1)
            joints[at] = GLUE
            following = lines[at + 1].lstrip()
            lines[at + 1] = GLUE * (len(lines[at + 1]) - len(following)) + following
    return lines[0] + "".join(
        joint + _without_item_sign(line, joint)
        for joint, line in zip(joints, lines[1:], strict=True)
    )


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of lines without an empty line between them."""
    start = 0
    for at, line in enumerate((*lines, "")):
        if not line.strip():
            if at - start > 1:
                yield start, at
            start = at + 1


def _wrapped(lines: Sequence[str]) -> Iterator[int]:
    """Yield the places of lines (counted from 0) that go on in the next."""
    lengths = [len(line.rstrip()) for line in lines]
    width = sorted(lengths)[(len(lengths) * 9) // 10] if len(lengths) > 9 else max(lengths)
    full: list[int] = []
    small: list[int] = []
    for at, (line, following) in enumerate(pairwise(lines)):
        word = following.split(maxsplit=1)[0]
        if _ITEM.match(following) or line.rstrip().endswith(":"):
            continue
        if word[0].islower() and _open_ended(line.rstrip()):
            small.append(at)
        if lengths[at] + 1 + len(word) > width:
            full.append(at)
    prose = sum(lines[at + 1].lstrip()[0].islower() for at in full)
    column = (
        NARROWEST <= width <= WIDEST
        and len(full) >= min(FULL_SHARE * (len(lines) - 1), len(lines) - 2)
        and prose >= max(1, SMALL_SHARE * len(full))
    )
    yield from sorted({*small, *full} if column else small)


def _open_ended(line: str) -> bool:
    """Say whether a small letter after this line goes on with its sentence, or with its word."""
    if line.endswith("-"):
        return line[-2:-1].isalpha()
    return len(line) >= LONG and line[-1] not in ".!?;"


def _cut_word(line: str, following: str) -> bool:
    line = line.rstrip()
    if not line.endswith("-") or not following.lstrip()[:1].islower():
        return False
    before = re.split(r"[\W_]", line[:-1])[-1]
    return bool(before) and before.lower() not in _HYPHENATED


def _without_item_sign(line: str, joint: str) -> str:
    return _ITEM.sub(_blank, line, count=1) if joint == "\n" and _ITEM.match(line) else line


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())
