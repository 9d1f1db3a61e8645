"""Finds the sentences of a text that make a claim, and what the text leaves out.

It marks what needs proof; it never scores a text or calls it good or bad.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from clinic_check.claims.matcher import Finder
from clinic_check.claims.negation import AFTER, Cues, Readings, standing
from clinic_check.claims.phrases import Absence, Category, Entry, Implied, Phrases
from clinic_check.claims.speaker import (
    FOREIGN,
    MIXED,
    OFFER,
    PRESS,
    REPORT,
    SHORT,
    STORY,
    STORY_SIGNS,
    Stories,
    kind_of,
    language_of,
)
from clinic_check.claims.text import Sentence, sentences
from clinic_check.claims.wording import Hit
from clinic_check.languages import ENGLISH

# Kinds of wordings: of a claim, of what a reader would expect, of what a text lets one think.
CLAIM, SAID, IMPLIED = "claim", "said", "implied"
_CUT = re.compile(r"(?<=[^\W\d_])-[ \t]*\r?\n[ \t>]*(?=[a-z])|\u00ad")


@dataclass(frozen=True, slots=True)
class Match:
    """Characters `start` to `end` (exclusive) of the text as pasted, and that phrase itself.

    `category` is an id of phrases.toml, `pattern` the id of the kind of wording that found it.
    """

    start: int
    end: int
    category: str
    text: str
    pattern: str

    @property
    def quoted(self) -> str:
        """Return the phrase on one line, with words that a line end cut in two made whole."""
        return " ".join(_CUT.sub("", self.text).split())

    def overlaps(self, other: "Match") -> bool:
        """Say whether both cover some of the same characters."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Screening:
    """What was found: claims in the order of the text, and ids of what the text doesn't say.

    `kind` says what kind of text it looks like (an id of `kinds` in phrases.toml). `matches` are
    the text's own claims; `reported` are claims that it quotes or tells of, as news, a study or a
    warning does. `implied` is what the text lets a reader think without a claim; `category` is
    then an id of `implied`. `language` is the text's own; where it is none that is read,
    nothing was looked for and all are empty.
    """

    matches: tuple[Match, ...]
    missing: tuple[str, ...]
    reported: tuple[Match, ...] = ()
    kind: str = SHORT
    implied: tuple[Match, ...] = ()
    language: str = ENGLISH

    @property
    def report(self) -> bool:
        """Say whether it reads as news, a study or an explanation, so that nothing is marked."""
        return self.kind in (MIXED, REPORT)


@dataclass(frozen=True, slots=True)
class Group:
    """A kind of claim (or what is implied), and the phrases that were found, each once."""

    entry: Category | Implied
    phrases: tuple[str, ...]


class Reader:
    """All phrases, ready to read texts with; `content` is what phrases.toml says of them.

    Its wordings are those of one language. `beside` is a reader of another language, that it hands
    texts in that language to: the text's language chooses the wordings, and `content` the words in
    which a person is told of it.
    """

    def __init__(
        self, content: Phrases, language: str = ENGLISH, beside: "Reader | None" = None
    ) -> None:
        self.content = content
        self.language = language
        self.beside = beside
        self.finder = Finder(content.words, language)
        self.readings = {reading.id: reading for reading in content.readings}
        self.voices = {voice.id: voice for voice in content.voices}
        self.languages = {code: frozenset(words) for code, words in content.languages.items()}
        self.missing = tuple(absence.id for absence in content.missing if absence.patterns)
        self.heeds: dict[str, frozenset[str]] = {}
        self.heeded: dict[tuple[str, str], Readings] = {}
        self.yields: dict[tuple[str, str], tuple[str, ...]] = {}
        entries: tuple[Entry, ...] = (*content.categories, *content.missing, *content.implied)
        for entry in entries:
            kind = IMPLIED
            if isinstance(entry, Category | Absence):
                kind = CLAIM if isinstance(entry, Category) else SAID
            for pattern in entry.patterns:
                heeds = entry.heeds if pattern.heeds is None else pattern.heeds
                readings = Readings(frozenset(heeds), frozenset(pattern.needs))
                self.heeded[entry.id, pattern.id] = readings
                self.yields[entry.id, pattern.id] = pattern.yields
                self._add(pattern.wordings, kind, entry.id, pattern.id)
        for reading in content.readings:
            self._add(reading.wordings, "reading", reading.id, "before")
            self._add(reading.after, "reading", reading.id, AFTER)
        for voice in content.voices:
            self._add(voice.wordings, "voice", voice.id, voice.id)
        for sign in STORY_SIGNS:
            self._add(getattr(content.stories, sign), "story", sign, "")

    def told_by(self, content: Phrases) -> "Reader":
        """Return a reader that finds the same, and tells of it in the words of other phrases."""
        other = copy(self)
        other.content = content
        return other

    def _add(self, wordings: tuple[str, ...], kind: str, owner: str, pattern: str) -> None:
        for wording in wordings:
            self.finder.add(wording, kind, owner, pattern)

    def screen(self, text: str) -> Screening:
        """Return the claims that a text makes and what it leaves out."""
        language = language_of(text, self.languages)
        if language == self.language:
            return self.read(text)
        if self.beside and language == self.beside.language:
            return self.beside.read(text)
        return Screening((), (), kind=FOREIGN, language="")

    def read(self, text: str) -> Screening:
        """Return the same of a text that is taken to be in this reader's own language."""
        read = list(sentences(text, self.language))
        words = sum(len(sentence.words) for sentence in read)
        own: list[Match] = []
        others: list[Match] = []
        implied: list[Match] = []
        voices: Counter[str] = Counter()
        said: set[str] = set()
        stories = Stories()
        look = self.finder.for_text()
        for sentence in read:
            hits = look.find(sentence.words)
            if not hits:
                stories.take(sentence, (), speaks=False)
                continue
            voices.update(self._voices(hits))
            cues = Cues(sentence, hits, self.readings)
            found, reported = self._claims(sentence, hits, cues)
            stories.take(sentence, hits, speaks=any(match.category == STORY for match in found))
            said |= {hit.owner for hit, _ in standing(SAID, hits, cues, self.heeded)}
            own += found
            others += reported
            implied += self._implied(sentence, hits, cues)
        own = self._with_stories(own, stories.told())
        told = sum(match.category == STORY for match in own)
        missing = tuple(name for name in self.missing if name not in said)
        kind = kind_of(voices, len(own) - told, (told, stories.told_by_others), words)
        if kind not in (OFFER, SHORT):
            told_of = tuple(sorted((*own, *others), key=_start))
            return Screening((), missing, told_of, kind, language=self.language)
        if voices[PRESS]:  # what a company's own people say there is the company's own claim
            own, others = sorted((*own, *others), key=_start), []
        return Screening(tuple(own), missing, tuple(others), kind, tuple(implied), self.language)

    def grouped(self, matches: Sequence[Match]) -> tuple[Group, ...]:
        """Return the matches by kind, in the order in which each kind comes first."""
        entries: tuple[Category | Implied, ...]
        entries = (*self.content.categories, *self.content.implied)
        known = {entry.id: entry for entry in entries}
        order = dict.fromkeys(match.category for match in matches)
        return tuple(
            Group(
                known[name],
                tuple(dict.fromkeys(m.quoted for m in matches if m.category == name)),
            )
            for name in order
        )

    def finds(self, sentence: str) -> set[tuple[str, str]]:
        """Return category and pattern of every wording found in an example, and what is said."""
        found: set[tuple[str, str]] = set()
        for each in sentences(sentence, self.language):
            hits = self.finder.find(each.words)
            cues = Cues(each, hits, self.readings)
            for kind in (CLAIM, SAID, IMPLIED):
                held = standing(kind, hits, cues, self.heeded)
                found |= {(hit.owner, hit.pattern) for hit, told in held if not told}
        return found

    def _implied(self, sentence: Sentence, hits: Sequence[Hit], cues: Cues) -> list[Match]:
        found: dict[str, Match] = {}
        for hit, told in standing(IMPLIED, hits, cues, self.heeded):
            if not told and hit.owner not in found:
                found[hit.owner] = _match(sentence, hit)
        return list(found.values())

    def _voices(self, hits: Sequence[Hit]) -> dict[str, int]:
        return {hit.owner: self.voices[hit.owner].weight for hit in hits if hit.kind == "voice"}

    def _claims(
        self, sentence: Sentence, hits: Sequence[Hit], cues: Cues
    ) -> tuple[list[Match], list[Match]]:
        """Return the sentence's own claims and those that it reports, one of each category."""
        own: dict[str, Match] = {}
        reported: dict[str, Match] = {}
        for hit, told in standing(CLAIM, hits, cues, self.heeded):
            found = reported if told else own
            if hit.owner not in found:
                found[hit.owner] = _match(sentence, hit)
        left = [match for match in own.values() if not self._gives_way(match, own)]
        return left, [match for match in reported.values() if match.category not in own]

    def signs(self, sentence: str) -> set[tuple[str, str]]:
        """Return kind and id of every reading and voice that an example has a sign of."""
        return {
            (hit.kind, hit.owner)
            for each in sentences(sentence, self.language)
            for hit in self.finder.find(each.words)
        }

    def _with_stories(self, found: Sequence[Match], told: Sequence[Sentence]) -> list[Match]:
        """Put the stories into what was found: a story is one claim, whatever it praises."""
        starts = {sentence.start: sentence for sentence in told}
        spans = [(sentence.start, sentence.end) for sentence in told]
        own: list[Match] = []
        for match in found:
            if match.category == STORY:
                continue
            while spans and spans[0][1] <= match.start:
                spans.pop(0)
            if not (spans and spans[0][0] <= match.start):
                own.append(match)
        own += map(_story, starts.values())
        return sorted(own, key=_start)

    def _gives_way(self, match: Match, found: Mapping[str, Match]) -> bool:
        others = self.yields[match.category, match.pattern]
        return any(other in found and match.overlaps(found[other]) for other in others)


def _match(sentence: Sentence, hit: Hit) -> Match:
    start, end = sentence.spots[hit.first][0], sentence.spots[hit.end - 1][1]
    phrase = sentence.text[start - sentence.start : end - sentence.start]
    return Match(start, end, hit.owner, phrase, hit.pattern)


def _story(sentence: Sentence) -> Match:
    return Match(sentence.start, sentence.end, STORY, sentence.text, "in-a-story")


def _start(match: Match) -> int:
    return match.start
