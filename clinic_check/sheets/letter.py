"""A polite letter to the clinic, as plain text: only what is still open, key questions first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from clinic_check.checklist.catalogue import Question
from clinic_check.checklist.findings import Summary
from clinic_check.checklist.messages import Messages

MAIL_LIMIT = 1_800
"""Characters of the whole `mailto:` address; some mail programs cut off longer ones."""

LINE = "_" * 20

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


def write(summary: Summary, messages: Messages, clinic: str, helper: bool) -> Letter:
    """Write the letter for what is open or was not answered. `clinic` may be empty."""
    say = messages.say
    study = "-study" if "study" in summary.answers.get("kind", ()) else ""
    questions = tuple(dict.fromkeys(_asked(summary)))
    opening = [say(f"letter.dear{study}"), *_beginning(summary, messages, study, helper)]
    closing = [say("letter.reasons"), say("letter.thanks")]
    text = "\n\n".join(
        [
            *([say("letter.to", clinic=clinic)] if clinic else ()),
            say("letter.date", line=LINE),
            *opening,
            *_numbered(messages, questions),
            *closing,
            say("letter.name", line=LINE) + "\n",
        ]
    )
    subject = say(f"letter.subject{study}")

    def address(asked: tuple[str, ...], left: int) -> str:
        asked_all = "\n".join([*_numbered(messages, asked), *_more(messages, left)])
        return _address(subject, "\n\n".join([*opening, asked_all, *closing]))

    mail, left = address(questions, 0), 0
    short = len(mail) > MAIL_LIMIT
    while len(mail) > MAIL_LIMIT:
        asked = tuple(map(_first_sentence, questions[: len(questions) - left]))
        mail = address(asked, left)
        left += len(mail) > MAIL_LIMIT
    return Letter(text, questions, mail, short, left)


def _asked(summary: Summary) -> Iterator[str]:
    """Give what to ask the clinic: key questions first, and of these the unanswered ones first."""
    waiting = (*summary.no_answer, *summary.open)
    for question in sorted(waiting, key=lambda question: not question.key):
        if ask := _words(question, summary.answers.get(question.id, ())):
            yield ask


def _words(question: Question, chosen: tuple[str, ...]) -> str:
    """Return the words to ask with; what was only said is asked for in writing."""
    return (question.said if "said" in chosen else "") or question.ask


def _beginning(summary: Summary, messages: Messages, study: str, helper: bool) -> tuple[str, str]:
    """Return the first two paragraphs: who writes and why, and how to answer."""
    had_it = "had-it" in summary.answers.get("stage", ())
    who = "helper" if helper else "me"
    first = [messages.say(f"letter.begin.{who}{'-had-it' if had_it else study}")]
    if helper:
        first.append(messages.say("letter.whom"))
    second = [messages.say("letter.writing")]
    if summary.no_answer:
        second.append(messages.say("letter.again"))
    return " ".join(first), " ".join(second)


def _numbered(messages: Messages, questions: tuple[str, ...]) -> list[str]:
    return [
        messages.say("letter.question", number=number, question=question)
        for number, question in enumerate(questions, start=1)
    ]


def _first_sentence(question: str) -> str:
    return re.split(r"(?<=[.?]) (?=[A-Z])", question)[0]


def _more(messages: Messages, left: int) -> list[str]:
    """Say how many questions did not fit in the e-mail."""
    if not left:
        return []
    return [messages.say("letter.one-more" if left == 1 else "letter.more", count=left)]


def _address(subject: str, body: str) -> str:
    """Return a `mailto:` address with these words. New lines are CR LF there (RFC 6068)."""
    plain = body.translate(_PLAIN).replace("\n", "\r\n")
    return f"mailto:?subject={quote(subject)}&body={quote(plain, safe=_AS_IT_IS)}"
