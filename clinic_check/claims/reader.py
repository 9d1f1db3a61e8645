"""Finds the sentences of a text that make a claim, and what the text leaves out.

It marks what needs proof; it never scores a text or calls it good or bad.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache

from clinic_check.claims import phrases
from clinic_check.claims.matcher import Finder, Hit
from clinic_check.claims.matches import Match
from clinic_check.claims.phrases import Phrases
from clinic_check.claims.stance import AFTER, readings_of, speaks_as_report
from clinic_check.claims.stories import STORY, Stories
from clinic_check.claims.text import Sentence, sentences


@dataclass(frozen=True, slots=True)
class Screening:
    """What was found: claims in the order of the text, and ids of what the text doesn't say.

    In a text that reads as a report (news, a study, an explanation) nothing is marked.
    """

    matches: tuple[Match, ...]
    missing: tuple[str, ...]
    report: bool = False


class Reader:
    """All phrases, ready to read texts with; `content` is what phrases.toml says of them."""

    def __init__(self, content: Phrases) -> None:
        self.content = content
        self.finder = Finder(content.words)
        self.readings = {reading.id: reading for reading in content.readings}
        self.voices = {voice.id: voice for voice in content.voices}
        self.missing = {absence.id: frozenset(absence.unless) for absence in content.missing}
        self.heeds: dict[tuple[str, str], frozenset[str]] = {}
        self.yields: dict[tuple[str, str], tuple[str, ...]] = {}
        for category in content.categories:
            for pattern in category.patterns:
                heeds = category.heeds if pattern.heeds is None else pattern.heeds
                self.heeds[category.id, pattern.id] = frozenset(heeds)
                self.yields[category.id, pattern.id] = pattern.yields
                self._add(pattern.wordings, "claim", category.id, pattern.id)
        for absence in content.missing:
            for pattern in absence.patterns:
                self._add(pattern.wordings, "said", absence.id, pattern.id)
        for reading in content.readings:
            self._add(reading.wordings, "reading", reading.id, "before")
            self._add(reading.after, "reading", reading.id, AFTER)
        for voice in content.voices:
            self._add(voice.wordings, "voice", voice.id, voice.id)
        self._add(content.stories.opens, "story", "opens", "")
        self._add(content.stories.closes, "story", "closes", "")

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
        matches: list[Match] = []
        voices: Counter[str] = Counter()
        said: set[str] = set()
        stories = Stories()
        words = 0
        for sentence in sentences(text):
            hits = list(self.finder.find(sentence.words))
            words += len(sentence.words)
            voices.update(
                {hit.owner: self.voices[hit.owner].weight for hit in hits if hit.kind == "voice"}
            )
            found = self._claims(sentence, hits)
            stories.take(sentence, hits, found)
            claimed = {match.category for match in found}
            said |= {
                hit.owner
                for hit in hits
                if hit.kind == "said" and claimed.isdisjoint(self.missing[hit.owner])
            }
            matches.extend(found)
        matches.extend(stories.told())
        claims = sum(match.category != STORY for match in matches)  # news tells stories too
        missing = tuple(name for name in self.missing if name not in said)
        if speaks_as_report(voices, claims, words):
            return Screening((), missing, report=True)
        matches.sort(key=lambda match: (match.start, match.end, match.category))
        return Screening(tuple(matches), missing)

    def finds(self, text: str) -> set[tuple[str, str]]:
        """Return (id, pattern id) of all that is claimed or said, sentence by sentence."""
        found = set()
        for sentence in sentences(text):
            hits = list(self.finder.find(sentence.words))
            found |= {(hit.owner, hit.pattern) for hit in hits if hit.kind == "said"}
            found |= {(hit.owner, hit.pattern) for hit in self._claimed(sentence, hits)}
        return found

    def _claims(self, sentence: Sentence, hits: list[Hit]) -> list[Match]:
        found: dict[str, Match] = {}
        for hit in self._claimed(sentence, hits):
            if hit.owner not in found:
                start, end = sentence.spots[hit.first][0], sentence.spots[hit.end - 1][1]
                phrase = sentence.text[start - sentence.start : end - sentence.start]
                found[hit.owner] = Match(start, end, hit.owner, phrase, hit.pattern)
        if STORY in found:  # what a patient tells is the story, whatever it praises
            return [found[STORY]]
        return [match for match in found.values() if not self._gives_way(match, found)]

    def _claimed(self, sentence: Sentence, hits: list[Hit]) -> Iterator[Hit]:
        signs = [hit for hit in hits if hit.kind == "reading"]
        for hit in hits:
            if hit.kind == "claim":
                held = readings_of(hit, signs, sentence, self.readings)
                if held.isdisjoint(self.heeds[hit.owner, hit.pattern]):
                    yield hit

    def _gives_way(self, match: Match, found: Mapping[str, Match]) -> bool:
        others = self.yields[match.category, match.pattern]
        return any(other in found and match.overlaps(found[other]) for other in others)


@cache
def reader() -> Reader:
    """Return the one reader of phrases.toml, made when first asked for."""
    return Reader(phrases.load())


def screen(text: str) -> Screening:
    """Return the claims that a text makes and what it leaves out."""
    return reader().screen(text)
