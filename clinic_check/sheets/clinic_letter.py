"""A polite letter to the clinic, as plain text: only what is still open, key questions first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from clinic_check.checklist.catalogue import Question
from clinic_check.checklist.findings import Summary
from clinic_check.sheets.paper import LetterWords

MAIL_LIMIT = 1_800
"""Characters of the whole `mailto:` address; some mail programs cut off longer ones."""

LINE = "_" * 20

_AS_IT_IS = "/?:;,()!$*@'"
"""Signs that may stand in an address as they are (RFC 6068, RFC 3986)."""

_PLAIN = str.maketrans("’‘“”", "''\"\"")
"""An address spells each curly quote with nine characters; plain ones leave room for questions."""


@dataclass(frozen=True)
class ClinicLetter:
    """The letter, and the same as an e-mail.

    `paragraphs` go from the address to the last question; `text` is all of it. `mail` is a
    `mailto:` address without a receiver, of MAIL_LIMIT characters at most. `short` tells that it
    has only the first sentence of each question, and `left` how many questions it leaves out.
    """

    subject: str
    paragraphs: tuple[str, ...]
    text: str
    questions: tuple[str, ...]
    mail: str
    short: bool
    left: int


def write(words: LetterWords, summary: Summary, clinic: str, helper: bool) -> ClinicLetter:
    """Write the letter for what is open or was not answered. `clinic` may be empty."""
    study = "study" in summary.answers.get("kind", ())
    questions = tuple(dict.fromkeys(_asked(summary)))
    opening = _opening(words, summary, study, helper)
    paragraphs = (*opening, *_numbered(questions))
    text = "\n\n".join(
        [
            *([f"{words.to} {clinic}"] if clinic else ()),
            f"{words.date} {LINE}",
            *paragraphs,
            *words.closing,
            f"{words.name} {LINE}\n",
        ]
    )
    subject = words.subject_study if study else words.subject

    def address(asked: tuple[str, ...], left: int) -> str:
        asked_all = "\n".join([*_numbered(asked), *_more(words, left)])
        return _address(subject, "\n\n".join([*opening, asked_all, *words.closing]))

    mail, left = address(questions, 0), 0
    short = len(mail) > MAIL_LIMIT
    while len(mail) > MAIL_LIMIT:
        asked = tuple(map(_first_sentence, questions[: len(questions) - left]))
        mail = address(asked, left)
        left += len(mail) > MAIL_LIMIT
    return ClinicLetter(subject, paragraphs, text, questions, mail, short, left)


def _asked(summary: Summary) -> Iterator[str]:
    """Give what to ask the clinic: key questions first, and of these the unanswered ones first."""
    waiting = (*summary.no_answer, *summary.open)
    for question in sorted(waiting, key=lambda question: not question.key):
        if ask := _words(question, summary.answers.get(question.id, ())):
            yield ask


def _words(question: Question, chosen: tuple[str, ...]) -> str:
    """Return the words to ask with; what was only said is asked for in writing."""
    return (question.said if "said" in chosen else "") or question.ask


def _opening(words: LetterWords, summary: Summary, study: bool, helper: bool) -> tuple[str, ...]:
    about = "study" if study else "treatment"
    stage = summary.answers.get("stage", ())
    if "had-it" in stage:
        about = "had-it"
    elif "paid" in stage and not study:
        about = "paid"
    return (
        words.dear_study if study else words.dear,
        (words.helping if helper else words.mine)[about],
        words.in_writing_again if summary.no_answer else words.in_writing,
    )


def _numbered(questions: tuple[str, ...]) -> list[str]:
    return [f"{number}. {question}" for number, question in enumerate(questions, start=1)]


def _first_sentence(question: str) -> str:
    return re.split(r"(?<=[.?]) (?=[¿¡A-ZÀ-Þ])", question)[0]


def _more(words: LetterWords, left: int) -> list[str]:
    """Say how many questions did not fit in the e-mail."""
    return [words.more_one if left == 1 else words.more.format(count=left)] if left else []


def _address(subject: str, body: str) -> str:
    """Return a `mailto:` address with these words. New lines are CR LF there (RFC 6068)."""
    plain = body.translate(_PLAIN).replace("\n", "\r\n")
    return f"mailto:?subject={quote(subject)}&body={quote(plain, safe=_AS_IT_IS)}"
