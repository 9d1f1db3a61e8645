"""Whether a rule is sound, and can ever hold: do any answers, filters included, meet it?"""

from collections.abc import Iterable, Iterator, Set
from itertools import combinations, product

from clinic_check.checklist.catalogue import Catalogue, Question
from clinic_check.checklist.rules import Rule

Wish = tuple[str, frozenset[str]]
"""A question's id with options of which one at least has to be chosen."""

Ban = tuple[str, frozenset[str]]
"""A question's id with options of which none may be chosen."""


def can_hold(catalogue: Catalogue, *rules: Rule, wishes: Iterable[Wish] = ()) -> bool:
    """Tell whether some answers meet all the rules and wishes at once.

    Every question that has to be answered must also be shown, so its filters are met as well.
    A name that the catalogue doesn't know can't be met.
    """
    return any(
        _possible(catalogue, wished, banned)
        for wished, banned in _demands(catalogue, [*rules], [*wishes], frozenset())
    )


def filter_problems(catalogue: Catalogue, rule: Rule, earlier: Set[str]) -> Iterator[str]:
    """Yield what is wrong with a filter; `earlier` are the questions asked before it.

    A filter may have `none` or `not_only` alone: what is shown unless something is known is shown
    at first.
    """
    if not rule.questions():
        yield "its filter names no question"
    yield from _reach_problems(catalogue, rule)
    for name in sorted(rule.questions() - earlier):
        yield f"its filter looks at “{name}”, which is not asked before it"


def rule_problems(catalogue: Catalogue, rule: Rule, *, blanks: bool = False) -> Iterator[str]:
    """Yield what is wrong with the rule of a finding or a note, which blanks must not satisfy.

    `blanks` tells that they may: where the rule is looked at only once something is answered.
    """
    if not rule.questions() or not (blanks or rule.causes):
        yield "its rule has neither `all`, `any` nor `only`, so blanks alone would satisfy it"
    yield from _reach_problems(catalogue, rule)


def _reach_problems(catalogue: Catalogue, rule: Rule) -> Iterator[str]:
    if rule.at_least < 1 or (rule.at_least > 1 and not rule.any):
        yield "`at_least` counts entries of `any`, from 1"
    if rule.any and rule.at_least > len(rule.any):
        yield f"`at_least` is {rule.at_least}, but `any` has {len(rule.any)} entries"
    unknown = [*_unknown(catalogue, rule)]
    yield from unknown
    if not unknown and not can_hold(catalogue, rule):
        yield "its rule can never hold: no answers meet it together with the filters"
    elif not unknown:
        yield from _lists(catalogue, rule)
        for name, options in rule.causes.items():
            for option in sorted(options):
                if not can_hold(catalogue, rule, wishes=[(name, frozenset([option]))]):
                    yield f"“{option}” of “{name}” can never be met where the rest of it holds"


def _lists(catalogue: Catalogue, rule: Rule) -> Iterator[str]:
    """One more tick on a list must not silence a finding; where one is picked, `only` is `all`."""
    for name in rule.none:
        if catalogue.question[name].pick == "many":
            yield f"its rule has `none` with the tick list “{name}”; use `only` or `not_only`"
    for word, part in (("only", rule.only), ("not_only", rule.not_only)):
        for name in part:
            if catalogue.question[name].pick == "one":
                yield f"its rule has `{word}` with “{name}”, which is no tick list"


def _unknown(catalogue: Catalogue, rule: Rule) -> Iterator[str]:
    for part in (rule.all, rule.any, rule.none, rule.only, rule.not_only):
        for name, options in part.items():
            if name not in catalogue.question:
                yield f"its rule names “{name}”, which is no question"
                continue
            for option in sorted(options - catalogue.question[name].option.keys()):
                yield f"its rule names “{option}”, which is no answer to “{name}”"
            if not options:
                yield f"its rule names no answer to “{name}”"


def _demands(
    catalogue: Catalogue, rules: list[Rule], wishes: list[Wish], seen: frozenset[str]
) -> Iterator[tuple[list[Wish], list[Ban]]]:
    """Yield each way to meet the rules, and then the filters of every question they need."""
    for chosen, banned in _ways(catalogue, rules):
        wished = [*wishes, *chosen]
        asked = {name for name, _ in wished} - seen
        filters = [rule for name in asked for rule in _filters(catalogue, name)]
        if not filters:
            yield wished, banned
            continue
        for more, bans in _demands(catalogue, filters, [], seen | asked):
            yield [*wished, *more], [*banned, *bans]


def _ways(catalogue: Catalogue, rules: list[Rule]) -> Iterator[tuple[list[Wish], list[Ban]]]:
    """Yield each way to meet the rules: which `any` entries are met, and how each `not_only` is.

    `only` wishes for its options and bars all others. `not_only` is met by a blank, which bars them
    all, or by something else.
    """
    if not rules:
        yield [], []
        return
    first, *others = rules
    size = max(first.at_least, 0) if first.any else 0
    only = [(name, _others(catalogue, name, options)) for name, options in first.only.items()]
    blank_or_else: list[list[tuple[list[Wish], list[Ban]]]] = [
        [
            ([], [(name, options | _others(catalogue, name, options))]),
            ([(name, _others(catalogue, name, options))], []),
        ]
        for name, options in first.not_only.items()
    ]
    for picked in combinations(first.any.items(), size):
        for choices in product(*blank_or_else):
            for wished, banned in _ways(catalogue, others):
                yield (
                    [
                        *(*first.all.items(), *picked, *first.only.items(), *wished),
                        *(wish for wishes, _ in choices for wish in wishes),
                    ],
                    [
                        *(*first.none.items(), *only, *banned),
                        *(ban for _, bans in choices for ban in bans),
                    ],
                )


def _others(catalogue: Catalogue, name: str, options: frozenset[str]) -> frozenset[str]:
    question = catalogue.question.get(name)
    return frozenset(question.option) - options if question else frozenset()


def _filters(catalogue: Catalogue, name: str) -> list[Rule]:
    if name not in catalogue.question:
        return []
    shown = (catalogue.section_of[name].shown, catalogue.question[name].shown)
    return [rule for rule in shown if rule is not None]


def _possible(catalogue: Catalogue, wished: list[Wish], banned: list[Ban]) -> bool:
    barred: dict[str, set[str]] = {name: set() for name, _ in wished}
    for name, options in banned:
        if name in barred:
            barred[name].update(options)
    for name, out in barred.items():
        question = catalogue.question.get(name)
        wants = [options for wish, options in wished if wish == name]
        if question is None or not _answerable(question, wants, out):
            return False
    return True


def _answerable(question: Question, wants: list[frozenset[str]], out: set[str]) -> bool:
    """Tell whether one answer to the question has something of each of `wants`, nothing of `out`.

    Where several options may be ticked, all those that don't exclude the others can go together.
    """
    free = [option for option in question.options if option.id not in out]
    answers = [{option.id} for option in free]
    if question.pick == "many":
        answers.append({option.id for option in free if not option.exclusive})
    return any(all(not answer.isdisjoint(want) for want in wants) for answer in answers)
