"""Sums: parts behind 其中, 分别, 包括 or before 合计; what is added to a figure further up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import islice

from extractor.audit.breakdown import (
    BRACKETS,
    BRACKETS_END,
    Breakdown,
    among_words,
    by_words,
    counted_alike,
    is_rest,
    one_list,
    open_ended,
    other_words,
    relation,
    sum_words,
    weighed,
)
from extractor.audit.listed import listed, unbracketed
from extractor.audit.partitions import all_names, dense_lines, named
from extractor.audit.relation import holds, likely_slip
from extractor.audit.scene import LEVELS as _LEVELS
from extractor.audit.scene import RATIOS, Figure, Scene, any_of, bigrams
from extractor.model import Finding

_OPENS = frozenset("：:；;")

_WHOLES, _PARTS = 8, 60  # figures looked at before a cue and behind it

_LEAD = 8  # characters of a line before a cue that opens it
_CUES = 24  # cues in one sentence; with more of them nobody can say which figures are parts of which


def sums(scene: Scene) -> Iterator[Finding]:
    """A finding for every whole whose parts the text lists."""
    levels = Counter(f.family for f in scene.figures if f.use in (*_LEVELS, "average") and f.family not in RATIOS)
    if max(levels.values(), default=0) < 3:
        return
    dense = dense_lines(scene)
    once: dict[tuple[int, ...], Breakdown] = {}
    cued = (*_below(scene), *_by_kind(scene, dense), *named(scene, dense), *_above(scene), *_added(scene))
    for found in (*cued, *listed(scene)):
        key = (found.whole.order, *(p.order for p in found.parts))
        if found.closed or key not in once:
            once[key] = found
    for found in once.values():
        yield from weighed(found)


def _below(scene: Scene) -> Iterator[Breakdown]:
    """W，其中 A、B…: for each unit the nearest level before the cue, and the levels after it."""
    cues = list(among_words().finditer(scene.text))
    crowd = Counter(scene.sentence(c.start())[0] for c in cues)
    for cue in cues:
        start, end = scene.sentence(cue.start())
        if crowd[start] > _CUES:
            continue
        end = _list_end(scene.text, end)
        closes = bool(_closing().match(cue.group()))
        if closes:
            if not _right_behind(scene, cue.start()) or _loose().match(scene.text, cue.end()):
                continue
            end = _bracket_end(scene.text, cue.end(), end) if cue.group() in BRACKETS else end
        after = [f for f in scene.between(cue.end(), end)[:_PARTS] if f.use in _LEVELS]
        if len(after) < 2 or (closes and _semicolon().search(scene.text, cue.end(), after[0].start)):
            continue  # 道路4条，分别为甲路、乙路；桥梁5座、…: the list ended with its names
        after = _until_nested(scene, cue.end(), after)
        groups = _by_family(after)
        wholes = _wholes(scene, start, cue.start())
        closed = closes and not open_ended(after) and not _nested().search(scene.text, cue.end(), end)
        bracketed = cue.group() in BRACKETS
        made = [Breakdown(whole, tuple(parts), closed) for family, parts in groups.items()
                if len(parts) >= 2 and (whole := _likeliest(wholes.get(family, []), parts))
                and not any(is_rest(p) and not (p is parts[-1] and other_words().search(p.left)) for p in parts)]
        made = [m for b in made if (m := _shorter(scene, b))]
        made = [_levelled(scene, b, cue.end()) for b in made]
        yield from (b for b in _confirmed(made) if not (bracketed and b.closed and _far_short(b)))


def _levelled(scene: Scene, found: Breakdown, start: int) -> Breakdown:
    """The breakdown without the figures in brackets of its parts, where only those outside add up."""
    outside = tuple(unbracketed(scene.text, start, found.parts))
    if not 2 <= len(outside) < len(found.parts) or holds(relation(found, firm=False)):
        return found
    less = Breakdown(found.whole, outside, found.closed)
    return less if holds(relation(less, firm=False)) else found


def _far_short(found: Breakdown) -> bool:
    """A bracket whose parts come to less than three quarters of the whole names some of them."""
    parts = sum((p.value or Fraction(0) for p in found.parts), Fraction(0))
    return 4 * parts < 3 * (found.whole.value or Fraction(0))


def _by_kind(scene: Scene, dense: list[tuple[int, int]]) -> Iterator[Breakdown]:
    """按投资规模分，…: the levels of the sentence against a level before it in the line."""
    for cue in (c for stretch in dense for c in by_words().finditer(scene.text, *stretch)):
        _, end = scene.sentence(cue.start())
        before = [f for f in scene.between(scene.line(cue.start())[0], cue.start())[-_WHOLES:]
                  if f.use in _LEVELS and f.value]
        for parts in _by_family([f for f in scene.between(cue.end(), end)[:_PARTS] if f.use in _LEVELS]).values():
            made = [Breakdown(f, tuple(parts), False, kinds=True) for f in reversed(before)
                    if f.family == parts[0].family and not f.mention.soft]
            fitting = next((m for m in made if len(parts) >= 2 and holds(relation(m, firm=False))
                            and counted_alike(m)), None)
            likely = fitting or (_all_of(parts, end) and next((m for m in made if _near(m) and counted_alike(m)), None))
            if likely:
                yield likely
    yield from _by_kind_above(scene, dense)


def _by_kind_above(scene: Scene, dense: list[tuple[int, int]]) -> Iterator[Breakdown]:
    """从区域看：甲区 2个，总投资 A；乙区 3个，总投资 B: each column that comes to a level of the line above."""
    for cue in (c for stretch in dense for c in by_words().finditer(scene.text, *stretch)):
        first, _ = scene.line(cue.start())
        if scene.between(first, cue.start()) or cue.start() - first > _LEAD or not first:
            continue
        above = scene.line(len(scene.text[:first].rstrip()) - 1)
        while above[0] and by_words().search(scene.text, above[0], min(above[0] + 2 * _LEAD, above[1])):
            above = scene.line(len(scene.text[:above[0]].rstrip()) - 1)
        _, end = scene.sentence(cue.start())
        columns: dict[tuple[str, str], list[Figure]] = {}
        for figure in scene.between(cue.end(), end)[:_PARTS]:
            if figure.use in _LEVELS and figure.value and figure.family not in RATIOS and not figure.mention.soft:
                label = figure.left.strip() if figure.mention.kind != "count" else ""
                columns.setdefault((figure.family, label), []).append(figure)
        wholes = [f for f in scene.between(*above) if f.use in _LEVELS and f.value and not f.mention.soft]
        for (family, label), parts in columns.items():
            named = (f for f in wholes if f.family == family and f.left.endswith(label) and len(f.digits) > 1)
            made = (Breakdown(f, tuple(parts), False, kinds=True) for f in named)
            yield from islice((m for m in made if len(parts) > 2 and holds(relation(m, firm=False))), 1)


def _all_of(parts: list[Figure], end: int) -> bool:
    """Three parts or more that run to the end of their sentence, none followed by 等."""
    return len(parts) >= 3 and one_list(parts) and parts[-1].end + 8 >= end and not open_ended(parts)


def _near(found: Breakdown) -> bool:
    """The parts come to the whole but for half of it either way: one of them may be misprinted."""
    total = sum((p.value or Fraction(0) for p in found.parts), Fraction(0))
    whole = found.whole.value or Fraction(0)
    return 2 * total > whole and total < 2 * whole


def _wholes(scene: Scene, start: int, cue: int) -> dict[str, list[Figure]]:
    """The levels of each unit before a cue, in its sentence, or in the one before where the cue opens its own."""
    if not scene.between(start, cue) and start > scene.line(cue)[0]:
        start = scene.sentence(start - 1)[0]
    out: dict[str, list[Figure]] = {}
    for figure in scene.between(start, cue)[-_WHOLES:]:
        if figure.use in _LEVELS and figure.value:
            out.setdefault(figure.family, []).append(figure)
    return out


def _likeliest(wholes: list[Figure], parts: list[Figure]) -> Figure | None:
    """The nearest level before the cue; one printed exactly that fits goes before it, and before a limit (以内)."""
    fitting = [f for f in wholes if f.firm and holds(relation(Breakdown(f, tuple(parts), False), firm=False))]
    exact = [f for f in wholes if f.firm]
    best = fitting or exact or wholes
    return best[-1] if best else None


def _list_end(text: str, end: int) -> int:
    """其中： at the end of a line opens a list of lines that end in ；, the last in a full stop."""
    while end < len(text) and text[max(0, end - 8):end].rstrip()[-1:] in _OPENS and text[end - 1] == "\n":
        end = text.find("\n", end) + 1 or len(text)
    return end


def _until_nested(scene: Scene, start: int, figures: list[Figure]) -> list[Figure]:
    """The parts of one level: what stands behind a second 其中 up to the next ； is parts of a part."""
    out: list[Figure] = []
    at, nested = start, False
    for figure in figures:
        for cue in _nested().finditer(scene.text, at, figure.start):
            nested, at = True, cue.start()
        nested = nested and not _semicolon().search(scene.text, at, figure.start)
        at = figure.start
        if not nested:
            out.append(figure)
    return out


def _by_family(figures: list[Figure]) -> dict[str, list[Figure]]:
    out: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.family not in RATIOS and not figure.mention.soft and figure.value is not None:
            out.setdefault(figure.family, []).append(figure)
    return out


def _shorter(scene: Scene, found: Breakdown) -> Breakdown | None:
    """The breakdown, cut at a ； where only that adds up; None where the figures count other things than the whole."""
    if holds(relation(found, firm=False)):
        return found
    for n in range(len(found.parts) - 1, 1, -1):
        border = scene.text[found.parts[n - 1].end:found.parts[n].start]
        if _semicolon().search(border):
            short = Breakdown(found.whole, found.parts[:n], found.closed)
            if holds(relation(short, firm=False)):
                return short
    return found if counted_alike(found) else None


def _confirmed(made: list[Breakdown]) -> Iterator[Breakdown]:
    """Columns printed side by side (人数, 金额): where one adds up to three digits, the others claim to."""
    fits = [b for b in made if holds(relation(b, firm=False)) and len(b.parts) >= 2]
    for b in made:
        sibling = any(f is not b and len(f.parts) == len(b.parts) and _interleaved(f, b) for f in fits)
        yield Breakdown(b.whole, b.parts, b.closed or sibling)


def _interleaved(a: Breakdown, b: Breakdown) -> bool:
    pairs = list(zip(a.parts, b.parts, strict=True))
    return all(abs(x.order - y.order) <= 2 for x, y in pairs)


def _right_behind(scene: Scene, cue: int) -> bool:
    """Whether a cue stands right behind a level: after it, or after it and the few words of what it counts."""
    before = scene.between(max(0, cue - 24), cue)
    if not before or before[-1].use not in _LEVELS:
        return False
    return not _clause_end().search(scene.text[before[-1].end:cue].rstrip("，,：:"))


def _bracket_end(text: str, start: int, end: int) -> int:
    closing = [i for i in (text.find(c, start, end) for c in BRACKETS_END) if i >= 0]
    return min(closing) if closing else start


def _above(scene: Scene) -> Iterator[Breakdown]:
    """A 5亿元、B 3亿元，合计8亿元: all levels of the unit before it in the sentence."""
    for figure in scene.figures:
        cue = _totals().search(figure.left)
        if not cue or figure.use not in _LEVELS or figure.value is None or figure.mention.soft:
            continue
        start, _ = scene.sentence(figure.start)
        parts = tuple(f for f in scene.between(start, figure.start)[-_PARTS:]
                      if f.family == figure.family and f.use in _LEVELS)
        if len(parts) < 2 or any(p.value is None or p.mention.soft for p in parts) or _open_cue().search(
                scene.text, parts[0].start, figure.start):
            continue
        firm = bool(_firm_totals().search(cue.group())) and (parts[-1].clause >= figure.clause - 1) and len(
            {bool(_totals().search(p.left)) for p in parts}) == 1
        closed = (firm and _same_label(figure, parts)) or all_names(parts)
        closed = closed and not open_ended(list(parts)) and not _plus().search(scene.text, start, parts[0].start)
        yield Breakdown(figure, parts, closed and one_list(parts) and parts[-1].clause >= figure.clause - 2)


def _same_label(total: Figure, parts: Sequence[Figure]) -> bool:
    """资金合计 is the sum of 资金 alone: a word before 合计 must stand before every part."""
    words = bigrams(total.left[-10:], sum_words()["total"])
    return not words or all(words & bigrams(p.left) for p in parts)


def _added(scene: Scene) -> Iterator[Breakdown]:
    """收入完成 A。加上 B、C，收入总计 D: what stands further up in the line, and the levels behind 加上."""
    for cue in _plus().finditer(scene.text):
        _, end = scene.sentence(cue.start())
        after = [f for f in scene.between(cue.end(), end)[:_PARTS] if f.use in _LEVELS and f.value]
        total = next((i for i, f in enumerate(after) if _totals().search(f.left)), 0)
        if not total or len({f.family for f in after[:total + 1]}) > 1:
            continue
        parts, whole = after[:total], after[total]
        before = [f for f in scene.between(scene.line(cue.start())[0], cue.start()) if f.use in _LEVELS
                  and f.family == whole.family and f.value][-8:]
        made = [Breakdown(whole, (f, *parts), False, kinds=True) for f in before]
        likely = next((m for m in made if holds(relation(m, firm=False))), None) or next(
            (m for m in made if len(whole.digits) >= 4 and likely_slip(relation(m, firm=False))), None)
        if likely:
            yield likely


@cache
def _open_cue() -> re.Pattern[str]:
    return re.compile(any_of(sum_words()["among"]))


@cache
def _nested() -> re.Pattern[str]:
    return re.compile(any_of(sum_words()["among"][:1]))


@cache
def _loose() -> re.Pattern[str]:
    return re.compile(any_of(sum_words()["loose"]))


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(any_of(sum_words()["closing"]))


@cache
def _clause_end() -> re.Pattern[str]:
    return re.compile("[，。；;！？：:]")


@cache
def _semicolon() -> re.Pattern[str]:
    return re.compile("[；;]")


@cache
def _totals() -> re.Pattern[str]:
    return re.compile(any_of(sum_words()["total"]) + f"(?!{any_of(sum_words()['total_barred'])})" + r"\w{0,8}$")


@cache
def _firm_totals() -> re.Pattern[str]:
    return re.compile(any_of(sum_words()["firm_total"]))


@cache
def _plus() -> re.Pattern[str]:
    return re.compile(any_of(sum_words()["plus"]))
