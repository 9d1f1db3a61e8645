"""Everything in a content folder, read at once: the checklist, the phrases, trials, the guides."""

from dataclasses import dataclass
from pathlib import Path

from clinic_check.checklist.catalogue import Catalogue, CatalogueFault
from clinic_check.checklist.load import FaultCollector, load, read
from clinic_check.checklist.messages import Messages, faults_in_messages, load_messages
from clinic_check.checklist.needed import needed_problems
from clinic_check.checklist.proofread import Fault, faults
from clinic_check.claims.phrases import load as load_phrases
from clinic_check.claims.phrases import load_other
from clinic_check.claims.proofread import FILE as PHRASES
from clinic_check.claims.proofread import SPANISH_FILE as SPANISH_PHRASES
from clinic_check.claims.proofread import faults_in_other_phrases, faults_in_phrases, try_to_read
from clinic_check.claims.reader import Reader
from clinic_check.guides.load import load_guides
from clinic_check.guides.pages import Guides
from clinic_check.guides.proofread import faults_in_guides
from clinic_check.guides.texts import cited as cited_in_guides
from clinic_check.languages import ENGLISH, SPANISH
from clinic_check.saving.register import FILE as NUMBERS
from clinic_check.saving.register import Register, faults_in_numbers
from clinic_check.saving.reminder import ReminderWords, load_reminder
from clinic_check.sheets.form_letters import FormLetters, load_letters
from clinic_check.sheets.paper import Paper, load_paper
from clinic_check.sheets.proofread import faults_in_paper
from clinic_check.trials.words import TrialWords, faults_in_trials, load_trial_words


@dataclass(frozen=True)
class Library:
    """A content folder without a fault.

    `reader` finds claims, `trials` says what a trial record means, and `register` holds every
    number that a resume code was ever made of. `messages` are what pages say when something isn't
    right, `guides` the pages beside the checklist, `paper` the words on printed sheets.
    """

    catalogue: Catalogue
    reader: Reader
    trials: TrialWords
    register: Register
    messages: Messages
    guides: Guides
    letters: FormLetters
    reminder: ReminderWords
    paper: Paper
    language: str = ENGLISH


def open_library(content: Path) -> Library:
    """Read and proofread a folder of content; raise CatalogueFault with every fault in it."""
    unread = FaultCollector()
    catalogue = unread.of(lambda: load(content))
    phrases = unread.of(lambda: load_phrases(content / PHRASES))
    spanish = unread.of(lambda: load_other(phrases, content / SPANISH_PHRASES)) if phrases else None
    trials = unread.of(lambda: load_trial_words(content))
    register = unread.of(lambda: read(content / NUMBERS, Register))
    messages = unread.of(lambda: load_messages(content))
    guides = unread.of(lambda: load_guides(content))
    letters = unread.of(lambda: load_letters(content))
    reminder = unread.of(lambda: load_reminder(content))
    paper = unread.of(lambda: load_paper(content))
    if unread.found or not spanish:
        raise CatalogueFault(unread.found)
    cited = {
        name
        for part_sources in (
            *(category.sources for category in phrases.categories),
            *(absence.sources for absence in phrases.missing),
            *(implied.sources for implied in phrases.implied),
            *(sign.sources for sign in trials.signs),
            *(text.sources for text in (trials.always, *trials.unsaid)),
            *(line.sources for line in paper.doctor.fda),
        )
        for name in part_sources
    }
    cited |= {name for _, _, part_sources in cited_in_guides(guides) for name in part_sources}
    sources = set(catalogue.source)
    asked = catalogue.question.get("condition")  # without it `faults` says what is missing
    conditions = set(asked.option) if asked else set()
    beside = try_to_read(spanish, SPANISH)
    reader = try_to_read(phrases, beside=beside)
    wrong = [
        *(str(Fault(*each)) for each in needed_problems(catalogue)),
        *map(str, faults(catalogue, cited)),
        *faults_in_phrases(phrases, sources, reader),
        *faults_in_other_phrases(spanish, beside),
        *faults_in_trials(content, sources, conditions),
        *faults_in_numbers(catalogue, register),
        *faults_in_messages(messages),
        *faults_in_guides(catalogue, guides, letters.letter),
        *faults_in_paper(paper, catalogue),
    ]
    if wrong:
        raise CatalogueFault(wrong)
    return Library(
        catalogue,
        reader or Reader(phrases),
        trials,
        register,
        messages,
        guides,
        letters,
        reminder,
        paper,
    )


def in_language(library: Library, content: Path, language: str) -> Library:
    """Return the same content in another language; raise CatalogueFault where it can't be used.

    The folder was proofread in English: a translation changes no rule, id or number.
    """
    return Library(
        catalogue=load(content, language),
        reader=library.reader.told_by(load_phrases(content / PHRASES, language)),
        trials=load_trial_words(content, language),
        register=library.register,
        messages=load_messages(content, language),
        guides=load_guides(content, language),
        letters=load_letters(content, language),
        reminder=load_reminder(content, language),
        paper=load_paper(content, language),
        language=language,
    )
