"""What a share is of: the whole that its words name, found among the figures before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

import patterns
from extractor.audit.intervals import Interval
from extractor.audit.relation import Relation, check, holds, likely_slip
from extractor.audit.scene import LEVELS as _LEVELS
from extractor.audit.scene import Figure, Scene, any_of, bigrams
from extractor.model import Finding, Verdict

_ROLES = ("part", "whole", "share")


def percent_of(terms: Sequence[Interval]) -> Interval:
    """Part and whole → percent."""
    return terms[0].over(terms[1]) * 100


def share_of(part: Figure, whole: Figure, share: Figure, *, firm: bool) -> Relation:
    return Relation("share", (part, whole), share, percent_of, "{0} ÷ {1}", _ROLES, firm=firm, missing="whole", whole=False)


def _bearing(name: str, figures: list[Figure]) -> list[Figure]:
    """The figures that bear a name and no more; else those whose words end in all of it; else all of them."""
    bare = without_generic(name)
    equal = [f for f in figures if bare and without_generic(f.left) == bare]
    ending = [f for f in figures if len(bare) > 2 and f.left.rstrip(_copulas()).endswith(_without_places(name))]
    return equal or ending or figures


def without_generic(text: str) -> str:
    return _generic_words().sub("", text)


def _without_places(text: str) -> str:
    return _leading().sub("", text)


def by_topic(scene: Scene, part: Figure, share: Figure, words: frozenset[str], name: str = "") -> Finding | None:
    """The whole is named and printed further up in the article: the nearest figure with all of the name beside it."""
    wholes = [f for f in scene.earlier(part) if words and words <= bigrams(f.left + f.right)
              and not f.left.endswith(tuple(_generic_ends()))]
    wholes = _bearing(name, wholes)
    for whole in wholes[:4]:
        relation = share_of(part, whole, share, firm=True)
        if holds(relation):
            return check(relation)
    if not wholes or len({w.value for w in wholes}) > 1 or (wholes[0].value or 0) < (part.value or 0):
        return None
    made = share_of(part, wholes[0], share, firm=False)
    near = wholes[0].line == part.line or not plan_words().search(name)
    return check(otherwise(made, "warning" if near or likely_slip(made) else "unclear"))


def topic_of(scene: Scene, figure: Figure) -> frozenset[str]:
    """签约项目中，已注册63个: the words that open a sentence with 中 name the whole."""
    start, _ = scene.sentence(figure.start)
    found = _within().match(scene.text, start, figure.start)
    return bigrams(found["whole"], generic()) if found else frozenset()


def otherwise(relation: Relation, verdict: Verdict | None) -> Relation:
    return replace(relation, otherwise=verdict)


def filled(relation: Relation, **fills: str) -> Relation:
    return replace(relation, fills=fills)


def wholes_before(scene: Scene, part: Figure) -> list[Figure]:
    """The figures before a part that it can be a part of, nearest first; of an average, averages."""
    uses = ("average",) if part.use == "average" else _LEVELS
    return [f for f in scene.before(part)
            if f.family == part.family and f.use in uses and f.value and not f.mention.soft]


def named_whole(left: str) -> str:
    for pattern in whole_patterns():
        found = pattern.search(left)
        if found:
            return found["whole"]
    return ""


def telling(share: Figure) -> bool:
    """Three digits or more: a fit is no accident."""
    return len(share.digits.replace(".", "").lstrip("0")) >= 3


def taken_from(scene: Scene, part: Figure, whole: Figure) -> bool:
    """Between whole and part stands 其中, or the part is what is already done of it."""
    between = scene.text[whole.end:part.start]
    return bool(out_of().search(between)) and not any(
        f.family == part.family and f.use in _LEVELS for f in scene.figures[whole.order + 1:part.order]
        if not out_of().search(scene.text[whole.end:f.start]))


def elsewhere(named: str, whole: Figure, scene: Scene) -> bool:
    """Whether the named whole belongs to a wider scope than the figure stands for."""
    around = scene.text[scene.sentence(whole.start)[0]:whole.end + 12]
    return any(w in named and w not in around for w in patterns.table("audit/relations")["share"]["elsewhere"])


def same_time(scene: Scene, whole: Figure, part: Figure) -> bool:
    between = scene.times(whole.end, part.start)
    return not between or set(between) <= {*_still()}


def _still() -> Iterable[str]:
    words: list[str] = patterns.table("audit/relations")["share"]["still"]
    return words


def add(terms: Sequence[Interval]) -> Interval:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def generic() -> list[str]:
    words: list[str] = patterns.table("audit/relations")["share"]["generic"]
    return words


def _copulas() -> str:
    words: str = patterns.table("audit/relations")["share"]["copulas"]
    return words


@cache
def _generic_words() -> re.Pattern[str]:
    return re.compile(any_of([*generic(), *_copulas(), *patterns.table("audit/relations")["share"]["amount"]]))


@cache
def _leading() -> re.Pattern[str]:
    return re.compile("^" + any_of(generic()) + "{1,3}")


@cache
def whole_patterns() -> tuple[re.Pattern[str], ...]:
    relations = patterns.table("audit/relations")
    return tuple(re.compile(relations[name]["whole"]) for name in ("share", "completion"))


@cache
def done_words() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["order"]["done"]))


@cache
def plan_words() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["completion"]["plan"]))


@cache
def _within() -> re.Pattern[str]:
    return re.compile(patterns.table("audit/relations")["share"]["within"])


def _generic_ends() -> list[str]:
    words: list[str] = patterns.table("audit/relations")["order"]["done"]
    return words


@cache
def out_of() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["share"]["out_of"]))
