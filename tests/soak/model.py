"""What must be kept after a form was sent: worked out from what was sent, not by the app's pages.

An answer is the person's own: it may change only by a form of theirs that the app took, and only
where they changed something on it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from clinic_check.checklist.catalogue import Catalogue, Question
from clinic_check.checklist.rules import Chosen
from clinic_check.library import Library
from clinic_check.trials.number import Number, read_number
from clinic_check.web.forms import NAME_LIMIT, one_line
from clinic_check.web.views.claims import TICKS

PARTS = ("quick", "check", "details", "change")

CARRIED = ("/keep", "/who", "/resume")
"""Forms that come from the page in another language with `change`, to be filled in further."""


@dataclass(frozen=True)
class Mine:
    """What one person has chosen to keep so far."""

    answers: Chosen = field(default_factory=dict)
    clinic: str = ""
    helper: bool = False
    number: str = ""
    signs: tuple[str, ...] = ()
    week: bool = False
    cleared: bool = False

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
            cookie.get("_permanent", False),
            cookie.get("cleared", False),
        )


@dataclass(frozen=True)
class Post:
    """A form that was sent. `token` tells if its token was this person's and still good.

    `changed` tells if the person changed what the page asks for; None: see `was`, which was forged.
    """

    path: str
    fields: tuple[tuple[str, str], ...]
    token: bool
    files: Mapping[str, bytes] = field(default_factory=dict)
    too_large: bool = False
    changed: bool | None = None

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
        if bare(post.path) in CARRIED and post.first("change") is not None:
            return mine, None
        known = {
            "/clear": lambda *_: Mine(cleared=True),
            "/claims/keep": self._ticks,
            "/trial/keep": self._trial,
            "/trial/forget": lambda mine, _: replace(mine, number="", signs=()),
            "/keep": lambda mine, post: replace(mine, week=post.first("keep") == "week"),
            "/who": self._who,
            "/resume": self._resume,
            "/resume/replace": self._replace,
        }
        change = known.get(bare(post.path))
        if self.asked(post.path):
            change = self._answer
        elif self.is_name(post.path):
            change = self._name
        elif change is None:
            return mine, None  # a page that we don't know may change nothing
        changed = change(mine, post) if post.token else None
        return (mine, False) if changed is None else (changed, True)

    def asked(self, path: str) -> Question | None:
        """Return the question that can be answered at this address."""
        _, part, *rest = bare(path).split("/")
        return self.catalogue.question.get(rest[0]) if part in PARTS and len(rest) == 1 else None

    def is_name(self, path: str) -> bool:
        """Tell whether the clinic's name is asked at this address."""
        return bare(path) in {f"/{part}/name" for part in PARTS}

    def chosen(self, post: Post) -> tuple[str, ...] | None:
        """Return the answer that was sent, in order; None if it can't be one."""
        question = self.asked(post.path)
        assert question
        sent = [value for value in post.all("answer") if value]
        if any(value not in question.option for value in sent):
            return None
        if len(sent) > 1 and question.pick == "one":
            return None
        chosen = in_order(question, sent)
        if len(chosen) > 1 and any(question.option[name].exclusive for name in chosen):
            return None
        return chosen

    def _answer(self, mine: Mine, post: Post) -> Mine | None:
        question, chosen = self.asked(post.path), self.chosen(post)
        if question is None or chosen is None:
            return None
        changed = post.changed
        if changed is None:
            was = post.first("was")
            changed = was is None or in_order(question, was.split()) != chosen
        if post.first("go") == "blank":
            changed, chosen = True, ()
        if not changed:
            return mine
        answers = {**mine.answers, question.id: chosen}
        return replace(mine, answers={name: own for name, own in answers.items() if own})

    def _name(self, mine: Mine, post: Post) -> Mine | None:
        typed = post.first("clinic")
        name = mine.clinic if typed is None else one_line(typed)
        if len(name) > NAME_LIMIT:
            return None
        changed = post.changed
        if changed is None:
            changed = post.first("was") != name
        return replace(mine, clinic=name) if changed else mine

    def _who(self, mine: Mine, post: Post) -> Mine:
        said = post.first("who")
        return mine if said is None else replace(mine, helper=said == "helper")

    def _ticks(self, mine: Mine, post: Post) -> Mine | None:
        ticked = [tick for tick in post.all("tick") if tick in TICKS]
        if not ticked:
            return None  # the page comes back
        answers = dict(mine.answers)
        for tick in ticked:
            name, option = TICKS[tick]
            question = self.catalogue.question[name]
            before = answers.get(name, ()) if question.pick == "many" else ()
            others = (one for one in before if not question.option[one].exclusive)
            answers[name] = in_order(question, (*others, option))
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
        if found.answers != mine.answers and (mine.answers or mine.clinic or mine.number):
            return None  # asks first
        return _put_back(mine, found)

    def _replace(self, mine: Mine, post: Post) -> Mine | None:
        found = self.saved.get(plain(post.first("code") or ""))
        return None if found is None else _put_back(mine, found)


def _put_back(mine: Mine, found: Mine) -> Mine:
    """The clinic's name and a look-up belong to the answers that were there."""
    if found.answers == mine.answers:
        return replace(mine, helper=found.helper)
    return Mine(found.answers, helper=found.helper, week=mine.week, cleared=mine.cleared)


def bare(path: str) -> str:
    """Return an address as it is in English."""
    return path.removeprefix("/es") if path.startswith("/es/") else path


def plain(code: str) -> str:
    """Return a code as it counts, however it was typed."""
    return "".join(code.replace("-", " ").split()).upper()


def in_order(question: Question, options: Iterable[str]) -> tuple[str, ...]:
    """Return these options in the catalogue's order, each once."""
    sent = set(options)
    return tuple(option.id for option in question.options if option.id in sent)
