"""Every text that a patient reads, and what is wrong with its words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from clinic_check.checklist.catalogue import Catalogue, Finding, Option, Section

LONGEST_SENTENCE = 25  # words

# What the checklist never says to a patient. It judges the offer and gives no advice.
BARRED = (
    r"you (?:should|ought to|need to)\b",
    r"(?:should|must)(?:n’t| not) (?:have|take|stop|get|do)\b",
    r"(?-i:Don’t|Do not) (?:take|stop|sign|pay)\b",
    r"we (?:recommend|advise|suggest)\b",
    r"recommend\w*",
    r"advisable",
    r"avoid\w*",
    r"safe(?:ly|r|st)?\b",
    r"go ahead\b",
    r"guarantee\w*",
    r"rare(?:ly)?\b",
    r"odds\b",
    r"fraud\w*",
    r"scams?\b",
    r"quack\w*",
    r"illegal\w*",
    r"deceiv\w*",
    r"no cell product is approved",
    r"e\.g\.",
    r"i\.e\.",
    r"etc\.",
)
_BARRED = re.compile(rf"\b(?:{'|'.join(BARRED)})", re.IGNORECASE)

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:gov|org|com|edu|net)\b\S*")
_END = re.compile(r"(?<=[.!?…])[”’)]*\s+(?=[“‘(]?[A-Z0-9])")


@dataclass(frozen=True)
class Text:
    """One text that patients read, and where a clinician finds it: file, entry, key."""

    file: str
    entry: str
    key: str
    words: str


def texts(catalogue: Catalogue) -> Iterator[Text]:
    """Yield every text of the content that patients read, also the empty ones.

    Titles of sources are left out: they are other people's words.
    """
    yield from _frame(catalogue)
    for section in catalogue.sections:
        yield from _section(section, {scale.id for scale in catalogue.frame.scales} | {"states"})
    yield from _findings("combinations.toml", catalogue.combinations)
    yield Text("states.toml", "general", "text", catalogue.states_note.text)
    for state in catalogue.states:
        yield from _entry("states.toml", f"state “{state.id}”", name=state.name, note=state.note)
    yield Text("evidence.toml", "general", "text", catalogue.evidence_note.text)
    for note in catalogue.evidence:
        entry = f"note “{note.id}”"
        yield from _entry("evidence.toml", entry, title=note.title, text=note.text)
    for token in catalogue.tokens:
        entry = f"token “{token.id}”"
        yield from _entry(
            "trust.toml", entry, name=token.name, proves=token.proves, lacks=token.lacks
        )
    for place in catalogue.places:
        yield from _entry("reports.toml", f"place “{place.id}”", name=place.name, what=place.what)
    for term in catalogue.terms:
        entry = f"term “{term.id}”"
        yield from _entry("glossary.toml", entry, term=term.term, meaning=term.meaning)


def _entry(file: str, entry: str, **words: str) -> Iterator[Text]:
    for key, value in words.items():
        yield Text(file, entry, key, value)


def _frame(catalogue: Catalogue) -> Iterator[Text]:
    frame = catalogue.frame
    file = "catalogue.toml"
    yield Text(file, "title", "title", frame.title)
    yield Text(file, "disclaimer", "disclaimer", frame.disclaimer)
    yield Text(file, "emergency", "text", frame.emergency.text)
    for key in ("funding", "conflicts", "contact"):
        yield Text(file, "review", key, getattr(frame.review, key))
    for name, headline in frame.headlines.items():
        entry = f"headline “{name}”"
        yield from _entry(file, entry, text=headline.text, limit=headline.limit)
    for record in frame.records:
        yield Text(file, "records", "records", record)
    for line in frame.call.opening:
        yield Text(file, "call sheet", "opening", line)
    for call in (*frame.call.offer, *frame.call.study):
        yield Text(file, "call sheet", "ask", call.ask)
    for scale in frame.scales:
        yield from _options(file, f"scale “{scale.id}”", scale.options)


def _section(section: Section, scales: set[str]) -> Iterator[Text]:
    file = f"sections/{section.id}.toml"
    yield from _entry(file, "section", title=section.title, intro=section.intro)
    for question in section.questions:
        entry = f"question “{question.id}”"
        for key in ("label", "text", "hint", "why", "ask", "look", "said", "silence", "check"):
            yield Text(file, entry, key, getattr(question, key))
        if question.scale not in scales:
            yield from _options(file, entry, question.options)
    for expected in section.expected:
        yield Text(file, f"expected “{expected.option}”", "ask", expected.ask)
    yield from _findings(file, section.findings)


def _options(file: str, entry: str, options: tuple[Option, ...]) -> Iterator[Text]:
    for option in options:
        where = f"{entry}, answer “{option.id}”"
        yield from _entry(file, where, label=option.label, hint=option.hint)


def _findings(file: str, findings: tuple[Finding, ...]) -> Iterator[Text]:
    for finding in findings:
        for key in ("line", "told", "silent", "why", "next"):
            yield Text(file, f"finding “{finding.id}”", key, getattr(finding, key))


def sentences(words: str) -> list[str]:
    """Return the sentences of a text; an address counts as one word."""
    return [part for part in _END.split(_ADDRESS.sub(_shorten, words).strip()) if part]


def _shorten(address: re.Match[str]) -> str:
    """Put a plain word for an address; a full stop after it still ends the sentence."""
    return "page." if address[0].endswith(".") else "page"


def count(words: str) -> int:
    """Return the number of words: what stands between spaces and has a letter or a digit."""
    return sum(any(sign.isalnum() for sign in word) for word in words.split())


def word_problems(words: str) -> Iterator[str]:
    """Yield what is wrong with the words of one text."""
    if "'" in words or '"' in words:
        yield "has a straight quote; use ’ “ ”"
    if "  " in words or words != words.strip():
        yield "has a double space, or a space at its start or end"
    for sentence in sentences(words):
        if (length := count(sentence)) > LONGEST_SENTENCE:
            start = " ".join(sentence.split()[:6])
            yield f"has a sentence of {length} words (at most {LONGEST_SENTENCE}): “{start} …”"
    for found in sorted({match.lower() for match in _BARRED.findall(words)}):
        yield f"says “{found}”, which the checklist never says: it gives no advice and no verdict"


def runs(words: str, length: int) -> set[str]:
    """Return every run of so many words, in lower case and without signs."""
    plain = re.findall(r"[\w’]+", words.lower())
    return {" ".join(plain[i : i + length]) for i in range(len(plain) - length + 1)}
