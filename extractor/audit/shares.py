"""Shares: a part of a whole in percent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import groupby

import patterns
from extractor.audit.far import far_share, is_of
from extractor.audit.hundreds import hundreds
from extractor.audit.rates import rate_checked
from extractor.audit.relation import Relation, check, finding, holds, likely_slip
from extractor.audit.scene import LEVELS as _LEVELS
from extractor.audit.scene import RATIOS, Figure, Scene, any_of, bigrams, inside_tail, joint
from extractor.audit.wholes import (
    add,
    by_topic,
    elsewhere,
    filled,
    generic,
    named_whole,
    otherwise,
    out_of,
    plan_words,
    same_time,
    share_of,
    taken_from,
    telling,
    whole_patterns,
    wholes_before,
    without_generic,
)
from extractor.model import Finding


def shares(scene: Scene) -> Iterator[Finding]:
    """A finding for every percentage that the text calls a share, a rate or a degree of completion of figures it prints."""
    parts: set[int] = set()
    listed: set[int] = set()
    alone: list[Figure] = []
    for figure in scene.figures:
        if figure.mention.kind != "percent" or figure.value is None or figure.order in listed:
            continue
        if figure.use == "share" and _each().search(figure.left):
            run = _joined(scene, figure)
            listed |= {f.order for f in run}
            yield from _parallel(scene, run)
            continue
        if figure.use == "share":
            found = _share(scene, figure, parts)
        elif figure.use == "rate":
            found = rate_checked(scene, figure)
        elif figure.use == "level" and is_of(figure):
            found = None
        else:
            continue
        far = far_share(scene, figure) if found is None or found.verdict != "consistent" else None
        yield from (f for f in (far or found,) if f)
        if not found and figure.use == "share":
            alone.append(figure)
    for _, group in groupby(alone, key=lambda f: f.sentence):
        yield from _of_one_whole(scene, list(group))
    yield from hundreds(scene)


def _of_one_whole(scene: Scene, group: list[Figure]) -> Iterator[Finding]:
    """男性 a 人，占 x%；女性 b 人，占 y%: parts of a whole printed further up, or of all that the list names.

    The whole is the one that at least half of the shares fit, two or one of four digits; one that does not is a warning.
    """
    pairs = [(p, s) for s in group if (p := _part(scene, s)) and _own(scene, p, s)]
    if len(pairs) < 2 or len({p.family for p, _ in pairs}) > 1 or pairs[0][0].use == "average":
        return
    largest = max(p.value or Fraction(0) for p, _ in pairs)
    named = bigrams("".join(named_whole(s.left) for _, s in pairs), generic())
    for whole in scene.earlier(pairs[0][0]):
        if (whole.value or 0) < largest or (named and not named & bigrams(whole.left + whole.right)):
            continue
        made = [share_of(p, whole, s, firm=False) for p, s in pairs]
        fits = [r for r in made if holds(r)]
        sure = any(len(r.reported.digits) > 4 for r in fits)
        if 2 * len(fits) >= len(made) and (sure or (len(fits) > 1 and any(telling(r.reported) for r in fits))):
            yield from (f for r in made if (f := check(otherwise(r, "warning"))))
            yield from _all_named(pairs, whole)
            return


def _all_named(pairs: list[tuple[Figure, Figure]], whole: Figure) -> Iterator[Finding]:
    """Parts whose shares come to 100 % are all of their whole."""
    slack = sum((s.step / 2 for _, s in pairs), Fraction(0))
    if abs(sum((s.value or Fraction(0) for _, s in pairs), Fraction(0)) - 100) <= slack:
        n = len(pairs)
        found = check(Relation("sum", tuple(p for p, _ in pairs), whole, add, " + ".join(f"{{{i}}}" for i in range(n)),
                               (*("part",) * n, "whole"), firm=False, otherwise="warning", missing="parts"))
        if found:
            yield found


def _own(scene: Scene, part: Figure, share: Figure) -> bool:
    """Whether a share is of the part before it and not of another thing named in its own clause."""
    subject = bigrams(_subject(share.left), _noise())
    return not subject or bool(subject & bigrams(part.left + part.right))


def _share(scene: Scene, share: Figure, parts: set[int]) -> Finding | None:
    inner = _inner_whole(scene, share)
    named = named_whole(share.left)
    subject = bigrams(_subject(share.left), _noise())
    part = _part_of(scene, inner) if inner else _part(scene, share)
    if part is None or (subject and not inner and not subject & bigrams(part.left + part.right)):
        return _far(scene, share, subject, bigrams(named, generic())) if subject and not inner else None
    if inner:
        return check(share_of(part, inner, share, firm=same_time(scene, part, inner)))
    wholes = wholes_before(scene, part)
    words = bigrams(named, generic())
    matching = [f for f in wholes if words & bigrams(f.left + f.right)]
    free = [f for f in wholes if f.order not in parts]
    parts.add(part.order)
    if words:
        return _named(scene, part, share, free, matching, named)
    return _unnamed(scene, part, share, free)


def percent_whole(scene: Scene, share: Figure) -> Figure | None:
    """The part of a share whose whole is named and printed nowhere before it; None for any other."""
    words = bigrams(named_whole(share.left), generic())
    part = _part(scene, share)
    if part is None or not words or _inner_whole(scene, share):
        return None
    subject = bigrams(_subject(share.left), _noise())
    if subject and not subject & bigrams(part.left + part.right):
        return None
    return None if any(words & bigrams(f.left + f.right) for f in wholes_before(scene, part)) else part


def _joined(scene: Scene, first: Figure) -> list[Figure]:
    """The shares of one list: 分别占 a、b 和 c."""
    run = [first]
    for figure in scene.figures[first.order + 1:]:
        if figure.use != "share" or not joint().fullmatch(scene.text[run[-1].end:figure.start]):
            break
        run.append(figure)
    return run


def _parallel(scene: Scene, run: list[Figure]) -> Iterator[Finding]:
    """甲 x、乙 y，分别占 a 和 b: each part against its share; the whole is the one that most of them fit."""
    before = [f for f in scene.before(run[0], reach=16) if f.use in _LEVELS and f.value and f.family not in RATIOS
              and f.sentence == run[0].sentence]
    parts = before[:len(run)][::-1]
    if len(run) < 2 or len(parts) < len(run) or len({f.family for f in parts}) > 1:
        return
    for whole in wholes_before(scene, parts[0])[:4]:
        relations = [share_of(p, whole, s, firm=True) for p, s in zip(parts, run, strict=True)]
        fits = sum(map(holds, relations))
        if fits * 2 > len(run) or (fits * 2 == len(run) and any(telling(r.reported) for r in relations if holds(r))):
            yield from (f for r in relations if (f := check(r)))
            return


def _inner_whole(scene: Scene, share: Figure) -> Figure | None:
    """占年度计划4.5亿元的93.3%: the whole is printed inside the words of the share."""
    before = scene.figures[share.order - 1] if share.order else None
    if before is None or before.clause != share.clause or before.family in RATIOS or not before.value:
        return None
    return before if inside_tail().search(share.left) else None


def _part_of(scene: Scene, whole: Figure) -> Figure | None:
    """The nearest figure before a whole in its sentence that counts the same."""
    return next((f for f in scene.before(whole, reach=5) if f.sentence == whole.sentence and f.family == whole.family
                 and f.use in _LEVELS and f.value and not f.mention.soft), None)


def _subject(left: str) -> str:
    """What a share is said of in its own clause: 外资企业 in 外资企业占总数的."""
    for pattern in (*whole_patterns(), _plain()):
        found = pattern.search(left)
        if found:
            return left[:found.start()]
    return ""


def _far(scene: Scene, share: Figure, subject: frozenset[str], words: frozenset[str]) -> Finding | None:
    """首期投资占净资产的15.99%: part and whole both named, both printed further up; said only where they fit."""
    if not words or not telling(share):
        return None
    near = [f for f in scene.figures[max(0, share.order - 40):share.order]
            if f.use in _LEVELS and f.value and not f.mention.soft and f.family not in RATIOS]
    wholes = [f for f in near if words <= bigrams(f.left + f.right)]
    parts = [f for f in near if subject <= bigrams(f.left + f.right)]
    if len(wholes) == len(parts) == 1 and wholes[0].line == share.line and parts[0].family == wholes[0].family and (
            parts[0] is not wholes[0] and (parts[0].value or 0) <= (wholes[0].value or 0)):
        return check(otherwise(share_of(parts[0], wholes[0], share, firm=False), "warning"))
    for whole in reversed(wholes):
        for part in reversed(parts):
            relation = share_of(part, whole, share, firm=False)
            if part is not whole and part.family == whole.family and holds(relation):
                return check(relation)
    return None


def _named(scene: Scene, part: Figure, share: Figure, wholes: list[Figure], matching: list[Figure],
           named: str) -> Finding | None:
    """The whole is named: among the figures before, those labelled so; then, only if it fits to three digits, another."""
    for whole in matching:
        relation = share_of(part, whole, share, firm=True)
        if holds(relation):
            return check(relation)
    carried = [f for f in wholes_before(scene, part) if f not in matching and _same_metric(scene, f, matching)]
    bare = next((f for f in carried if telling(share) and holds(share_of(part, f, share, firm=False))), None)
    if bare:
        return check(share_of(part, bare, share, firm=False))
    others = [f for f in wholes if f not in matching and f.sentence == share.sentence]
    fitting = next((f for f in others if telling(share) and holds(share_of(part, f, share, firm=False))), None)
    words = bigrams(named, generic())
    planned = bool(plan_words().search(named))
    matching = [f for f in matching if ((f.value or 0) >= (part.value or 0) or taken_from(scene, part, f) or (
                planned and plan_words().search(f.left)))
                and 2 * len(words & bigrams(f.left + f.right)) >= len(words)]
    if not matching:
        return by_topic(scene, part, share, words, named)
    if len(matching) > 1:
        slipped = next((r for f in matching if (r := share_of(part, f, share, firm=False)) and _slipped(r)), None)
        if slipped:
            return check(otherwise(slipped, "warning"))
    whole = matching[0]
    covered = words <= bigrams(whole.left + whole.right)
    near = whole.sentence == share.sentence
    firm = (len(matching) == 1 and near and covered and not elsewhere(named, whole, scene)
            and same_time(scene, whole, part))
    if fitting:
        relation = share_of(part, whole, share, firm=False)
        return finding(filled(relation, named=named, fits=fitting.printed), "warning", "other_whole")
    relation = share_of(part, whole, share, firm=firm)
    return check(otherwise(relation, "warning" if telling(share) and (near or covered) else "unclear"))


def _same_metric(scene: Scene, figure: Figure, matching: list[Figure]) -> bool:
    """一般公共预算收入预算为 A，实际完成 B: a clause of nothing but 完成 goes on with the metric before it."""
    return any(f.sentence == figure.sentence and f.order == figure.order - 1 for f in matching) and not without_generic(
        _carried().sub("", figure.left))


def _slipped(relation: Relation) -> bool:
    """Whether swapped digits, a moved point or 万 for 亿 would make a relation of four digits or more hold."""
    slip = likely_slip(relation)
    return bool(slip and slip.kind != "digit" and len(relation.reported.digits.replace(".", "")) >= 4)


def _belongs(scene: Scene, part: Figure, whole: Figure, share: Figure) -> bool:
    """Whether words tie a part to a whole that its share does not name: 其中, 已, 占总数, or a noun that both bear."""
    if taken_from(scene, part, whole):
        return True
    if not telling(share):
        return False
    return bool(_total().search(share.left) or out_of().search(scene.text, whole.end, part.start)
                or bigrams(part.left[-6:], generic()) & bigrams(whole.left[-8:] + whole.right, generic()))


def _unnamed(scene: Scene, part: Figure, share: Figure, wholes: list[Figure]) -> Finding | None:
    """占总量的, 占比: the whole is the figure that the part was taken from."""
    near = [f for f in wholes if share.sentence - f.sentence <= 1]
    for whole in near:
        relation = share_of(part, whole, share, firm=True)
        here = not elsewhere(named_whole(share.left), whole, scene)
        if here and holds(relation) and _belongs(scene, part, whole, share):
            return check(relation)
    if not near or elsewhere(named_whole(share.left), near[0], scene):
        return None
    alike = [f for f in near if f.left[-3:] == part.left[-3:] and len(part.left) >= 3]
    whole = alike[0] if alike and out_of().search(scene.text, alike[0].end, part.start) else near[0]
    firm = (len(near) == 1 or whole in alike) and same_time(scene, whole, part) and (
        whole in alike or taken_from(scene, part, whole))
    return check(otherwise(share_of(part, whole, share, firm=firm), None))


def _part(scene: Scene, share: Figure) -> Figure | None:
    """The figure that the share is about: the nearest amount before it in its sentence, two clauses away at most."""
    for figure in scene.before(share, reach=4):
        if figure.sentence != share.sentence or share.clause - figure.clause > 2:
            return None
        if figure.family not in RATIOS:
            return figure if figure.use in (*_LEVELS, "average") and figure.value and not figure.mention.soft else None
        if figure.use == "share":
            return None
    return None


@cache
def _carried() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["share"]["carried"]))


@cache
def _each() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["share"]["each"]))


@cache
def _total() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["share"]["total"]))


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(patterns.table("audit/relations")["share"]["plain"])


def _noise() -> list[str]:
    words: list[str] = patterns.table("audit/relations")["share"]["subject_noise"]
    return words
