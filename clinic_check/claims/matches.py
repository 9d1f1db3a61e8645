"""A claim that was found: where it stands in the text, and what kind it is."""

from dataclasses import dataclass


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

    def overlaps(self, other: "Match") -> bool:
        """Say whether both cover some of the same characters."""
        return self.start < other.end and other.start < self.end
