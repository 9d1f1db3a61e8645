"""A polite letter to the clinic, as plain text: only what is still open, key questions first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from clinic_check.checklist.catalogue import Question
from clinic_check.checklist.findings import Summary

MAIL_LIMIT = 1_800
"""Characters of the whole `mailto:` address; some mail programs cut off longer ones."""

LINE = "_" * 20

CLOSING = ("If you can’t answer one of these, please tell me so, and why.", "Thank you.")

_AS_IT_IS = "/?:;,()!$*@'"
"""Signs that may stand in an address as they are (RFC 6068, RFC 3986)."""

_PLAIN = str.maketrans("’‘“”", "''\"\"")
"""An address spells each curly quote with nine characters; plain ones leave room for questions."""


@dataclass(frozen=True)
class Letter:
    """The whole letter, the questions in it, and the same as an e-mail.

    `mail` is a `mailto:` address without a receiver, of MAIL_LIMIT characters at most. `short`
    tells that it has only the first sentence of each question, and `left` how many it leaves out.
    """

    text: str
    questions: tuple[str, ...]
    mail: str
    short: bool
    left: int


def write(summary: Summary, clinic: str, helper: bool) -> Letter:
    """Write the letter for what is open or was not answered. `clinic` may be empty."""
    study = "study" in summary.answers.get("kind", ())
    questions = tuple(dict.fromkeys(_asked(summary, study)))
    opening = f"Dear {'study' if study else 'clinic'} team,", *_beginning(summary, study, helper)
    text = "\n\n".join(
        [
            *([f"To: {clinic}"] if clinic else ()),
            f"Date: {LINE}",
            *opening,
            *_numbered(questions),
            *CLOSING,
            f"Name: {LINE}\n",
        ]
    )
    subject = f"Questions about your {'study' if study else 'treatment'}"

    def address(asked: tuple[str, ...], left: int) -> str:
        asked_all = "\n".join([*_numbered(asked), *_more(left)])
        return _address(subject, "\n\n".join([*opening, asked_all, *CLOSING]))

    mail, left = address(questions, 0), 0
    short = len(mail) > MAIL_LIMIT
    while len(mail) > MAIL_LIMIT:
        asked = tuple(map(_first_sentence, questions[: len(questions) - left]))
        mail = address(asked, left)
        left += len(mail) > MAIL_LIMIT
    return Letter(text, questions, mail, short, left)


def _asked(summary: Summary, study: bool) -> Iterator[str]:
    """Give what to ask the clinic: key questions first, and of these the unanswered ones first."""
    waiting = (*summary.no_answer, *summary.open)
    for question in sorted(waiting, key=lambda question: not question.key):
        if ask := _words(question, summary.answers.get(question.id, ())):
            yield ask.replace("clinic", "study team") if study else ask


def _words(question: Question, chosen: tuple[str, ...]) -> str:
    """Return the words to ask with; what was only said is asked for in writing."""
    return (question.said if "said" in chosen else "") or question.ask


def _beginning(summary: Summary, study: bool, helper: bool) -> list[str]:
    thing = "study" if study else "treatment"
    if "had-it" in summary.answers.get("stage", ()):
        first = "I have had your treatment. My doctor and I have some questions about it."
        of_them = "Someone I help has had your treatment. They and their doctor have questions."
    else:
        first = f"I am thinking about your {thing}. My doctor and I have some questions first."
        of_them = (
            f"I am writing for someone I help, who is thinking about your {thing}. They and their "
            "doctor have some questions first."
        )
    lines = [of_them if helper else first]
    if helper:
        lines[0] += " Where a question says “I” or “my”, it means the person I help."
    lines.append("Please answer in writing, by letter or e-mail, with the papers that you name.")
    if summary.no_answer:
        lines[-1] += " I have asked some of this before, and I have no answer yet."
    return lines


def _numbered(questions: tuple[str, ...]) -> list[str]:
    return [f"{number}. {question}" for number, question in enumerate(questions, start=1)]


def _first_sentence(question: str) -> str:
    return re.split(r"(?<=[.?]) (?=[A-Z])", question)[0]


def _more(left: int) -> list[str]:
    """Say how many questions did not fit in the e-mail."""
    return [f"And {left} more question{'' if left == 1 else 's'} by post."] if left else []


def _address(subject: str, body: str) -> str:
    """Return a `mailto:` address with these words. New lines are CR LF there (RFC 6068)."""
    plain = body.translate(_PLAIN).replace("\n", "\r\n")
    return f"mailto:?subject={quote(subject)}&body={quote(plain, safe=_AS_IT_IS)}"
