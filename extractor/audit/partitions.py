"""Sums by name: parts whose names make up a whole (第一产业, 第二产业, 第三产业)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

import patterns
from extractor.audit.breakdown import Breakdown, among_words, by_words, is_gap, is_rest, relation, sum_words
from extractor.audit.relation import holds
from extractor.audit.scene import LEVELS as _LEVELS
from extractor.audit.scene import RATIOS, Figure, Scene, any_of, bigrams


def named(scene: Scene, dense: list[tuple[int, int]]) -> Iterator[Breakdown]:
    """第一产业…，第二产业…，第三产业…: names that are all of a whole, in one line of text."""
    words = "".join(scene.text[a:b] for a, b in dense)
    for names in partitions() if dense else ():
        if names[0] in words and names[-1] in words:
            for hit in re.finditer(re.escape(names[0]), scene.text):
                found = _partition(scene, names, hit.start())
                if found:
                    yield found


def dense_lines(scene: Scene) -> list[tuple[int, int]]:
    """The lines with three levels or more, a whole and two parts: nowhere else can a whole be broken down."""
    count = Counter(f.line for f in scene.figures if f.use in _LEVELS and f.family not in RATIOS)
    borders = (0, *scene.lines, len(scene.text))
    return [(borders[line], borders[line + 1]) for line, n in sorted(count.items()) if n >= 3]


def _partition(scene: Scene, names: tuple[str, ...], position: int) -> Breakdown | None:
    start, end = scene.line(position)
    end = min(end, position + 240)
    parts: list[Figure] = []
    at = position
    for name in names:
        at = scene.text.find(name, at, end)
        part = next((f for f in scene.between(at, end) if f.use in _LEVELS and f.value), None) if at >= 0 else None
        if part is None or part.start - at > 24 or name not in part.left or (parts and part.family != parts[0].family):
            return None
        parts.append(part)
        at = part.end
    if parts[0].family in RATIOS or len({p.order for p in parts}) < len(names):
        return None
    before = [f for f in scene.between(max(start, position - 160), position) if f.family == parts[0].family and f.value
              and f.use in _LEVELS and not f.mention.soft]
    if not before or any(is_gap(p) or is_rest(p) for p in parts):
        return None
    fitting = [f for f in before if holds(relation(Breakdown(f, tuple(parts), False), firm=False))]
    kinds = by_words().search(scene.text, scene.sentence(position)[0], position)
    unlisted = [f for f in before if not _listed(scene, f)] if kinds else []
    whole = fitting[-1] if fitting else (unlisted or before)[-1]
    if not fitting and _listed(scene, whole):
        return None
    between = scene.text[whole.end:parts[0].start]
    listed = [f for f in scene.between(parts[0].start, scene.sentence(parts[-1].start)[1])
              if f.family == whole.family and f.use in _LEVELS]
    cued = (bool(among_words().search(between) or by_words().search(between)) and not scene.times(whole.end, position)
            and len(listed) == len(parts))
    bare = [among_words().sub("", p.left).strip("，,、；;：:") for p in parts]
    alike = _same_metric(whole, parts) or all(len(b) <= len(n) + 1 for b, n in zip(bare, names, strict=True))
    made = Breakdown(whole, tuple(parts), cued and alike)
    likely = cued or alike
    return made if made.closed or (likely and holds(relation(made, firm=False))) else None


def _listed(scene: Scene, figure: Figure) -> bool:
    """Whether a figure is itself one of a list under 其中 or 按…分: then it is no whole of the next list."""
    start, _ = scene.sentence(figure.start)
    return bool(among_words().search(scene.text, start, figure.start) or by_words().search(scene.text, start, figure.start))


def _same_metric(whole: Figure, parts: Sequence[Figure]) -> bool:
    noun = bigrams(whole.left[-16:] + whole.right)
    product = _product()
    return any(bigrams(p.left[-16:] + p.right) & noun for p in parts) or (
        bool(product.search(whole.left)) and any(product.search(p.left) for p in parts))


def all_names(parts: Sequence[Figure]) -> bool:
    """一期…、二期…、三期…: the parts bear the names that make up a whole."""
    return any(len(names) == len(parts) >= 2 and all(n in p.left for n, p in zip(names, parts, strict=True))
               for names in partitions())


@cache
def _product() -> re.Pattern[str]:
    return re.compile(any_of(sum_words()["product"]))


@cache
def partitions() -> tuple[tuple[str, ...], ...]:
    rows = [tuple(row["names"]) for row in patterns.table("audit/partitions")["partition"]]
    return tuple(order for row in rows for order in ([row, row[::-1]] if len(row) == 2 else [row]))
