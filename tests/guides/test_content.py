"""What the pages of their own say: enough, with its source, and never an advice."""

import re
from dataclasses import replace

import pytest

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.guides.counts import count, told
from clinic_check.guides.load import load_guides
from clinic_check.guides.pages import DEADLINES, MOST_WAYS_IN, Asked, Guides
from clinic_check.guides.proofread import unsigned
from clinic_check.guides.texts import cited, texts
from clinic_check.library import open_library
from clinic_check.settings import CONTENT

GUIDES = load_guides(CONTENT)

# Sentences that would advise for or against a treatment, beyond the words that are always barred.
ADVICE = re.compile(
    r"\b(?:you should|you must|you had better|never (?:have|get|take)|don’t (?:have|get|take|sign)|"
    r"do not (?:have|get|take|sign)|we (?:would|think you)|worth (?:it|trying)|best (?:is|to)|"
    r"stay away|walk away|(?<!if a treatment )is right for you)",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def guides() -> Guides:
    return GUIDES


def test_at_least_48_questions_are_answered_in_groups(guides: Guides) -> None:
    assert len(guides.questions.questions) >= 48
    for group in guides.questions.groups:
        assert guides.questions.in_group(group.id), group.id


@pytest.mark.parametrize("asked", GUIDES.questions.questions, ids=lambda asked: asked.id)
def test_every_question_has_a_source_or_names_who_can_answer(asked: Asked) -> None:
    about_this_page = asked.id in ("privacy", "who-made-this")  # the page is its own source
    assert asked.sources or asked.who or about_this_page
    assert asked.leads_to, "it leads on to a page of ours"


def test_no_sentence_says_whether_to_have_a_treatment(guides: Guides) -> None:
    said = [
        (text.entry, found[0])
        for text in texts(guides)
        if not text.theirs and (found := ADVICE.search(text.words))
    ]
    assert said == [], said
    assert ADVICE.search("You should have this."), "the test itself can fail"


def test_nothing_of_care_has_a_dose_or_a_rate(guides: Guides) -> None:
    for condition in guides.other_ways.conditions:
        for fact in (*condition.ways, *condition.not_used):
            assert not re.search(r"\d\s?(?:%|percent|mg|mcg|ml|grams?|times a day)", fact.text)


def test_the_federal_rule_is_told_exactly_as_it_is_known(guides: Guides) -> None:
    exact = (
        "Medical care isn’t named as an exception in the federal rule, and isn’t confirmed either."
    )
    assert guides.signed.not_named.text.startswith(exact)
    (cancel,) = (asked for asked in guides.questions.questions if asked.id == "cancel")
    assert any(exact in paragraph for paragraph in cancel.answer)


def test_every_situation_says_what_it_does_not_cover_and_who_helps(guides: Guides) -> None:
    wanted = {"away", "office", "card", "loan", "cash", "had"}
    assert {situation.id for situation in guides.signed.situations} == wanted
    for situation in guides.signed.situations:
        assert situation.says
        assert situation.limits
        assert situation.steps
        assert situation.who_helps
    assert {d.id for d in guides.signed.deadlines} == set(DEADLINES)


def test_whoever_had_it_is_told_of_911_before_anything_else(guides: Guides) -> None:
    (had,) = (s for s in guides.signed.situations if s.id == "had")
    assert "911 first" in had.says[0].text
    assert "a doctor who isn’t the seller" in had.says[1].text


def test_what_guidelines_say_not_to_use_is_written_with_sources_and_waits(guides: Guides) -> None:
    assert sum(len(condition.not_used) for condition in guides.other_ways.conditions) >= 6
    assert not guides.other_ways.not_used.signed_off_by
    assert len(guides.signed.signs.items) >= 4
    assert all(fact.sources for fact in guides.signed.signs.items)
    notes = " ".join(unsigned(guides))
    assert "hidden until a clinician signs" in notes
    assert "no lawyer has signed" in notes
    named = replace(guides.signed.signs, signed_off_by="Dr. Example")
    signed = replace(guides, signed=replace(guides.signed, signs=named))
    assert len(unsigned(signed)) == len(unsigned(guides)) - 1


def test_letters_situations_and_states_come_from_what_was_answered(guides: Guides) -> None:
    assert guides.signed.ticked({}) == frozenset()
    assert guides.signed.ticked({"stage": ("had-it",)}) == {"had"}
    assert guides.signed.ticked({"pushed": ("sold-away", "loan")}) == set()  # asked isn't done
    assert guides.signed.ticked({"pushed": ("sold-away",), "stage": ("paid",)}) == {"away"}


def test_at_most_three_ways_lead_in_and_only_where_they_fit(guides: Guides) -> None:
    assert guides.ways_in({}, helper=False) == ()
    assert [way.link for way in guides.ways_in({}, helper=True)] == ["family"]
    everything = {"stage": ("had-it",), "pushed": ("loan",), "condition": ("diabetic",)}
    ways = guides.ways_in(everything, helper=True)
    assert [way.link for way in ways] == ["signed#loan", "family", "other-ways"]
    assert len(ways) == MOST_WAYS_IN
    assert [w.link for w in guides.ways_in({"pushed": ("sold-away",)}, helper=False)] == [
        "signed#away"
    ]


@pytest.mark.parametrize("stage", ["paid", "had-it"])
def test_whoever_paid_or_had_it_has_the_way_to_that_page_first_and_once(
    guides: Guides, stage: str
) -> None:
    answers = {"stage": (stage,), "pushed": ("sold-away", "loan")}
    first = guides.first_way(answers)
    assert first is not None
    assert first.link.partition("#")[0] == "signed"
    assert first not in guides.ways_in(answers, helper=True)
    assert guides.first_way({"stage": ("looking",), "pushed": ("sold-away",)}) is None


def test_the_counts_are_the_catalogues_own(catalogue: Catalogue, guides: Guides) -> None:
    counts = count(catalogue, guides)
    assert counts.sources == len(catalogue.sources)
    assert counts.confirmed + counts.unconfirmed == counts.sources
    assert counts.key == len([question for question in catalogue.questions if question.key])
    fewer = replace(catalogue, sources=catalogue.sources[:-1], combinations=())
    assert count(fewer, guides).sources == counts.sources - 1
    assert count(fewer, guides).findings < counts.findings
    assert told(counts, "{confirmed} of {sources}, {read}", "May 1") == (
        f"{counts.confirmed} of {counts.sources}, May 1"
    )


def test_no_count_is_typed_into_the_page_on_method(guides: Guides) -> None:
    for part in guides.method.parts:
        for paragraph in part.paragraphs:
            assert not re.search(r"\d", re.sub(r"\{\w+\}", "", paragraph)), paragraph


def test_the_sources_of_these_pages_count_from_501_and_no_number_is_given_twice(
    catalogue: Catalogue, guides: Guides
) -> None:
    numbers = [source.number for source in catalogue.sources]
    assert len(set(numbers)) == len(numbers)
    ours = {name for _, _, names in cited(guides) for name in names}
    new = [source for source in catalogue.sources if source.number >= 501]
    assert len(new) >= 80
    assert {source.id for source in new} <= ours


def test_the_library_opens_with_all_of_it() -> None:
    library = open_library(CONTENT)
    assert library.guides.questions.title
    assert set(library.letters.letter) == {"cancel", "dispute", "records", "complaint"}
    assert library.reminder.questions
