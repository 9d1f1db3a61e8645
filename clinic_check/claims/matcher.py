"""Looks for wordings in the words of a sentence.

A wording is a line of words with few signs, so that a clinician can add one:

    stimulat*            any word that begins like this
    cure|side_effect*    one word or the other, or a phrase joined by _
    {tissue}             any word or phrase of the list `tissue` under [words]
    body?                may be there or not
    ..  ..6              up to three (or six) other words
    #  nct#              a number; letters and then a number
    ^  $                 the sentence begins (ends) here

No regular expression is made of it: each word of a text is looked up once, and only the wordings
that can begin with it are tried, so the time grows with the length of the text and no faster.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from clinic_check.claims.text import words_of

_GAP = 3


class WordingError(ValueError):
    """A wording that can't be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A wording found: the words it covers (end exclusive), its kind, owner and pattern."""

    first: int
    end: int
    kind: str
    owner: str
    pattern: str
    wording: "Wording"


@dataclass(frozen=True, slots=True, eq=False)
class _Choice:
    """One element of a wording: any of these words, beginnings, numbers or phrases."""

    whole: frozenset[str]
    stems: tuple[str, ...]
    numbered: tuple[str, ...]  # letters that a number follows; "" is a bare number
    phrases: Mapping[str, tuple[tuple["_Choice", ...], ...]]  # by their first word
    loose: tuple[tuple["_Choice", ...], ...]  # phrases whose first word is only a beginning

    def ends(self, words: Sequence[str], at: int) -> set[int]:
        """Return where this element can end when it begins at word `at`."""
        ends: set[int] = set()
        if at < len(words):
            word = words[at]
            if word in self.whole or word.startswith(self.stems) or self._is_numbered(word):
                ends.add(at + 1)
            for phrase in (*self.phrases.get(word, ()), *self.loose):
                here = {at}
                for single in phrase:
                    here = {end for place in here for end in single.ends(words, place)}
                ends |= here
        return ends

    def names(self, word: str) -> bool:
        """Say whether this word is one of the words of this element."""
        return bool(self.ends((word,), 0)) or any(
            single.names(word) for phrase in self.all_phrases() for single in phrase
        )

    def all_phrases(self) -> Iterator[tuple["_Choice", ...]]:
        """Yield every phrase, whatever it begins with."""
        yield from self.loose
        for phrases in self.phrases.values():
            yield from phrases

    def _is_numbered(self, word: str) -> bool:
        return bool(self.numbered) and any(
            word.startswith(letters) and word[len(letters) : len(letters) + 1].isdigit()
            for letters in self.numbered
        )


@dataclass(frozen=True, slots=True)
class _Step:
    """An element, or a gap of up to `gap` words when there is no element."""

    choice: _Choice | None
    optional: bool = False
    gap: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """A line of phrases.toml, read."""

    steps: tuple[_Step, ...]
    opens: bool
    closes: bool
    kind: str
    owner: str
    pattern: str

    def end(self, words: Sequence[str], at: int) -> int | None:
        """Return the nearest end of this wording when it begins at word `at`."""
        if self.opens and at:
            return None
        places = {at}
        for step in self.steps:
            if step.choice is None:
                places = {place + more for place in places for more in range(step.gap + 1)}
            else:
                reached = {end for place in places for end in step.choice.ends(words, place)}
                places = places | reached if step.optional else reached
            if not places:
                return None
        if self.closes:
            return len(words) if len(words) in places else None
        return min(places)

    def names(self, word: str) -> bool:
        """Say whether the wording itself has this word, rather than passing it over in a gap."""
        return any(step.choice is not None and step.choice.names(word) for step in self.steps)


@dataclass(slots=True)
class Finder:
    """Wordings ready to be looked for; `lists` are the word lists that they may name."""

    lists: Mapping[str, Sequence[str]]
    _choices: dict[str, _Choice] = field(default_factory=dict)
    _whole: dict[str, list[Wording]] = field(default_factory=dict)
    _stems: dict[str, list[Wording]] = field(default_factory=dict)
    _numbers: list[Wording] = field(default_factory=list)
    _longest: int = 0

    def add(self, line: str, kind: str, owner: str, pattern: str) -> None:
        """Add one wording; raise WordingError when it can't be read."""
        parts = line.split()
        opens, closes = parts[:1] == ["^"], parts[-1:] == ["$"]
        steps = [self._step(part, line) for part in parts[opens : len(parts) - closes]]
        first = steps[0] if steps else _Step(None)
        if first.choice is None or first.optional:
            raise WordingError(f"{line!r} must begin with a word that is always there")
        wording = Wording(tuple(steps), opens, closes, kind, owner, pattern)
        self._index(first.choice, wording)

    def find(self, words: Sequence[str]) -> Iterator[Hit]:
        """Yield what is found in a sentence's words, in the order of the words."""
        for at, word in enumerate(words):
            for wording in self._candidates(word):
                end = wording.end(words, at)
                if end is not None:
                    yield Hit(at, end, wording.kind, wording.owner, wording.pattern, wording)

    def _candidates(self, word: str) -> Iterator[Wording]:
        yield from self._whole.get(word, ())
        if word[0].isdigit():
            yield from self._numbers
        for length in range(1, min(len(word), self._longest) + 1):
            yield from self._stems.get(word[:length], ())

    def _index(self, choice: _Choice, wording: Wording) -> None:
        for word in choice.whole:
            _once(self._whole.setdefault(word, []), wording)
        for stem in (*choice.stems, *choice.numbered):
            if stem:
                _once(self._stems.setdefault(stem, []), wording)
                self._longest = max(self._longest, len(stem))
            else:
                _once(self._numbers, wording)
        for phrase in choice.all_phrases():
            self._index(phrase[0], wording)

    def _step(self, part: str, line: str) -> _Step:
        if part.startswith(".."):
            if part != ".." and not part[2:].isdigit():
                raise WordingError(f"{line!r} has {part!r}: after two dots stands a number")
            return _Step(None, gap=int(part[2:] or _GAP))
        name = part.removesuffix("?")
        if name not in self._choices:
            self._choices[name] = self._choice(name, line)
        return _Step(self._choices[name], optional=part.endswith("?"))

    def _choice(self, part: str, line: str) -> _Choice:
        entries: list[str] = []
        for entry in part.split("|"):
            if not entry.startswith("{"):
                entries.append(entry.replace("_", " "))
            elif entry[1:-1] in self.lists:
                entries.extend(self.lists[entry[1:-1]])
            else:
                raise WordingError(f"{line!r} names the list {entry}, which isn’t there")
        return _any_of(entries, line)


def _any_of(entries: Sequence[str], line: str) -> _Choice:
    whole: set[str] = set()
    stems: list[str] = []
    numbered: list[str] = []
    phrases: dict[str, tuple[tuple[_Choice, ...], ...]] = {}
    loose: list[tuple[_Choice, ...]] = []
    for entry in entries:
        if entry == "#":
            numbered.append("")
            continue
        pieces = [piece for word in entry.split() for piece in _pieces(word, line)]
        if not pieces:
            raise WordingError(f"{line!r} has a choice with no word in it")
        if len(pieces) > 1:
            phrase = tuple(_any_of([piece], line) for piece in pieces)
            if pieces[0][-1] in "*#":
                loose.append(phrase)
            else:
                phrases[pieces[0]] = (*phrases.get(pieces[0], ()), phrase)
        elif pieces[0].endswith("*"):
            stems.append(pieces[0][:-1])
        elif pieces[0].endswith("#"):
            numbered.append(pieces[0][:-1])
        else:
            whole.add(pieces[0])
    return _Choice(frozenset(whole), tuple(stems), tuple(numbered), phrases, tuple(loose))


@lru_cache(maxsize=8192)  # the lists are named again and again; this is half of the start
def _read_as(word: str) -> tuple[str, ...]:
    return tuple(words_of(word))


def _pieces(word: str, line: str) -> list[str]:
    """Return a word of a wording as a text would be read: folded, and cut at hyphens."""
    if word == "#":
        return [word]
    sign = word[-1] if word[-1] in "*#" else ""
    found = _read_as(word.removesuffix(sign) if sign else word)
    if not found:
        raise WordingError(f"{line!r} holds {word!r}, which is no word")
    return [*found[:-1], found[-1] + sign]


def _once(wordings: list[Wording], wording: Wording) -> None:
    if wording not in wordings:
        wordings.append(wording)
