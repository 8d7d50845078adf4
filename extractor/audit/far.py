"""Shares and rates with the whole further up: named by the end of its name, as a plan, or by what both count.

Only what fits is said, and only where that is no accident: a share of four digits needs no word for its whole, one of three
a pair of characters in common with it, one of two all of its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

import patterns
from extractor.audit.relation import check, holds
from extractor.audit.scene import LEVELS, RATIOS, Figure, Scene, any_of, bigrams
from extractor.audit.wholes import done_words, generic, named_whole, plan_words, share_of, telling
from extractor.model import Finding

_CLAUSES, _PARTS, _WHOLES, _TELLING = 6, 2, 3, 8
"""Clauses between a part and its share, parts that are tried, wholes that are tried for a share of two digits or three."""
_AMOUNTS = (*LEVELS, "average")
_SURE = 4
"""Digits of a share that fits no amount of the article by accident."""
_LINES = 6
"""Lines between a rate and its whole: the row of a plan, printed as lines."""
_NAME = 4
"""Characters of a whole's name that the words before a figure must end in."""


def far_share(scene: Scene, share: Figure) -> Finding | None:
    """The finding of a share whose whole stands in an earlier sentence of the article, where one fits."""
    if not telling(share) and len(share.digits) < 2 and share.mention.qualifier != "approx":
        return None
    named = named_whole(share.left) if share.use == "share" else ""
    sure = len(share.digits.replace(".", "").lstrip("0")) >= _SURE and share.use in ("share", "rate")
    for part in _parts(scene, share):
        for whole in _earlier(scene, part) if sure else _wholes(scene, share, part, named):
            relation = share_of(part, whole, share, firm=False)
            if holds(relation):
                return check(relation)
    return None


def is_of(figure: Figure) -> bool:
    """中位数是平均数的86.7%: a percentage that is said to be that of another amount."""
    return bool(_of().search(figure.left))


def _parts(scene: Scene, share: Figure) -> Iterator[Figure]:
    """The amounts before a share in its sentence, nearest first."""
    found = 0
    for figure in scene.before(share, reach=6):
        if figure.sentence != share.sentence or share.clause - figure.clause > _CLAUSES or found == _PARTS:
            return
        if figure.family not in RATIOS and figure.use in _AMOUNTS and figure.value and not figure.mention.soft:
            found += 1
            yield figure


def _earlier(scene: Scene, part: Figure) -> Iterator[Figure]:
    """The amounts of a part's family and use further up in its article, nearest first."""
    uses = LEVELS if part.use in LEVELS else (part.use,)
    return (f for f in scene.earlier(part, uses=uses))


def _wholes(scene: Scene, share: Figure, part: Figure, named: str) -> Iterable[Figure]:
    if share.use == "rate":
        near = (f for f in _earlier(scene, part) if part.line - f.line <= _LINES)
        tied = (f for f in near if telling(share) and _alike(part, f))
    elif len(named) >= _NAME and named[-_NAME:].isalpha():
        planned = bool(plan_words().search(named))
        words = bigrams(named, generic()) if telling(share) else frozenset()
        tied = (f for f in _earlier(scene, part) if _named(f.left, named) or words & bigrams(f.left[-12:])
                or (planned and telling(share) and f.sentence == part.sentence and plan_words().search(f.left)))
    elif share.use == "level":
        tied = (f for f in _earlier(scene, part) if telling(share) and _alike(part, f))
    elif not named:
        tied = (f for f in scene.earlier(part) if f.sentence == part.sentence and _right_of(scene, f, part))
    else:
        return []
    return islice(tied, _TELLING if telling(share) else _WHOLES)


def _named(left: str, named: str) -> bool:
    """Whether the words before a figure end as the name of a whole does, verbs and places before that aside."""
    same = next((n for n, (a, b) in enumerate(zip(reversed(left), reversed(named), strict=False)) if a != b),
                min(len(left), len(named)))
    rests = left[:len(left) - same], named[:len(named) - same]
    return same >= _NAME and all(not r or not r[-1].isalpha() or _scope().search(r) for r in rests)


def _alike(part: Figure, whole: Figure) -> bool:
    """Both count the same: words around them have a pair of characters in common that says more than 已完成."""
    first, second = (bigrams(_plain(f), generic()) for f in (part, whole))
    return bool(first & second)


def _plain(figure: Figure) -> str:
    return _verbs().sub(" ", done_words().sub(" ", figure.left[-14:]) + " " + figure.right[:10])


def _right_of(scene: Scene, whole: Figure, part: Figure) -> bool:
    """84项开支，有24项超支: 有 opens the part, and between the two stands no other of the kind."""
    between = [f for f in scene.figures[whole.order + 1:part.order] if f.family == part.family]
    return not between and bool(_has().search(part.left))


# ---- knowledge -------------------------------------------------------------------------------------------------------

@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["far"]["verbs"]))


@cache
def _scope() -> re.Pattern[str]:
    far = patterns.table("audit/relations")["far"]
    return re.compile(any_of([*far["verbs"], *far["places"]]) + "$")


@cache
def _of() -> re.Pattern[str]:
    return re.compile(patterns.table("audit/relations")["far"]["of"])


@cache
def _has() -> re.Pattern[str]:
    return re.compile(patterns.table("audit/relations")["far"]["has"])
