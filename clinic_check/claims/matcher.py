"""Looks for wordings in the words of a sentence.

Each part of a wording has a bit of its own. A word of the text becomes the set of bits that it
stands for, and places in a sentence are bits of a number too, so that a wording is tried at all
places at once; most wordings fall at a glance, because the sentence lacks one of their bits.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from clinic_check.claims.wording import Choice, Hit, Step, Wording, WordingError, pieces_of
from clinic_check.languages import ENGLISH

_GAP = 3
SHORTEST_STEM = 2  # letters


class _Places:
    """The words of one sentence, as bits; where each part of a wording stands is counted once."""

    __slots__ = ("_found", "all", "length", "masks")

    def __init__(self, masks: Sequence[int]) -> None:
        self.masks = masks
        self.length = len(masks)
        self.all = 0
        for mask in masks:
            self.all |= mask
        self._found: dict[int, tuple[tuple[int, int], ...]] = {}

    def of(self, choice: Choice) -> tuple[tuple[int, int], ...]:
        """Return pairs: a length in words, and the places (bits) where the part is that long."""
        found = self._found.get(choice.bit)
        if found is None:
            found = self._found[choice.bit] = tuple(self._look(choice))
        return found

    def after(self, step: Step, places: int) -> int:
        """Return the places that are reached when this step is taken from these places."""
        if step.choice is None:
            for _ in range(step.gap):
                places |= places << 1
            return places
        reached = places if step.optional else 0
        for length, there in self.of(step.choice):
            reached |= (places & there) << length
        return reached

    def bits(self, bit: int) -> int:
        """Return the places of the words that have this bit."""
        places, here = 0, 1
        for mask in self.masks:
            if mask & bit:
                places |= here
            here <<= 1
        return places

    def _look(self, choice: Choice) -> Iterator[tuple[int, int]]:
        if not self.all & choice.bit:
            return
        lengths = {1: self.bits(choice.single)} if self.all & choice.single else {}
        for needs, phrase in choice.phrases:
            if needs & self.all == needs:
                first = self.bits(phrase[0].single)
                for place, piece in enumerate(phrase[1:], start=1):
                    first &= self.bits(piece.single) >> place
                if first:
                    lengths[len(phrase)] = lengths.get(len(phrase), 0) | first
        yield from lengths.items()


@dataclass(slots=True)
class Finder:
    """Wordings ready to be looked for; `lists` are the word lists that they may name."""

    lists: Mapping[str, Sequence[str]]
    language: str = ENGLISH
    _choices: dict[str, Choice] = field(default_factory=dict)
    _pieces: dict[str, Choice] = field(default_factory=dict)
    _entries: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _bits: int = 0
    _count: int = 0
    _starts: int = 0  # the bits that wordings begin with
    _whole: dict[str, int] = field(default_factory=dict)
    _stems: dict[str, int] = field(default_factory=dict)
    _numbers: int = 0
    _lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _by_bit: dict[int, list[Wording]] = field(default_factory=dict)

    def add(self, line: str, kind: str, owner: str, pattern: str) -> None:
        """Add one wording; raise WordingError when it can't be read."""
        parts = line.split()
        opens, closes = parts[:1] == ["^"], parts[-1:] == ["$"]
        steps = [self._step(part, line) for part in parts[opens : len(parts) - closes]]
        first = steps[0] if steps else Step(None)
        if first.choice is None or first.optional:
            raise WordingError(f"{line!r} must begin with a word that is always there")
        needs = 0
        for step in steps:
            if step.choice is not None and not step.optional:
                needs |= step.choice.bit
        wording = Wording(
            first.choice, tuple(steps), opens, closes, kind, owner, pattern, needs, self._count
        )
        self._count += 1
        self._by_bit.setdefault(first.choice.bit, []).append(wording)
        self._starts |= first.choice.bit

    def for_text(self) -> "TextFinder":
        """Return a finder for one text, which remembers its words for as long as it lasts."""
        return TextFinder(self)

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Return what is found in a sentence's words, in the order of the words."""
        return self.for_text().find(words)

    def meaning(self, word: str) -> tuple[int, frozenset[Wording]]:
        """Return the bits that a word stands for, and the wordings that can begin with it."""
        mask = self._whole.get(word, 0)
        if word[0].isdigit():
            mask |= self._numbers
        for length in self._lengths.get(word[:SHORTEST_STEM], ()):
            mask |= self._stems.get(word[:length], 0)
            if word[length : length + 1].isdigit():
                mask |= self._stems.get(word[:length] + "#", 0)
        begun: list[Wording] = []
        rest = mask & self._starts
        while rest:
            bit = rest & -rest
            begun += self._by_bit[bit]
            rest ^= bit
        return mask, frozenset(begun)

    def _step(self, part: str, line: str) -> Step:
        if part.startswith(".."):
            if part != ".." and not part[2:].isdigit():
                raise WordingError(f"{line!r} has {part!r}: after two dots stands a number")
            return Step(None, gap=int(part[2:] or _GAP))
        name = part.removesuffix("?")
        if name not in self._choices:
            self._choices[name] = self._choice(name, line)
        return Step(self._choices[name], optional=part.endswith("?"))

    def _choice(self, part: str, line: str) -> Choice:
        entries: list[str] = []
        for entry in part.split("|"):
            if not entry.startswith("{"):
                entries.append(entry.replace("_", " "))
            elif entry[1:-1] in self.lists:
                entries.extend(self.lists[entry[1:-1]])
            else:
                raise WordingError(f"{line!r} names the list {entry}, which isn’t there")
        return self._any_of(entries, line)

    def _new_bit(self) -> int:
        self._bits += 1
        return 1 << self._bits

    def _any_of(self, entries: Sequence[str], line: str) -> Choice:
        read = [self._read(entry, line) for entry in entries]
        bit = single = self._new_bit()
        if any(len(pieces) > 1 for pieces in read):
            single = self._new_bit()
        whole: set[str] = set()
        stems: list[str] = []
        numbered: list[str] = []
        phrases: list[tuple[int, tuple[Choice, ...]]] = []
        for pieces in read:
            if len(pieces) > 1:
                phrase = tuple(self._piece(piece, line) for piece in pieces)
                phrases.append((reduce(or_, (piece.single for piece in phrase)), phrase))
                self._know(pieces[0], bit)
                continue
            self._know(pieces[0], bit | single)
            if pieces[0].endswith("*"):
                stems.append(pieces[0][:-1])
            elif pieces[0].endswith("#"):
                numbered.append(pieces[0][:-1])
            else:
                whole.add(pieces[0])
        return Choice(frozenset(whole), tuple(stems), tuple(numbered), tuple(phrases), bit, single)

    def _read(self, entry: str, line: str) -> tuple[str, ...]:
        """Return the words of an entry; each entry is read once, since lists are named often."""
        if entry not in self._entries:
            pieces = tuple(
                piece for word in entry.split() for piece in pieces_of(word, line, self.language)
            )
            if not pieces:
                raise WordingError(f"{line!r} has a choice with no word in it")
            self._entries[entry] = pieces
        return self._entries[entry]

    def _piece(self, piece: str, line: str) -> Choice:
        if piece not in self._pieces:
            self._pieces[piece] = self._any_of([piece], line)
        return self._pieces[piece]

    def _know(self, piece: str, bits: int) -> None:
        """Remember which bits a word with this beginning has."""
        if piece == "#":
            self._numbers |= bits
        elif piece.endswith(("*", "#")):
            stem = piece.removesuffix("*")
            if len(stem) < SHORTEST_STEM:
                raise WordingError(f"{piece!r} is too short a beginning: two letters at least")
            self._stems[stem] = self._stems.get(stem, 0) | bits
            start = piece[:SHORTEST_STEM]
            known = self._lengths.get(start, ())
            self._lengths[start] = tuple(sorted({*known, len(piece) - 1}))
        else:
            self._whole[piece] = self._whole.get(piece, 0) | bits


class TextFinder:
    """One text being read. Its words are remembered here and nowhere else."""

    __slots__ = ("_finder", "_known")

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._known: dict[str, tuple[int, frozenset[Wording]]] = {}

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Return what is found in a sentence's words, in the order of the words."""
        known, meaning = self._known, self._finder.meaning
        masks: list[int] = []
        begun: set[Wording] = set()
        for word in words:
            entry = known.get(word)
            if entry is None:
                entry = known[word] = meaning(word)
            masks.append(entry[0])
            begun |= entry[1]
        if not begun:
            return []
        places = _Places(masks)
        have = places.all
        hits: list[Hit] = []
        for wording in begun:
            if wording.needs & have == wording.needs:
                hits += _hits(wording, places)
        hits.sort(key=_place)
        return hits


def _place(hit: Hit) -> tuple[int, int]:
    return hit.first, hit.wording.number


def _hits(wording: Wording, places: _Places) -> Iterator[Hit]:
    length, found = places.length, places.of(wording.first)
    starts = 0
    for _, there in found:
        starts |= there
    if wording.opens:
        starts &= 1
    end = _end(wording, places, found, starts)
    if not end:
        return
    alone = starts & (starts - 1) == 0
    while starts:
        start = starts & -starts
        starts ^= start
        if not alone:
            end = _end(wording, places, found, start)
        if end:
            last = length if wording.closes else (end & -end).bit_length() - 1
            yield Hit(
                start.bit_length() - 1, last, wording.kind, wording.owner, wording.pattern, wording
            )


def _end(wording: Wording, places: _Places, found: tuple[tuple[int, int], ...], starts: int) -> int:
    """Return the places (bits) where the wording can end when it begins at one of `starts`.

    `found` is where its first part stands, as `_Places.of` gives it.
    """
    at = 0
    for length, there in found:
        at |= (starts & there) << length
    for step in wording.steps[1:]:
        if not at:
            return 0
        at = places.after(step, at)
    inside = (2 << places.length) - 1
    return at & (1 << places.length) if wording.closes else at & inside
