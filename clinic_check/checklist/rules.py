"""When something holds: the whole language of rules, so that a clinician can read each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

Chosen = Mapping[str, tuple[str, ...]]
"""Question id -> ids of the chosen options, in the catalogue's order; a blank has no entry."""

Options = Mapping[str, frozenset[str]]
"""Question id -> ids of the options that a rule names."""


@dataclass(frozen=True)
class Rule:
    """When something holds. Every part maps questions to options, and all parts have to be met:

    - `all`: of each question, one of its options is chosen;
    - `any`: the same of at least one of the questions (of `at_least` of them);
    - `none`: none of the options is chosen. A blank is fine;
    - `only`: something is chosen, and nothing but these options;
    - `not_only`: the opposite of `only`: something else is chosen too, or nothing at all.
    """

    all: Options = field(default_factory=dict)
    any: Options = field(default_factory=dict)
    none: Options = field(default_factory=dict)
    only: Options = field(default_factory=dict)
    not_only: Options = field(default_factory=dict)
    at_least: int = 1

    def holds(self, chosen: Chosen) -> bool:
        """Tell whether the rule holds for these answers."""
        # Plain loops: a summary asks this of some 150 rules, and most of them fail at once.
        for name, options in self.all.items():
            if options.isdisjoint(chosen.get(name, ())):
                return False
        for name, options in self.none.items():
            if not options.isdisjoint(chosen.get(name, ())):
                return False
        for name, options in self.only.items():
            if not _only(options, chosen.get(name, ())):
                return False
        for name, options in self.not_only.items():
            if _only(options, chosen.get(name, ())):
                return False
        if not self.any:
            return True
        met = [not options.isdisjoint(chosen.get(name, ())) for name, options in self.any.items()]
        return met.count(True) >= self.at_least

    @cached_property
    def causes(self) -> dict[str, frozenset[str]]:
        """The questions and options whose choice makes the rule hold; the others bar it."""
        causes: dict[str, frozenset[str]] = {}
        for part in (self.all, self.any, self.only):
            for name, options in part.items():
                causes[name] = causes.get(name, frozenset()) | options
        return causes

    def questions(self) -> set[str]:
        """Return the ids of all the questions that the rule looks at."""
        return {*self.all, *self.any, *self.none, *self.only, *self.not_only}


def _only(options: frozenset[str], ticked: tuple[str, ...]) -> bool:
    """Tell whether something is ticked, and nothing but these options."""
    return bool(ticked) and options.issuperset(ticked)
