"""What is wrong with the pages of their own: every fault of meaning, a sentence each."""

import string
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.checklist.reachable import rule_problems
from clinic_check.checklist.rules import Rule
from clinic_check.checklist.texts import word_problems
from clinic_check.guides.counts import Counts
from clinic_check.guides.load import FAMILY, METHOD, OTHER_WAYS, QUESTIONS, SIGNED, WAYS_IN
from clinic_check.guides.pages import DEADLINES, PAGES, Guides, Helper
from clinic_check.guides.texts import Text, cited, texts
from clinic_check.languages.translations import placeholders

MESSAGES = {"unreadable", "future", "too-old", "state", "too-long"}
"""The sentences that the program chooses among when a form was filled in wrongly."""

MOST_ANSWER_WORDS = 110
"""Words of an answer to a question that people ask: it is read on a small phone."""


def faults_in_guides(catalogue: Catalogue, guides: Guides, letters: Iterable[str]) -> list[str]:
    """Return every fault, a sentence each; `letters` are the ids of the kinds of letters."""
    found = [
        *_sources(catalogue, guides),
        *_words(guides),
        *_ids(guides),
        *_links(guides),
        *_signed(catalogue, guides, set(letters)),
        *_other_ways(catalogue, guides),
        *_rules(catalogue, guides),
        *_addresses(guides),
        *_method(guides),
    ]
    return list(dict.fromkeys(found))


def unsigned(guides: Guides) -> list[str]:
    """Return what nobody has signed yet, a sentence each; none of it stops the app."""
    pages = (
        (QUESTIONS, guides.questions),
        (SIGNED, guides.signed),
        (OTHER_WAYS, guides.other_ways),
    )
    notes = [
        f"{file}: no {review.reader} has signed this page yet."
        for file, page in pages
        for review in page.reviews
        if not review.signed_off_by
    ]
    if not guides.signed.signs.signed_off_by:
        notes.append(f"{SIGNED}: our own list of signs is hidden until a clinician signs it.")
    if not guides.other_ways.not_used.signed_off_by:
        notes.append(f"{OTHER_WAYS}: what not to use is hidden until a clinician signs it.")
    return notes


def _sources(catalogue: Catalogue, guides: Guides) -> Iterator[str]:
    for file, entry, sources in cited(guides):
        for name in sources:
            if name not in catalogue.source:
                yield f"{file}, {entry}: there is no source “{name}”."


def _words(guides: Guides) -> Iterator[str]:
    for text in texts(guides):
        for problem in _problems(text):
            yield f"{text.file}, {text.entry}: `{text.key}` {problem}."


def _problems(text: Text) -> Iterator[str]:
    for problem in word_problems(_without_placeholders(text.words)):
        # People ask in words of their own that we would not use in an answer: “Is it safe?”
        if not (text.theirs and problem.startswith("says “")):
            yield problem


def _without_placeholders(words: str) -> str:
    """Put a number for each placeholder that is filled in later: a sentence may begin with it."""
    parts = string.Formatter().parse(words)
    return "".join(text + ("7" if name is not None else "") for text, name, _, _ in parts)


def _twice(ids: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(ids).items() if times > 1]


def _ids(guides: Guides) -> Iterator[str]:
    questions, signed, ways = guides.questions, guides.signed, guides.other_ways
    lists = [
        (QUESTIONS, "group", (group.id for group in questions.groups)),
        (QUESTIONS, "question", (asked.id for asked in questions.questions)),
        (SIGNED, "situation", (situation.id for situation in signed.situations)),
        (SIGNED, "deadline", (deadline.id for deadline in signed.deadlines)),
        (SIGNED, "state", (rule.id for rule in signed.states)),
        (SIGNED, "helper", (helper.id for helper in (*signed.helpers, *signed.watch))),
        (OTHER_WAYS, "condition", (condition.id for condition in ways.conditions)),
        (FAMILY, "part", (part.id for part in guides.family.parts)),
        (METHOD, "part", (part.id for part in guides.method.parts)),
    ]
    for file, kind, ids in lists:
        for name in _twice(ids):
            yield f"{file}, {kind} “{name}”: is given more than once."
    groups = {group.id for group in questions.groups}
    for asked in questions.questions:
        where = f"{QUESTIONS}, question “{asked.id}”"
        if asked.group not in groups:
            yield f"{where}: there is no group “{asked.group}”."
        if not asked.sources and not asked.who and not asked.leads_to:
            yield f"{where}: has no source, nobody who can answer, and no page of ours."
        if len(" ".join(asked.answer).split()) > MOST_ANSWER_WORDS:
            yield f"{where}: `answer` is over {MOST_ANSWER_WORDS} words."


def _links(guides: Guides) -> Iterator[str]:
    links = guides.questions.links
    for link in links:
        if link.partition("#")[0] not in PAGES:
            yield f"{QUESTIONS}, links: “{link}” leads to no page of ours."
    for asked in guides.questions.questions:
        for link in asked.leads_to:
            if link not in links:
                yield f"{QUESTIONS}, question “{asked.id}”: there is no link “{link}”."
    for way in guides.ways:
        if way.link not in links:
            yield f"{WAYS_IN}, “{way.link}”: there is no link of this name in {QUESTIONS}."
        if not way.when and not way.helper:
            yield f"{WAYS_IN}, “{way.link}”: has neither `when` nor `helper`, so nobody sees it."


def _signed(catalogue: Catalogue, guides: Guides, letters: set[str]) -> Iterator[str]:
    signed = guides.signed
    for situation in signed.situations:
        where = f"{SIGNED}, situation “{situation.id}”"
        if situation.deadline and situation.deadline not in DEADLINES:
            yield f"{where}: there is no deadline “{situation.deadline}”."
        if situation.letter and situation.letter not in letters:
            yield f"{where}: there is no letter “{situation.letter}”."
        for name in situation.who_helps:
            if name not in signed.helper:
                yield f"{where}: there is no helper “{name}”."
    given = [deadline.id for deadline in signed.deadlines]
    for name in DEADLINES:
        if name not in given:
            yield f"{SIGNED}: the deadline “{name}” is missing."
    for deadline in signed.deadlines:
        where = f"{SIGNED}, deadline “{deadline.id}”"
        if deadline.id not in DEADLINES:
            yield f"{where}: the program works out no such day."
        for key, words in (("by", deadline.by), ("past", deadline.past)):
            if placeholders(words) != {"date"}:
                yield f"{where}: `{key}` has to have one placeholder, {{date}}."
    for rule in signed.states:
        where = f"{SIGNED}, state “{rule.id}”"
        if rule.id not in catalogue.state:
            yield f"{where}: there is no such state in states.toml."
        if len({bool(value) for value in (rule.days, rule.counts, rule.by, rule.past)}) > 1:
            yield f"{where}: `days`, `counts`, `by` and `past` belong together."
        for key, words in (("by", rule.by), ("past", rule.past)):
            if words and placeholders(words) != {"date"}:
                yield f"{where}: `{key}` has to have one placeholder, {{date}}."
    if placeholders(signed.state_unknown) != {"state"}:
        yield f"{SIGNED}: `state_unknown` has to have one placeholder, {{state}}."
    for name in sorted(MESSAGES ^ set(signed.messages)):
        yield f"{SIGNED}, messages: “{name}” is missing, or the program knows no such message."


def _other_ways(catalogue: Catalogue, guides: Guides) -> Iterator[str]:
    asked = catalogue.question.get("condition")  # elsewhere it is told that it is missing
    conditions = asked.option if asked else {}
    for condition in guides.other_ways.conditions:
        where = f"{OTHER_WAYS}, condition “{condition.id}”"
        if condition.id not in conditions:
            yield f"{where}: the question “condition” has no such answer."
        for fact in condition.not_used:
            if not fact.sources:
                yield f"{where}: what not to use needs a source."


def _rules(catalogue: Catalogue, guides: Guides) -> Iterator[str]:
    rules: list[tuple[str, Rule | None]] = [
        *((f"{SIGNED}, situation “{s.id}”", s.when) for s in guides.signed.situations),
        *((f"{WAYS_IN}, “{way.link}”", way.when) for way in guides.ways),
    ]
    for where, rule in rules:
        for problem in rule_problems(catalogue, rule) if rule else ():
            yield f"{where}: {problem}."


def _addresses(guides: Guides) -> Iterator[str]:
    helpers: list[tuple[str, Helper]] = [
        *((SIGNED, helper) for helper in (*guides.signed.helpers, *guides.signed.watch)),
        *((OTHER_WAYS, helper) for helper in guides.other_ways.finders),
        *((FAMILY, helper) for helper in guides.family.helpers),
    ]
    for file, helper in helpers:
        if not helper.address.startswith("https://"):
            yield f"{file}, helper “{helper.id}”: its address has to begin with https://."


def _method(guides: Guides) -> Iterator[str]:
    known = {each.name for each in fields(Counts)}
    for part in guides.method.parts:
        for words in part.paragraphs:
            for name in sorted(placeholders(words) - known):
                yield f"{METHOD}, part “{part.id}”: there is no count “{name}”."
