"""Sums: parts behind 其中, 分别, 包括 or before 合计; names that make up a whole; what is left of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise

import patterns
from extractor.audit.intervals import rest as left_of
from extractor.audit.intervals import total
from extractor.audit.relation import Relation, check, finding, holds, likely_slip
from extractor.audit.scene import LEVELS as _LEVELS
from extractor.audit.scene import RATIOS, Figure, Scene, any_of, bigrams
from extractor.model import Finding

_OPENS = frozenset("：:；;")
BRACKETS, BRACKETS_END = "（(", "）)"
_WHOLES, _PARTS = 8, 60  # figures looked at before a cue and behind it
_CUES = 24  # cues in one sentence; with more of them nobody can say which figures are parts of which


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A whole with the parts that the text lists under it; `closed`: the text says that they are all."""

    whole: Figure
    parts: tuple[Figure, ...]
    closed: bool
    kinds: bool = False


def sums(scene: Scene) -> Iterator[Finding]:
    """A finding for every whole whose parts the text lists."""
    levels = Counter(f.family for f in scene.figures if f.use in _LEVELS and f.family not in RATIOS)
    if max(levels.values(), default=0) < 3:
        return
    dense = _dense(scene)
    once: dict[tuple[int, ...], Breakdown] = {}
    for found in (*_below(scene), *_by_kind(scene, dense), *_named(scene, dense), *_above(scene), *_added(scene)):
        key = (found.whole.order, *(p.order for p in found.parts))
        if found.closed or key not in once:
            once[key] = found
    for found in once.values():
        yield from _checked(found)


def relation(found: Breakdown, *, firm: bool) -> Relation:
    """The sum of a breakdown."""
    n = len(found.parts)
    return Relation("sum", found.parts, found.whole, total, " + ".join(f"{{{i}}}" for i in range(n)),
                    (*("part",) * n, "whole"), firm=firm, missing="parts")


def _means_all(found: Breakdown) -> bool:
    """The parts stand behind 按…分 or 加上, or the last one is 其他: the list means to be all."""
    return len(found.parts) >= 3 and (found.kinds or bool(_others().search(found.parts[-1].left)))


def _checked(found: Breakdown) -> Iterator[Finding]:
    made = relation(found, firm=found.closed)
    if holds(made):
        hit = check(made)
        if hit and (found.closed or hit.verdict == "consistent"):
            yield hit
        return
    hit = check(made) if found.closed else _open(found, made)
    if hit:
        yield hit


def _open(found: Breakdown, made: Relation) -> Finding | None:
    """其中 does not claim all: said only where a likely misprint explains the difference, or the parts exceed the whole."""
    if not all(f.firm for f in (*found.parts, found.whole)):
        return None
    parts = sum((p.value or Fraction(0) for p in found.parts), Fraction(0))
    whole = found.whole.value or Fraction(0)
    over, near = parts > whole, abs(parts - whole) * 10 < whole
    long = len(found.whole.digits.replace(".", "").strip("0"))
    many = over and near and not any(_sized().search(p.left) for p in found.parts)
    all_of = _means_all(found)
    if not all_of and not many and long < 3:
        return None
    slip = likely_slip(made)
    if slip and all_of:
        return finding(made, "warning", "parts_exceed" if over else "parts_short", slip)
    if not many and long < 3:
        return None
    far = abs(parts - whole) >= 10 * min(f.step for f in (*found.parts, found.whole))
    one = (len(found.parts) >= 3 and over) or (far and long >= 4)
    named = slip is not None and (slip.kind != "digit" or one)
    if not many and not named and not (over and near):
        return None
    return finding(made, "warning", "parts_exceed" if over else "parts_short", slip)


# ---- parts after the whole -------------------------------------------------------------------------------------------

def _below(scene: Scene) -> Iterator[Breakdown]:
    """W，其中 A、B…: for each unit the nearest level before the cue, and the levels after it."""
    cues = list(_among().finditer(scene.text))
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
        if len(after) < 2:
            continue
        after = _until_nested(scene, cue.end(), after)
        groups = _by_family(after)
        wholes = _wholes(scene, start, cue.start())
        closed = closes and not _open_ended(after) and not _nested().search(scene.text, cue.end(), end)
        bracketed = cue.group() in BRACKETS
        made = [Breakdown(whole, tuple(parts), closed) for family, parts in groups.items()
                if len(parts) >= 2 and (whole := _likeliest(wholes.get(family, []), parts))
                and not any(_is_rest(p) and not (p is parts[-1] and _others().search(p.left)) for p in parts)]
        made = [m for b in made if (m := _shorter(scene, b))]
        yield from (b for b in _confirmed(made) if not (bracketed and b.closed and _far_short(b)))


def _far_short(found: Breakdown) -> bool:
    """A bracket whose parts come to less than three quarters of the whole names some of them."""
    parts = sum((p.value or Fraction(0) for p in found.parts), Fraction(0))
    return 4 * parts < 3 * (found.whole.value or Fraction(0))


def _by_kind(scene: Scene, dense: list[tuple[int, int]]) -> Iterator[Breakdown]:
    """按投资规模分，…: the levels of the sentence against a level before it in the line."""
    for cue in (c for stretch in dense for c in _by().finditer(scene.text, *stretch)):
        _, end = scene.sentence(cue.start())
        before = [f for f in scene.between(scene.line(cue.start())[0], cue.start())[-_WHOLES:]
                  if f.use in _LEVELS and f.value]
        for parts in _by_family([f for f in scene.between(cue.end(), end)[:_PARTS] if f.use in _LEVELS]).values():
            made = [Breakdown(f, tuple(parts), False, kinds=True) for f in reversed(before)
                    if f.family == parts[0].family and not f.mention.soft]
            fitting = next((m for m in made if len(parts) >= 2 and holds(relation(m, firm=False)) and _alike(m)), None)
            likely = fitting or (_all_of(parts, end) and next((m for m in made if _near(m) and _alike(m)), None))
            if likely:
                yield likely


def _all_of(parts: list[Figure], end: int) -> bool:
    """Three parts or more that run to the end of their sentence, none followed by 等."""
    return len(parts) >= 3 and _one_list(parts) and parts[-1].end + 8 >= end and not _open_ended(parts)


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
    return found if _alike(found) else None


def _alike(found: Breakdown) -> bool:
    """Parts and whole count the same thing: their words share a noun, or the parts bear names alone."""
    if found.whole.family != "things":
        return True
    noun = bigrams(found.whole.left[-12:] + found.whole.right)
    return all(bigrams(p.left[-12:] + p.right) & noun or len(p.left) <= 8 for p in found.parts)


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


def _open_ended(parts: list[Figure]) -> bool:
    return any(p.right.startswith(tuple(patterns.table("audit/relations")["sum"]["open_end"])) for p in parts)


# ---- parts by name ---------------------------------------------------------------------------------------------------

def _named(scene: Scene, dense: list[tuple[int, int]]) -> Iterator[Breakdown]:
    """第一产业…，第二产业…，第三产业…: names that are all of a whole, in one line of text."""
    words = "".join(scene.text[a:b] for a, b in dense)
    for names in _partitions() if dense else ():
        if names[0] in words and names[-1] in words:
            for hit in re.finditer(re.escape(names[0]), scene.text):
                found = _partition(scene, names, hit.start())
                if found:
                    yield found


def _dense(scene: Scene) -> list[tuple[int, int]]:
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
    if not before or any(_is_gap(p) or _is_rest(p) for p in parts):
        return None
    fitting = [f for f in before if holds(relation(Breakdown(f, tuple(parts), False), firm=False))]
    kinds = _by().search(scene.text, scene.sentence(position)[0], position)
    unlisted = [f for f in before if not _listed(scene, f)] if kinds else []
    whole = fitting[-1] if fitting else (unlisted or before)[-1]
    if not fitting and _listed(scene, whole):
        return None
    between = scene.text[whole.end:parts[0].start]
    listed = [f for f in scene.between(parts[0].start, scene.sentence(parts[-1].start)[1])
              if f.family == whole.family and f.use in _LEVELS]
    cued = (bool(_among().search(between) or _by().search(between)) and not scene.times(whole.end, position)
            and len(listed) == len(parts))
    bare = [_among().sub("", p.left).strip("，,、；;：:") for p in parts]
    alike = _same_metric(whole, parts) or all(len(b) <= len(n) + 1 for b, n in zip(bare, names, strict=True))
    made = Breakdown(whole, tuple(parts), cued and alike)
    likely = cued or alike
    return made if made.closed or (likely and holds(relation(made, firm=False))) else None


def _listed(scene: Scene, figure: Figure) -> bool:
    """Whether a figure is itself one of a list under 其中 or 按…分: then it is no whole of the next list."""
    start, _ = scene.sentence(figure.start)
    return bool(_among().search(scene.text, start, figure.start) or _by().search(scene.text, start, figure.start))


def _same_metric(whole: Figure, parts: Sequence[Figure]) -> bool:
    noun = bigrams(whole.left[-16:] + whole.right)
    product = _product()
    return any(bigrams(p.left[-16:] + p.right) & noun for p in parts) or (
        bool(product.search(whole.left)) and any(product.search(p.left) for p in parts))


# ---- parts before the whole ------------------------------------------------------------------------------------------

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
        closed = (firm and _same_label(figure, parts)) or _all_names(parts)
        closed = closed and not _open_ended(list(parts)) and not _plus().search(scene.text, start, parts[0].start)
        yield Breakdown(figure, parts, closed and _one_list(parts) and parts[-1].clause >= figure.clause - 2)


def _all_names(parts: Sequence[Figure]) -> bool:
    """一期…、二期…、三期…: the parts bear the names that make up a whole."""
    return any(len(names) == len(parts) >= 2 and all(n in p.left for n, p in zip(names, parts, strict=True))
               for names in _partitions())


def _one_list(parts: Sequence[Figure]) -> bool:
    """The parts stand one after the other, a clause each, growth and share of each aside."""
    return all(b.clause - a.clause <= 1 + (b.order - a.order - 1) for a, b in pairwise(parts))


def _same_label(total: Figure, parts: Sequence[Figure]) -> bool:
    """资金合计 is the sum of 资金 alone: a word before 合计 must stand before every part."""
    words = bigrams(total.left[-10:], _sum()["total"])
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


# ---- the rest --------------------------------------------------------------------------------------------------------

def differences(scene: Scene) -> Iterator[Finding]:
    """A finding for every 其余 and every gap (缺口, 顺差, 结余, 净增) whose terms the text prints."""
    for figure in scene.figures:
        if figure.use in (*_LEVELS, "change") and figure.value is not None and figure.family not in RATIOS:
            found = _rest(scene, figure) if _is_rest(figure) else _gap(scene, figure)
            if found:
                yield found


def _is_gap(figure: Figure) -> bool:
    return any(words.search(figure.left) for words, _, _ in _gaps())


def _is_rest(figure: Figure) -> bool:
    return bool(_rest_words().search(figure.left))


def _rest(scene: Scene, rest: Figure) -> Finding | None:
    start, _ = scene.sentence(rest.start)
    near = _same_unit(scene, start, rest)
    if len(near) < 2 and start > scene.line(rest.start)[0]:
        near = _same_unit(scene, scene.sentence(start - 1)[0], rest)
    if len(near) < 2:
        return None
    firm = bool(_rest_firm().search(rest.left))
    made = [_difference(near[i], near[i + 1:], rest, firm=firm) for i in range(len(near) - 1)]
    fitting = next((r for r in reversed(made) if holds(r)), None)
    if fitting:
        return check(fitting)
    among = bool(_among().search(scene.text, near[0].end, near[1].start))
    chosen = bool(_chosen().search(scene.text, near[0].end, near[1].start)) or near[1].clause - near[0].clause <= 1
    largest = max(f.value or 0 for f in near) == near[0].value
    firm = firm and ((len(near) == 2 and (among or chosen)) or (among and largest))
    if not firm and sum((f.value or Fraction(0) for f in near[1:]), Fraction(0)) >= (near[0].value or 0):
        return None
    return check(_difference(near[0], near[1:], rest, firm=firm))


def _same_unit(scene: Scene, start: int, rest: Figure) -> list[Figure]:
    return [f for f in scene.between(start, rest.start) if f.family == rest.family and f.use in _LEVELS and f.value
            and not f.mention.soft]


def _difference(whole: Figure, parts: Sequence[Figure], rest: Figure, *, firm: bool) -> Relation:
    return Relation("difference", (whole, *parts), rest, left_of,
                    "{0}" + "".join(f" − {{{i}}}" for i in range(1, len(parts) + 1)),
                    ("whole", *("part",) * len(parts), "rest"), firm=firm, missing="rest")


def _gap(scene: Scene, gap: Figure) -> Finding | None:
    """缺口 = what is needed less what there is, each the nearest figure so labelled in the line."""
    if _kept().search(gap.left):
        return None
    for words, more, less in _gaps():
        if not words.search(gap.left):
            continue
        near = [f for f in scene.before(gap, reach=8) if f.family == gap.family and f.use in _LEVELS and f.value]
        pairs = [(a, b) for a in near if more.search(a.left) for b in near if b is not a and less.search(b.left)]
        made = [_between(scene, a, b, gap, firm=len(pairs) == 1) for a, b in pairs]
        fitting = next((m for m in made if holds(m)), None)
        if made:
            return check(fitting or made[0])
    return None


def _between(scene: Scene, a: Figure, b: Figure, gap: Figure, *, firm: bool) -> Relation:
    firm = firm and a.sentence == b.sentence == gap.sentence and not scene.times(min(a.end, b.end), gap.start)
    return Relation("difference", (a, b), gap, lambda t: t[0] - t[1], "{0} − {1}", ("more", "less", "rest"),
                    firm=firm, missing="rest")


# ---- knowledge -------------------------------------------------------------------------------------------------------

def _sum() -> dict[str, list[str]]:
    words: dict[str, list[str]] = patterns.table("audit/relations")["sum"]
    return words


@cache
def _among() -> re.Pattern[str]:
    return re.compile(any_of([*_sum()["among"], *_sum()["closing"]]) )


@cache
def _open_cue() -> re.Pattern[str]:
    return re.compile(any_of(_sum()["among"]))


@cache
def _nested() -> re.Pattern[str]:
    return re.compile(any_of(_sum()["among"][:1]))


@cache
def _sized() -> re.Pattern[str]:
    """Words of a size class: such parts overlap the others."""
    return re.compile(any_of(_sum()["sized"]))


@cache
def _loose() -> re.Pattern[str]:
    return re.compile(any_of(_sum()["loose"]))


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(any_of(_sum()["closing"]))


@cache
def _by() -> re.Pattern[str]:
    return re.compile(f"{any_of(_sum()['by'])}|(?:{_sum()['by_pattern']})")


@cache
def _clause_end() -> re.Pattern[str]:
    return re.compile("[，。；;！？：:]")


@cache
def _semicolon() -> re.Pattern[str]:
    return re.compile("[；;]")


@cache
def _totals() -> re.Pattern[str]:
    return re.compile(any_of(_sum()["total"]) + f"(?!{any_of(_sum()['total_barred'])})" + r"\w{0,8}$")


@cache
def _firm_totals() -> re.Pattern[str]:
    return re.compile(any_of(_sum()["firm_total"]))


@cache
def _plus() -> re.Pattern[str]:
    return re.compile(any_of(_sum()["plus"]))


@cache
def _others() -> re.Pattern[str]:
    return re.compile(any_of(_sum()["others"]) + r"\w{0,6}$")


@cache
def _product() -> re.Pattern[str]:
    return re.compile(any_of(_sum()["product"]))


@cache
def _chosen() -> re.Pattern[str]:
    return re.compile(any_of(_sum()["chosen"]))


@cache
def _rest_words() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["difference"]["rest"]) + r"\w{0,6}$")


@cache
def _rest_firm() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["difference"]["rest_firm"]) + r"\w{0,6}$")


@cache
def _kept() -> re.Pattern[str]:
    """Balances that come from earlier years are no difference of this year's figures."""
    return re.compile(any_of(patterns.table("audit/relations")["difference"]["gap_barred"]))


@cache
def _gaps() -> tuple[tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]], ...]:
    rows = patterns.table("audit/relations")["difference"]["gap"]
    return tuple((re.compile(any_of(r["words"]) + r"\w{0,6}$"), re.compile(any_of(r["more"])),
                  re.compile(any_of(r["less"]))) for r in rows)


@cache
def _partitions() -> tuple[tuple[str, ...], ...]:
    rows = [tuple(row["names"]) for row in patterns.table("audit/partitions")["partition"]]
    return tuple(order for row in rows for order in ([row, row[::-1]] if len(row) == 2 else [row]))
