"""When something holds: the whole language of rules, so that a clinician can read each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

Chosen = Mapping[str, tuple[str, ...]]
"""Question id -> ids of the chosen options, in the catalogue's order; a blank has no entry."""


@dataclass(frozen=True)
class Rule:
    """When something holds: `all`, `any` (at least so many of them) and `none`, no expressions.

    Each maps a question's id to options; it matches when any chosen option is among them.
    A blank matches nothing.
    """

    all: Mapping[str, frozenset[str]] = field(default_factory=dict)
    any: Mapping[str, frozenset[str]] = field(default_factory=dict)
    none: Mapping[str, frozenset[str]] = field(default_factory=dict)
    at_least: int = 1

    def holds(self, chosen: Chosen) -> bool:
        """Tell whether the rule holds for these answers."""
        # Plain loops: a summary asks this of up to fifty rules.
        for name, options in self.all.items():
            if options.isdisjoint(chosen.get(name, ())):
                return False
        for name, options in self.none.items():
            if not options.isdisjoint(chosen.get(name, ())):
                return False
        if not self.any:
            return True
        blank = [options.isdisjoint(chosen.get(name, ())) for name, options in self.any.items()]
        return blank.count(False) >= self.at_least

    @cached_property
    def asked(self) -> dict[str, frozenset[str]]:
        """The questions and options whose choice can make the rule hold (`none` only bars)."""
        names = dict.fromkeys((*self.all, *self.any))
        nothing: frozenset[str] = frozenset()
        return {n: self.all.get(n, nothing) | self.any.get(n, nothing) for n in names}

    def questions(self) -> set[str]:
        """Return the ids of all the questions that the rule looks at."""
        return {*self.all, *self.any, *self.none}
