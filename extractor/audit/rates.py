"""Rates: a share whose name ends in 率, of a part that bears its stem."""

from __future__ import annotations

import re
from functools import cache

import patterns
from extractor.audit.relation import check, holds, likely_slip
from extractor.audit.scene import LEVELS as _LEVELS
from extractor.audit.scene import RATIOS, Figure, Scene, bigrams
from extractor.audit.wholes import (
    by_topic,
    done_words,
    generic,
    otherwise,
    same_time,
    share_of,
    telling,
    topic_of,
    wholes_before,
)
from extractor.model import Finding


def rate_checked(scene: Scene, rate: Figure) -> Finding | None:
    """已开工280个，开工率94.6%: the part bears the rate's stem, the whole stands right before it."""
    found = _stem().search(rate.left)
    if not found:
        return None
    stem, prefix = found["stem"], found["prefix"]
    stem = patterns.table("audit/relations")["share"]["named"].get(stem, stem)
    near = [f for f in scene.before(rate, reach=6) if rate.sentence == f.sentence and rate.clause - f.clause <= 4]
    parts = [f for f in near if f.use in _LEVELS and f.value and not f.mention.soft and f.family not in RATIOS
             and _bears(scene, stem, f)]
    for part in parts:
        found_whole = _rate_whole(scene, part, rate)
        if found_whole:
            return found_whole
    done = [f for f in parts if done_words().search(f.left)] or parts
    return _rate_fails(scene, done[0], rate, stem, prefix) if len(done) == 1 else None


def _bears(scene: Scene, stem: str, figure: Figure) -> bool:
    """Whether a figure is of the rate's stem: 合格486批 for 合格率, not 不合格14批; words before a next figure are its."""
    following = scene.figures[figure.order + 1] if figure.order + 1 < len(scene.figures) else None
    words = figure.left if following and following.clause == figure.clause else figure.left + figure.right
    return stem in _denied().sub("", words)


def _rate_whole(scene: Scene, part: Figure, rate: Figure) -> Finding | None:
    """The finding of a rate and its part with the whole that fits, if one does."""
    topic = topic_of(scene, part)
    if topic:
        return by_topic(scene, part, rate, topic)
    wholes = [f for f in wholes_before(scene, part) if f.sentence == part.sentence]
    for whole in wholes[:3]:
        relation = share_of(part, whole, rate, firm=True)
        if holds(relation) and (whole is wholes[0] or telling(rate)):
            return check(relation)
    return None


def _rate_fails(scene: Scene, part: Figure, rate: Figure, stem: str, prefix: str) -> Finding | None:
    """A rate that its part and the figure before that do not give: firm where nothing else can be meant."""
    wholes = [f for f in wholes_before(scene, part) if f.sentence == part.sentence]
    if not wholes:
        return _before(scene, part, rate)
    whole = wholes[0]
    words = bigrams(prefix, generic())
    alone = not any(f.family == part.family and f.use in _LEVELS for f in scene.figures[part.order + 1:rate.order])
    firm = (words <= bigrams(whole.left + whole.right + part.left + part.right) and same_time(scene, whole, part)
            and (whole.value or 0) >= (part.value or 0) and not (stem in whole.left and done_words().search(whole.left))
            and part.clause - whole.clause <= 1 and alone)
    return check(share_of(part, whole, rate, firm=firm))


def _before(scene: Scene, part: Figure, rate: Figure) -> Finding | None:
    """总投资9600万元。到位资金7200万元，到位率75%: the whole is the last figure of its unit in the sentence before."""
    near = [f for f in wholes_before(scene, part) if part.sentence - f.sentence <= 2]
    largest = max(near, key=lambda f: f.value or 0, default=None)
    wholes = [f for f in near if part.sentence - f.sentence == 1][:2]
    if largest is not None and largest not in wholes:
        wholes.append(largest)
    made = [share_of(part, f, rate, firm=False) for f in wholes]
    fitting = next((m for m in made if holds(m) and telling(rate)), None)
    if fitting:
        return check(fitting)
    if largest is not None and len(made) > 1 and telling(rate) and (largest.value or 0) >= (part.value or 0):
        slipped = share_of(part, largest, rate, firm=False)
        slip = likely_slip(slipped)
        return check(otherwise(slipped, "warning")) if slip and done_words().search(part.left) else None
    if len(made) != 1 or (wholes[0].value or 0) < (part.value or 0) or part.mention.kind == "count":
        return None
    slip = likely_slip(made[0])
    return check(otherwise(made[0], "warning")) if slip and slip.kind != "digit" else None


@cache
def _denied() -> re.Pattern[str]:
    return re.compile(patterns.table("audit/relations")["share"]["denied"])


@cache
def _stem() -> re.Pattern[str]:
    return re.compile(patterns.table("audit/relations")["share"]["stem"])
