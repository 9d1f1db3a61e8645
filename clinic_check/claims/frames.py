"""How a sentence is read: does it make the claim, or deny it, doubt it, ask it or report it?

A claim is heard out in its frame: the words around it, and the grammar that joins them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from clinic_check.claims.phrases import Reading
from clinic_check.claims.text import Sentence
from clinic_check.claims.wording import Hit

AFTER = "after"  # the pattern of signs that follow the claim
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
class Rule:
    """The readings that a pattern heeds, and those that it needs one of."""

    heeds: frozenset[str]
    needs: frozenset[str]


class Frame:
    """The signs in one sentence, in the order of its words, and what they do to a claim."""

    def __init__(
        self, sentence: Sentence, hits: Sequence[Hit], readings: Mapping[str, Reading]
    ) -> None:
        self._sentence = sentence
        self._readings = readings
        signs = [hit for hit in hits if hit.kind == "reading"]
        emphatic = {
            place
            for sign in signs
            if sign.owner == "emphasis"
            for place in range(sign.first, sign.end)
        }
        self._whole: dict[str, list[Hit]] = {}
        self._near: list[Hit] = []
        for sign in signs:
            if sign.first in emphatic:
                continue
            if readings[sign.owner].reach:
                self._near.append(sign)
            else:
                self._whole.setdefault(sign.owner, []).append(sign)
        self._places = [sign.first for sign in self._near]
        self._always: set[str] = set()
        if sentence.asks and not any(sign.owner == "rhetorical" for sign in signs):
            self._always.add("question")
        if len(sentence.words) <= HEADING and not sentence.stops:
            self._always.add("heading")

    def held(self, claim: Hit, asked: frozenset[str]) -> set[str]:
        """Return which of the readings that are asked for hold for this claim.

        A sign that is one of the claim's own words belongs to the claim ("no risk"), and "not
        only" denies nothing. A denial or a hedge governs what follows it in the same clause.
        """
        held = self._always & asked
        for owner, signs in self._whole.items():
            if owner in asked and any(not self._is_own(sign, claim) for sign in signs):
                held.add(owner)
        first = bisect_left(self._places, claim.first - FARTHEST)
        last = bisect_right(self._places, claim.end + FARTHEST)
        for sign in self._near[first:last]:
            if sign.owner in asked and sign.owner not in held and self._governs(sign, claim):
                held.add(sign.owner)
        return held

    def _is_own(self, sign: Hit, claim: Hit) -> bool:
        """Say whether all words of the sign are words of the claim's own wording."""
        inside = claim.first <= sign.first and sign.end <= claim.end
        words = self._sentence.words[sign.first : sign.end]
        return inside and all(claim.wording.names(word) for word in words)

    def _governs(self, sign: Hit, claim: Hit) -> bool:
        if claim.first <= sign.first and sign.end <= claim.end:
            return not self._is_own(sign, claim)
        if sign.pattern == AFTER:
            between = range(claim.end, sign.first)
            near = claim.end <= sign.first
        else:
            between = range(sign.end, claim.first)
            near = sign.first < claim.first
        if not near or len(between) > self._readings[sign.owner].reach:
            return False
        sentence = self._sentence
        return not any(
            place in sentence.breaks or sentence.words[place] in TURNS
            for place in (*between, between.stop)
        )


def standing(
    kind: str, hits: Sequence[Hit], frame: Frame, rules: Mapping[tuple[str, str], Rule]
) -> Iterator[tuple[Hit, bool]]:
    """Yield the hits of a kind that hold in their frame, with True where they are only reported.

    `rules` holds, for each owner and pattern, the readings that it heeds and those that it needs
    one of.
    """
    for hit in hits:
        if hit.kind != kind:
            continue
        rule = rules[hit.owner, hit.pattern]
        held = frame.held(hit, rule.heeds | rule.needs)
        if rule.needs and held.isdisjoint(rule.needs):
            continue
        withheld = held & rule.heeds
        if withheld <= {REPORT}:
            yield hit, bool(withheld)
