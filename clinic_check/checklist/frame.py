"""What holds the sections together: `catalogue.toml` as data, with the answers that many share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen. `number` is permanent: the resume code is made of it."""

    id: str
    number: int
    label: str
    hint: str = ""
    weight: Literal["given", "open", "no-answer"] = "given"
    exclusive: bool = False


@dataclass(frozen=True)
class Scale:
    """Options that several questions share."""

    id: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Headline:
    """The summary's first words, and at once what they can't mean.

    `text` may have the placeholder `{count}`; `one` is said in its place where the count is one.
    """

    text: str
    limit: str
    one: str = ""

    def said(self, count: int) -> str:
        """Return the headline with its count."""
        return self.one if self.one and count == 1 else self.text.format(count=count)


@dataclass(frozen=True)
class Emergency:
    """The fixed line on emergencies; `signed_off_by` stays empty until a clinician signs."""

    text: str
    signed_off_by: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class CallEntry:
    """A question of the call sheet, asked while any of `questions` is open or unanswered.

    Without `questions`, or with `always`, it is always asked. `written` asks the same in a letter.
    """

    ask: str
    questions: tuple[str, ...] = ()
    always: bool = False
    written: str = ""


@dataclass(frozen=True)
class CallSheet:
    """What the second sheet of paper asks, most needed first.

    Of somebody who has had it, only `had_it` is asked, and so it is in the letter to the clinic.
    """

    offer: tuple[CallEntry, ...]
    study: tuple[CallEntry, ...]
    had_it: tuple[CallEntry, ...] = ()

    @property
    def entries(self) -> tuple[CallEntry, ...]:
        """Everything that the sheet can ask."""
        return (*self.offer, *self.study, *self.had_it)


@dataclass(frozen=True)
class Review:
    """Who looks after the content and who pays, and when it was and will be looked at."""

    changed: str
    next_review: str
    funding: str
    conflicts: str
    contact: str
    reviewers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Frame:
    """`catalogue.toml`: what holds the sections together.

    `quick` are the questions of the quick check. `main` are those that belong to the main part of
    the full check beside the key questions; the others are its details. `next` is the line after
    the headline: `default`, `paid` or `had-it`, as far as the person has gone; `free` in a study
    where nothing is to be paid; `seen` where a doctor has seen the offer. Each language's
    `translation_signed_off_by` stays empty until a professional translator has read it.
    """

    title: str
    version: str
    review: Review
    sections: tuple[str, ...]
    quick: tuple[str, ...]
    scales: tuple[Scale, ...]
    headlines: Mapping[str, Headline]
    disclaimer: str
    emergency: Emergency
    records: tuple[str, ...]
    call: CallSheet
    main: tuple[str, ...] = ()
    translation_signed_off_by: Mapping[str, str] = field(default_factory=dict)
    next: Mapping[str, str] = field(default_factory=dict)
