"""How a sentence is read: does it make the claim, or deny it, doubt it, ask it or report it?

What decides is the cues around a claim (“no”, “may”, “is it true”), and how near they stand.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from clinic_check.claims.phrases import Reading
from clinic_check.claims.text import Sentence
from clinic_check.claims.wording import Hit

AFTER = "after"  # the pattern of cues that follow the claim
REPORT = "report"  # the reading in which a claim is somebody else's
BUILT_IN = frozenset({"question", "heading"})  # readings that no words of a sentence show
HEADING = 3  # words; so few, and no full stop, name a thing and claim nothing
FARTHEST = 24  # words; no reading reaches farther, its own words counted in
TURNS = frozenset(
    (
        *("but", "however", "although", "yet", "because", "so", "therefore", "while", "which"),
        *("pero", "aunque", "porque", "mientras", "sino", "pues", "embargo"),
    )
)
"""Words that begin another thought, of English and Spanish; no word means another in the other."""


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings that a pattern heeds, and those that it needs one of."""

    heeds: frozenset[str]
    needs: frozenset[str]


class Cues:
    """The words of one sentence that deny, doubt, ask or report, and what they do to a claim."""

    def __init__(
        self, sentence: Sentence, hits: Sequence[Hit], readings: Mapping[str, Reading]
    ) -> None:
        self._sentence = sentence
        self._readings = readings
        cues = [hit for hit in hits if hit.kind == "reading"]
        emphatic = {
            word for cue in cues if cue.owner == "emphasis" for word in range(cue.first, cue.end)
        }
        self._whole: dict[str, list[Hit]] = {}
        self._near: list[Hit] = []
        for cue in cues:
            if cue.first in emphatic:
                continue
            if readings[cue.owner].reach:
                self._near.append(cue)
            else:
                self._whole.setdefault(cue.owner, []).append(cue)
        self._starts = [cue.first for cue in self._near]
        self._always: set[str] = set()
        if sentence.asks and not any(cue.owner == "rhetorical" for cue in cues):
            self._always.add("question")
        if len(sentence.words) <= HEADING and not sentence.stops:
            self._always.add("heading")

    def held(self, claim: Hit, asked: frozenset[str]) -> set[str]:
        """Return which of the readings that are asked for hold for this claim.

        A cue that is one of the claim's own words belongs to the claim ("no risk"), and "not
        only" denies nothing. A denial or a hedge governs what follows it in the same clause.
        """
        held = self._always & asked
        for owner, cues in self._whole.items():
            if owner in asked and any(not self._is_own(cue, claim) for cue in cues):
                held.add(owner)
        first = bisect_left(self._starts, claim.first - FARTHEST)
        last = bisect_right(self._starts, claim.end + FARTHEST)
        for cue in self._near[first:last]:
            if cue.owner in asked and cue.owner not in held and self._governs(cue, claim):
                held.add(cue.owner)
        return held

    def _is_own(self, cue: Hit, claim: Hit) -> bool:
        """Say whether all words of the cue are words of the claim's own wording."""
        inside = claim.first <= cue.first and cue.end <= claim.end
        words = self._sentence.words[cue.first : cue.end]
        return inside and all(claim.wording.names(word) for word in words)

    def _governs(self, cue: Hit, claim: Hit) -> bool:
        if claim.first <= cue.first and cue.end <= claim.end:
            return not self._is_own(cue, claim)
        if cue.pattern == AFTER:
            between = range(claim.end, cue.first)
            near = claim.end <= cue.first
        else:
            between = range(cue.end, claim.first)
            near = cue.first < claim.first
        if not near or len(between) > self._readings[cue.owner].reach:
            return False
        sentence = self._sentence
        return not any(
            word in sentence.breaks or sentence.words[word] in TURNS
            for word in (*between, between.stop)
        )


def standing(
    kind: str, hits: Sequence[Hit], cues: Cues, readings: Mapping[tuple[str, str], Readings]
) -> Iterator[tuple[Hit, bool]]:
    """Yield the hits of a kind that hold for all cues, with True where they are only reported.

    `readings` holds, for each owner and pattern, the readings that it heeds and those that it needs
    one of.
    """
    for hit in hits:
        if hit.kind != kind:
            continue
        own = readings[hit.owner, hit.pattern]
        held = cues.held(hit, own.heeds | own.needs)
        if own.needs and held.isdisjoint(own.needs):
            continue
        withheld = held & own.heeds
        if withheld <= {REPORT}:
            yield hit, bool(withheld)
