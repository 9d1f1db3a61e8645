"""What must be kept after a form was sent: worked out from what was sent, not by the app's pages.

An answer is the person's own: it may change only by a form of theirs that the app took.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from clinic_check.checklist.catalogue import Catalogue, Question
from clinic_check.checklist.rules import Chosen
from clinic_check.library import Library
from clinic_check.trials.number import Number, read_number
from clinic_check.web.forms import NAME_LIMIT, showable
from clinic_check.web.views.claims import TICKS
from tests.support.visitor import field as field_name


@dataclass(frozen=True)
class Mine:
    """What one person has chosen to keep so far."""

    answers: Chosen = field(default_factory=dict)
    clinic: str = ""
    helper: bool = False
    number: str = ""
    signs: tuple[str, ...] = ()

    @classmethod
    def of(cls, cookie: Mapping[str, Any]) -> "Mine":
        """Read what a cookie holds, by its documented form."""
        trial = cookie.get("trial", ["", "", []])
        return cls(
            {
                name: (value,) if isinstance(value, str) else tuple(value)
                for name, value in cookie.get("answers", {}).items()
            },
            cookie.get("clinic", ""),
            cookie.get("who") == "helper",
            trial[0],
            tuple(trial[2]),
        )


@dataclass(frozen=True)
class Post:
    """A form that was sent. `token` tells if its token was this person's and still good."""

    path: str
    fields: tuple[tuple[str, str], ...]
    token: bool
    files: Mapping[str, bytes] = field(default_factory=dict)
    too_large: bool = False

    def all(self, name: str) -> list[str]:
        """Every value that was sent under a name."""
        return [value for sent, value in self.fields if sent == name]

    def first(self, name: str) -> str | None:
        """The first value under a name; None if there is none."""
        return next(iter(self.all(name)), None)


class Model:
    """Tells what must be kept after each form.

    `saved` and `files` fill up with the codes and files that the app gave out, and their answers.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self.catalogue: Catalogue = library.catalogue
        self.saved: dict[str, Mine] = {}
        self.files: dict[bytes, Mine] = {}

    def after(self, mine: Mine, post: Post) -> tuple[Mine, bool | None]:
        """Return what is kept now, and if the form was taken; None: it asks to keep nothing."""
        if post.too_large:
            return mine, False
        if questions := self.asked(post.path):
            return self._questions(mine, post, questions)
        known = {
            "/answers": self._name,
            "/clear": lambda *_: Mine(),
            "/claims/keep": self._ticks,
            "/trial/keep": self._trial,
            "/trial/forget": lambda mine, _: replace(mine, number="", signs=()),
            "/who": self._who,
            "/resume": self._resume,
            "/resume/replace": self._replace,
        }
        change = known.get(post.path)
        if change is None:
            return mine, None  # a page that we don't know may change nothing
        changed = change(mine, post) if post.token else None
        return (mine, False) if changed is None else (changed, True)

    def asked(self, path: str) -> tuple[Question, ...]:
        """Return the questions that can be answered at this address."""
        _, kind, *rest = path.split("/")
        if kind == "quick" and not rest:
            return tuple(self.catalogue.question[name] for name in self.catalogue.frame.quick)
        if kind == "check" and rest[0] in self.catalogue.section:
            return self.catalogue.section[rest[0]].questions
        if kind == "change" and rest[0] in self.catalogue.question:
            return tuple(
                other
                for other in self.catalogue.section_of[rest[0]].questions
                if other.id == rest[0] or (other.shown and rest[0] in other.shown.questions())
            )
        return ()

    def _questions(
        self, mine: Mine, post: Post, questions: tuple[Question, ...]
    ) -> tuple[Mine, bool]:
        good = post.token
        for question in questions:
            sent = [value for value in post.all(field_name(question.id)) if value]
            good = good and all(value in question.option for value in sent)
            good = good and (question.pick == "many" or len(sent) < 2)
        if not good:
            return mine, False
        drawn = (post.first("drawn") or "").split()
        answers = dict(mine.answers)
        for question in questions:
            if question.id in drawn:
                answers[question.id] = settled(question, post.all(field_name(question.id)))
        if post.path.startswith("/change/") and post.first("blank") is not None:
            name = post.path.rpartition("/")[2]
            if name in drawn:
                answers[name] = ()
        return replace(mine, answers=without_blanks(answers)), True

    def _name(self, mine: Mine, post: Post) -> Mine | None:
        typed = post.first("clinic")
        name = mine.clinic if typed is None else showable(" ".join(typed.split()))
        return replace(mine, clinic=name) if len(name) <= NAME_LIMIT else None

    def _who(self, mine: Mine, post: Post) -> Mine:
        said = post.first("who")
        return mine if said is None else replace(mine, helper=said == "helper")

    def _ticks(self, mine: Mine, post: Post) -> Mine:
        answers = dict(mine.answers)
        for tick in post.all("tick"):
            if tick in TICKS:
                name, option = TICKS[tick]
                question = self.catalogue.question[name]
                before = answers.get(name, ()) if question.pick == "many" else ()
                others = (one for one in before if not question.option[one].exclusive)
                answers[name] = settled(question, (*others, option))
        return replace(mine, answers=answers)

    def _trial(self, mine: Mine, post: Post) -> Mine | None:
        number = read_number(post.first("number") or "", self.library.trials)
        if not isinstance(number, Number):
            return None
        known = self.library.trials.sign
        signs = tuple(dict.fromkeys(name for name in post.all("sign") if name in known))
        answers = {**mine.answers, "trial-number": ("in-writing",)}
        match = post.first("match")
        if match and match in {known[name].match for name in signs}:
            answers["trial-match"] = (match,)
        return replace(mine, answers=answers, number=number.number, signs=signs)

    def save(self, code: str, file: bytes, mine: Mine) -> None:
        """Remember what a code and a file stand for."""
        self.saved[plain(code)] = self.files[file] = mine

    def _resume(self, mine: Mine, post: Post) -> Mine | None:
        if "file" in post.files:
            found = self.files.get(post.files["file"])
        else:
            found = self.saved.get(plain(post.first("code") or ""))
        if found is None:
            return None
        if found.answers == mine.answers:
            return replace(mine, helper=found.helper)
        if mine.answers or mine.clinic or mine.number:
            return None  # asks first
        return Mine(found.answers, helper=found.helper)

    def _replace(self, mine: Mine, post: Post) -> Mine | None:
        found = self.saved.get(plain(post.first("code") or ""))
        if found is None:
            return None
        if found.answers == mine.answers:
            return replace(mine, helper=found.helper)
        return Mine(found.answers, helper=found.helper)


def plain(code: str) -> str:
    """Return a code as it counts, however it was typed."""
    return "".join(code.replace("-", " ").split()).upper()


def settled(question: Question, sent: Iterable[str]) -> tuple[str, ...]:
    """Return what is kept of a question's options: in order, and none of these by itself."""
    chosen = [option for option in question.options if option.id in set(sent)]
    alone = [option for option in chosen if option.exclusive]
    return tuple(option.id for option in (alone[:1] or chosen))


def without_blanks(answers: Chosen) -> dict[str, tuple[str, ...]]:
    """Return the answers that are there."""
    return {name: chosen for name, chosen in answers.items() if chosen}
