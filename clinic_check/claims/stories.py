"""Follows a patient's story through its sentences, also those that claim nothing by themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from clinic_check.claims.matcher import Hit
from clinic_check.claims.matches import Match
from clinic_check.claims.text import Sentence

STORY = "testimonial"
LONGEST = 12  # sentences under a heading such as "What patients say"
LONGEST_HEADING = 12  # words


@dataclass(slots=True)
class Stories:
    """What has been read so far; sentences are taken in their order."""

    _left: int = 0
    _line: list[tuple[Sentence, bool]] = field(default_factory=list)
    _told: list[Match] = field(default_factory=list)

    def take(self, sentence: Sentence, hits: Sequence[Hit], found: list[Match]) -> None:
        """Read on by one sentence, in which `found` was found."""
        if self._line and self._line[0][0].line != sentence.line:
            self._close_line()
        signs = {hit.owner for hit in hits if hit.kind == "story"}
        already = any(match.category == STORY for match in found)
        short = len(sentence.words) <= LONGEST_HEADING
        heading = short and not sentence.stops and not sentence.quoted
        if heading and "opens" in signs:
            self._left = LONGEST
        elif "closes" in signs and not sentence.quoted and not already:
            self._left = 0
        elif self._left and (sentence.stops or len(sentence.words) > LONGEST_HEADING // 2):
            self._left -= 1
            found[:] = [self._of(sentence)]
            return
        self._line.append((sentence, already))

    def told(self) -> Iterator[Match]:
        """Yield the sentences that are part of a story and were not found by themselves."""
        self._close_line()
        yield from self._told

    def _close_line(self) -> None:
        mine = sum(already for _, already in self._line)
        quoted = all(sentence.quoted for sentence, _ in self._line)
        if 2 * mine >= len(self._line) > 1 or (mine and quoted):
            for sentence, already in self._line:
                if not already:
                    self._told.append(self._of(sentence))
        self._line.clear()

    def _of(self, sentence: Sentence) -> Match:
        return Match(sentence.start, sentence.end, STORY, sentence.text, "in-a-story")
