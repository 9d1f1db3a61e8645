"""What stands on the pages of their own: questions people ask, after signing, other ways, family.

It is written in `content/guides/`, where a clinician or a lawyer can correct it, and read into
these frozen dataclasses: the shape is checked by `load`, the meaning by `proofread`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from clinic_check.checklist.rules import Chosen, Rule

MOST_WAYS_IN = 3
"""Lines on the summary that lead to these pages: more would push the findings down."""

PAGES = (
    *("start", "quick", "who", "claims", "trial", "compare", "blank", "glossary", "sources"),
    *("privacy", "about", "questions", "signed", "other-ways", "family", "method"),
)
"""The pages that a link in this content may lead to. `web` knows the address of each."""

DEADLINES = ("cancel", "dispute", "records")
"""The days that can be worked out, each from a day that the person types."""


@dataclass(frozen=True)
class Review:
    """Who has to read a page before it counts as checked; `signed_off_by` is empty until then."""

    reader: Literal["lawyer", "clinician"]
    signed_off_by: str


@dataclass(frozen=True)
class Fact:
    """A text of one or several sentences, with its sources."""

    text: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A part of a page: a heading, paragraphs, and a list."""

    id: str
    title: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[Fact, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Helper:
    """Somebody who helps, and where: `address` is a page, `phone` may be empty."""

    id: str
    name: str
    what: str
    address: str
    sources: tuple[str, ...]
    phone: str = ""


# --- Questions that people ask -------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """A heading of the page of questions."""

    id: str
    title: str


@dataclass(frozen=True)
class Asked:
    """A question that people ask, in their own words, with a short answer.

    `who` is who can answer better than we can; `leads_to` are keys of `Questions.links`; `lang` is
    the language of the question and its answer.
    """

    id: str
    group: str
    text: str
    answer: tuple[str, ...]
    also: tuple[str, ...] = ()
    who: str = ""
    leads_to: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    lang: Literal["en", "es"] = "en"


@dataclass(frozen=True)
class Questions:
    """`/questions`. `links` maps "page#part" to the words of the link."""

    title: str
    intro: tuple[str, ...]
    reviews: tuple[Review, ...]
    groups: tuple[Group, ...]
    links: Mapping[str, str]
    questions: tuple[Asked, ...]

    def in_group(self, group: str) -> tuple[Asked, ...]:
        """Return the questions of a group, in their order."""
        return tuple(asked for asked in self.questions if asked.group == group)


# --- After signing -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Situation:
    """One answer to "Where am I?": what the rules say, what they leave out, and what to do.

    It is ticked beforehand where `when` holds for the answers of the checklist. `deadline` is one
    of DEADLINES, `letter` the id of a letter, `who_helps` are ids of helpers.
    """

    id: str
    label: str
    title: str
    says: tuple[Fact, ...]
    limits: tuple[Fact, ...]
    steps: tuple[Fact, ...]
    who_helps: tuple[str, ...]
    hint: str = ""
    deadline: str = ""
    letter: str = ""
    when: Rule | None = None


@dataclass(frozen=True)
class Deadline:
    """A day that is worked out: what to type, and the sentence with `{date}` in it.

    `past` stands in place of `by` when the day is over; it has `{date}` too.
    """

    id: str
    label: str
    hint: str
    by: str
    past: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class StateRule:
    """A rule of one state. Where it gives a number of days, `by` has `{date}` in it, and so has
    `past`, which stands in its place when the day is over.

    `counts` says how: "business" days without Sundays alone, since we have not read which holidays
    the state counts and the early side costs nobody a right; or "hours", three days of 24 hours.
    """

    id: str
    texts: tuple[Fact, ...]
    days: int = 0
    counts: Literal["", "business", "hours"] = ""
    by: str = ""
    past: str = ""


@dataclass(frozen=True)
class Hidden:
    """A part that is written and shown only once somebody has signed it."""

    signed_off_by: str
    title: str
    intro: str
    items: tuple[Fact, ...]


@dataclass(frozen=True)
class Signed:
    """`/signed`: "I have signed, paid, or had it". `messages` tell what is wrong with a day."""

    title: str
    intro: tuple[str, ...]
    disclaimer: str
    reviews: tuple[Review, ...]
    not_named: Fact
    situations: tuple[Situation, ...]
    deadlines: tuple[Deadline, ...]
    states_intro: str
    state_unknown: str
    states: tuple[StateRule, ...]
    helpers: tuple[Helper, ...]
    watch: tuple[Helper, ...]
    signs: Hidden
    messages: Mapping[str, str]

    @cached_property
    def state(self) -> dict[str, StateRule]:
        """The states with a rule, by postal code."""
        return {rule.id: rule for rule in self.states}

    @cached_property
    def helper(self) -> dict[str, Helper]:
        """Those who help, by id."""
        return {helper.id: helper for helper in self.helpers}

    def ticked(self, answers: Chosen) -> frozenset[str]:
        """Return the situations that the answers of the checklist tell already."""
        return frozenset(s.id for s in self.situations if s.when and s.when.holds(answers))


# --- Other ways, and a real study ----------------------------------------------------------------


@dataclass(frozen=True)
class Condition:
    """What issuers name for one condition: kinds of care, in no order of merit.

    `id` is an option of the question "condition". `not_used` is what a guideline says firmly not
    to use; it stays hidden until it is signed. `search` is what the trial registry is asked for.
    """

    id: str
    title: str
    ways: tuple[Fact, ...]
    not_used: tuple[Fact, ...] = ()
    search: str = ""


@dataclass(frozen=True)
class NotUsed:
    """The words around what guidelines say not to use, hidden until a clinician signs them."""

    signed_off_by: str
    title: str
    intro: str


@dataclass(frozen=True)
class OtherWays:
    """`/other-ways`: kinds of care to ask about, who treats this, and how to find a real study."""

    title: str
    intro: tuple[str, ...]
    reviews: tuple[Review, ...]
    ask: Part
    who_treats: Part
    conditions: tuple[Condition, ...]
    not_used: NotUsed
    study: Part
    differs: Part
    finders: tuple[Helper, ...]


# --- The family, and how this was made -----------------------------------------------------------


@dataclass(frozen=True)
class Family:
    """`/family`: for relatives and helpers, on one page to print.

    `sources_line` names the sources once on paper, where the links beside each line would fill it.
    """

    title: str
    intro: tuple[str, ...]
    sources_line: str
    reviews: tuple[Review, ...]
    parts: tuple[Part, ...]
    helpers: tuple[Helper, ...]


@dataclass(frozen=True)
class Reading:
    """The school grades that our sentences need, as measured; a test holds the content to them."""

    half: int
    most: int


@dataclass(frozen=True)
class Method:
    """`/method`: how this was made. Its texts have placeholders for counts, as `{confirmed}`."""

    title: str
    intro: tuple[str, ...]
    reading: Reading
    parts: tuple[Part, ...]


# --- The ways in ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class WayIn:
    """A line on the summary that leads to one of these pages, where it fits.

    It fits where `when` holds, or, with `helper`, where somebody helps another person.
    """

    link: str
    text: str
    when: Rule | None = None
    helper: bool = False


@dataclass(frozen=True)
class Guides:
    """All the pages of their own."""

    questions: Questions
    signed: Signed
    other_ways: OtherWays
    family: Family
    method: Method
    ways: tuple[WayIn, ...]

    def ways_in(self, answers: Chosen, helper: bool) -> tuple[WayIn, ...]:
        """Return the lines that fit these answers: the first that do, MOST_WAYS_IN at most."""
        fitting = (
            way
            for way in self.ways
            if (way.helper and helper) or (way.when and way.when.holds(answers))
        )
        return tuple(fitting)[:MOST_WAYS_IN]
