"""The proofreader tells every fault of meaning, in words that say where it is and what is wrong."""

import datetime
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from clinic_check.checklist.catalogue import Catalogue, CatalogueFault
from clinic_check.checklist.needed import needed_problems
from clinic_check.checklist.proofread import faults, rows_covered
from clinic_check.checklist.proofread_sources import reminders, stale
from clinic_check.checklist.rules import Rule
from clinic_check.checklist.texts import count, sentences
from clinic_check.library import open_library
from clinic_check.settings import CONTENT
from tests.support.faulty import FAULTY
from tests.support.faulty_rules import frame
from tests.support.small import NAMELESS, PRODUCT, SMALL, changed

TODAY = datetime.date(2026, 11, 20)


def told(catalogue: Catalogue) -> str:
    """All the faults, a line each."""
    return "\n".join(str(fault) for fault in faults(catalogue))


def test_a_catalogue_without_a_fault_is_passed() -> None:
    assert told(SMALL) == ""


def test_the_shipped_content_has_no_fault() -> None:
    """Opening it proofreads the whole folder, the phrases and the words on trials too."""
    assert open_library(CONTENT).catalogue.questions


@pytest.mark.parametrize(("problem", "faulty"), FAULTY, ids=[problem for problem, _ in FAULTY])
def test_each_kind_of_fault_is_told(problem: str, faulty: Catalogue) -> None:
    assert problem in told(faulty)


@pytest.mark.parametrize(
    "words",
    [
        "You should have it.",
        "You ought to wait.",
        "You shouldn’t stop.",
        "We recommend a test.",
        "Is it recommended?",
        "It is safe.",
        "It works safely.",
        "Avoid this clinic.",
        "Go ahead and sign.",
        "It is guaranteed.",
        "Harm is rare.",
        "The odds are good.",
        "It is a fraud.",
        "It is a scam.",
        "It is illegal.",
        "They deceived people.",
        "No cell product is approved.",
        "Do not pay.",
        "Don’t sign.",
        "Drugs, e.g. steroids.",
    ],
)
def test_advice_and_verdicts_are_told(words: str) -> None:
    faulty = changed("question:kind", hint=words)
    assert "`hint` says “" in told(faulty)


@pytest.mark.parametrize(
    "words",
    [
        "If you do not pay, what then?",
        "It was unsafe.",
        "Look at www.fda.gov/safety.",
        "A scampi dish.",
    ],
)
def test_words_that_only_look_like_advice_are_let_pass(words: str) -> None:
    assert told(changed("question:kind", hint=words)) == ""


def test_a_fault_says_its_file_and_its_entry() -> None:
    assert told(changed("question:kind", hint="a  b")).startswith(
        "sections/offer.toml, question “kind”: `hint` has a double space"
    )


def test_all_faults_are_told_at_once() -> None:
    twice = changed("finding:board", changed("question:kind", hint="a  b"), sources=())
    assert len(faults(twice)) == 2


def test_a_filter_may_be_a_bar_alone() -> None:
    shown = Rule(none={"kind": frozenset(["sold"])})
    assert told(changed("question:risks", shown=shown)) == ""


def test_a_filter_may_be_met_by_a_blank() -> None:
    shown = Rule(not_only={"risks": frozenset(["told-none"])})
    assert told(changed("question:state", shown=shown)) == ""


def test_what_is_looked_at_only_once_risks_are_ticked_may_be_met_by_a_blank() -> None:
    offer = SMALL.sections[0]
    unless_painful = replace(offer.expected[0], when=Rule(not_only={"risks": frozenset(["pain"])}))
    catalogue = replace(
        SMALL, sections=(replace(offer, expected=(unless_painful,)), SMALL.sections[1])
    )
    assert told(catalogue) == ""


def test_a_rule_may_ask_that_all_ticks_are_of_one_kind() -> None:
    only = Rule(only={"risks": frozenset(["infection", "pain"])})
    assert told(changed("finding:board", when=only)) == ""
    mixed = Rule(
        all={"risks": frozenset(["infection"])}, not_only={"risks": frozenset(["infection"])}
    )
    assert told(changed("finding:board", when=mixed)) == ""


def test_what_the_code_needs_by_name_is_there_or_told(catalogue: Catalogue) -> None:
    assert list(needed_problems(catalogue)) == []
    told_of_small = {entry: problem for _, entry, problem in needed_problems(SMALL)}
    missing = "is missing, and the app can’t do without it"
    assert told_of_small["question “route”"] == missing
    assert told_of_small["question “kind”"] == (
        "has no answer “special-access”, and the app can’t do without it"
    )
    nameless = replace(SMALL, combinations=())
    assert ("combinations.toml", "finding “many-silences”", missing) in needed_problems(nameless)


def test_content_that_lacks_what_the_code_needs_is_refused_with_a_sentence(tmp_path: Path) -> None:
    """Any folder of content: it is told before the app starts, not when a page fails."""
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    file = content / "sections" / "offer.toml"
    words = file.read_text(encoding="utf-8")
    file.write_text(words.replace('id = "route"', 'id = "way-in"'), encoding="utf-8")
    with pytest.raises(CatalogueFault) as caught:
        open_library(content)
    sentence = "sections, question “route”: is missing, and the app can’t do without it."
    assert sentence in caught.value.faults


def test_a_rule_may_join_ticks_that_can_stand_together_but_not_others() -> None:
    ticks = {"risks": frozenset(["infection"])}
    together = Rule(all=ticks, any={"risks": frozenset(["pain"])})
    apart = Rule(all=ticks, any={"risks": frozenset(["told-none"])})
    assert told(changed("finding:board", when=together)) == ""
    assert "can never hold" in told(changed("finding:board", when=apart))


def test_a_source_that_nobody_read_for_over_a_year_is_stale() -> None:
    read = changed("source:fda-2021", read="2025-11-20")
    assert stale(read, datetime.date(2026, 11, 20)) == ()
    assert [s.id for s in stale(read, datetime.date(2026, 11, 21))] == ["fda-2021"]


def test_a_source_that_was_checked_counts_from_then() -> None:
    assert not stale(changed("source:fda-2021", read="2020-01-01", checked="2026-01-01"), TODAY)
    assert stale(changed("source:fda-2021", read="2026-01-01", checked="2020-01-01"), TODAY)


def test_the_passing_of_time_is_no_fault() -> None:
    old = changed("source:fda-2021", read="1999-01-01", checked="1999-01-01")
    assert told(old) == ""
    assert "“fda-2021”: nobody has read it for over twelve months" in "\n".join(
        reminders(old, TODAY)
    )


def test_reminders_say_what_a_person_still_has_to_do() -> None:
    checked = changed("source:fda-2021", checked="2026-11-20")
    assert reminders(checked, TODAY) == []
    assert reminders(SMALL, TODAY) == [
        "sources.toml: 1 sources are not yet checked at their own page."
    ]
    unsigned = replace(SMALL.frame.emergency, signed_off_by="")
    review = replace(SMALL.frame.review, reviewers=(), next_review="")
    notes = "\n".join(reminders(frame(emergency=unsigned, review=review), TODAY))
    assert "no clinician has signed the emergency line" in notes
    assert "no reviewer is named" in notes
    unread = frame(translation_signed_off_by={"es": "", "fr": "Made-up Translator"})
    assert [note for note in reminders(unread, TODAY) if "translator" in note] == [
        "catalogue.toml: no professional translator has signed “es” yet."
    ]
    assert "no date is set for the next review" in notes
    overdue = frame(review=replace(SMALL.frame.review, next_review="2026-11-19"))
    assert "the review of 2026-11-19 is due" in "\n".join(reminders(overdue, TODAY))


def test_a_row_is_covered_by_the_sentences_that_name_it() -> None:
    covered = rows_covered(SMALL)
    assert covered[30] == [
        f"product: {PRODUCT.text} {PRODUCT.ask}",
        f"product: {NAMELESS.told} {NAMELESS.next}",
    ]
    assert covered[1] == []
    assert len(covered) == 68


def test_sentences_end_where_a_reader_stops_and_addresses_are_one_word() -> None:
    words = "Look at www.fda.gov/a.b?c. “Is it there?” The U.S. list is short! It has 1.5 pages"
    assert sentences(words) == [
        "Look at page.",
        "“Is it there?",
        "The U.S. list is short!",
        "It has 1.5 pages",
    ]
    assert count("Ask: who – or what – is it?") == 6
