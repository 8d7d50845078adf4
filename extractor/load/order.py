"""Blocks → reading order, by cutting the page along its white space: a cut that serves a headline before a gutter.

The order never looks at the content stream. `order` says how sure it is: the share of characters placed without a guess.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.load.cues import ends_sentence, is_byline
from extractor.load.page import Block
from extractor.load.rules import Rules
from extractor.load.sentences import begins, leads_back, run_over, runs_on
from extractor.load.white import bounds, extent, lanes, split, strange, white, white_widths

_HEAD = 1.27  # times the body size: a block of this size may be a headline
_GUTTER = 0.55  # em of white that part two columns
_MOST = 400_000  # pairs of blocks; a broadsheet has some 25,000


class _Cutter:
    """The state of one page: its body size, its rules, and how many characters were placed by guess."""

    def __init__(self, em: float, rules: Rules) -> None:
        self.em = em
        self.walls = [(float(x), float(a), float(b)) for x, a, b in rules.vertical]
        self.bars = sorted((float(y), float(a), float(b)) for a, b, y in rules.horizontal)
        self.pictures = [tuple(map(float, p)) for p in rules.pictures]
        self.guessed = 0
        self.pairs = 0  # of blocks looked at together: bounds the work on pages of scattered characters

    def cut(self, blocks: list[Block], depth: int = 0) -> list[Block]:
        if len(blocks) < 2 or depth > 60:
            return sorted(blocks, key=lambda b: (b.top, b.x0))
        self.pairs += len(blocks) ** 2
        if self.pairs > _MOST:
            self.guessed += sum(len(b.text) for b in blocks)
            return sorted(blocks, key=lambda b: (b.top, b.x0))
        for way in (
            self._walls,
            self._bars,
            self._headlines,
            self._under_lone_head,
            self._inset_head,
            self._beside_head,
            self._other_grid,
            self._own_gutters,
            self._bands,
            self._gutters,
            self._under_head,
            self._masked,
            self._gaps,
        ):
            parts = way(blocks)
            if len(parts) > 1:
                return [b for part in parts for b in self.cut(part, depth + 1)]
        self.guessed += sum(len(b.text) for b in blocks)
        return _topological(blocks, self.em)

    def _walls(self, blocks: list[Block]) -> list[list[Block]]:
        """Left and right of vertical rules that reach over most of the region and that nothing crosses.

        A rule that begins under a headline or the line of its authors stands between the columns of its article.
        """
        heads = [b.bottom for b in blocks if self.is_head(b) or (len(b.lines) == 1 and is_byline(b.text))]
        first = min(heads, default=float("inf")) - 0.3 * self.em
        return self._ruled(blocks, [wall for wall in self.walls if wall[1] < first], 0)

    def _bars(self, blocks: list[Block]) -> list[list[Block]]:
        """Above and below horizontal rules that reach over most of the region and that nothing crosses."""
        return self._ruled(blocks, self.bars, 1)

    def _ruled(self, blocks: list[Block], rules: list[tuple[float, float, float]], axis: int) -> list[list[Block]]:
        """The two sides of the first rule (its place, begin and end) that parts the region along an axis."""
        low, high = extent(blocks, axis)
        begin, end = extent(blocks, 1 - axis)
        for at, a, b in rules:
            if low < at < high and min(b, end) - max(a, begin) > 0.85 * (end - begin):
                parts = split(blocks, [at], axis)
                if (
                    len(parts) == 2
                    and extent(parts[0], axis)[1] < at + 0.3 * self.em
                    and extent(parts[1], axis)[0] > at - 0.3 * self.em
                ):
                    return parts
        return []

    def _headlines(self, blocks: list[Block]) -> list[list[Block]]:
        """Bands that begin with headlines: cut at white gaps below which headlines reach over most of the width."""
        cuts = [y for y in white(blocks, 1, 0.2 * self.em) if self._serves_headline(blocks, y)]
        parts: list[list[Block]] = []
        for part in split(blocks, cuts, 1):
            if parts and all(self.is_head(b) for b in parts[-1]):  # a kicker goes with the headline under it
                parts[-1] += part
            else:
                parts.append(part)
        return parts

    def _serves_headline(self, blocks: list[Block], y: float) -> bool:
        above = [b for b in blocks if b.bottom <= y + 0.1]
        below = [b for b in blocks if b.top >= y - 0.1]
        if not above or not below or all(self.is_head(b) for b in above):
            return False
        if leads_back(self._texts(above), self._texts(below), self.em):
            return False
        head = min(below, key=lambda b: b.top)
        if not any(self.is_head(b) and b.top < head.bottom for b in below):
            return False
        near = [b for b in below if b.top < y + 25 * self.em and not self.is_head(b)]
        columns = lanes(near or below, self.em)
        foot = max(h.bottom for h in below if self.is_head(h) and h.top < head.bottom)
        begin = min((b.top for b in near if b.top > foot - 1), default=0.0)
        lone = (self.is_head(head) and self._alone(head, blocks)) or self._standing(below, blocks, y)
        served = total = 0.0
        inset: bool | None = None
        for a, b in columns:
            column = [k for k in below if min(k.x1, b) - max(k.x0, a) > 0.25 * min(b - a, k.width)]
            over = [k for k in above if min(k.x1, b) - max(k.x0, a) > 0.25 * min(b - a, k.width)]
            if not column:
                continue
            first = min(column, key=lambda k: k.top)
            text = min((k for k in column if not self.is_head(k)), key=lambda k: k.top, default=None)
            if over and text is not None and inset is None:
                inset = runs_on(max(over, key=lambda k: k.bottom), text, self.em)
            total += b - a
            room = first.top - max((k.bottom for k in over), default=0.0)
            if self.is_head(first) or lone or (room > 2.5 * self.em and abs(first.top - begin) < 0.5 * self.em):
                served += b - a
            elif not over or (room > 2.5 * self.em and not self._pictured(a, b, y)):
                total -= 0.5 * (b - a)
        if inset:
            return False  # the text of the first column runs on round the headline, which stands inside its article
        return served > 0 and served >= 0.6 * total

    def _standing(self, below: list[Block], blocks: list[Block], y: float) -> bool:
        """Does a vertical headline at one side of the region begin here?"""
        x0, _, x1, _ = bounds(blocks)
        return any(
            b.lines[0].vertical
            and self.is_head(b)
            and b.top < y + 2.5 * self.em
            and (b.x0 < x0 + self.em or b.x1 > x1 - self.em)
            for b in below
        )

    def _pictured(self, a: float, b: float, y: float) -> bool:
        """Does a picture fill the gap in this column? Then the text goes on under it."""
        return any(
            min(x1, b) - max(x0, a) > 0.5 * (b - a) and top - 4 * self.em < y < bottom + 4 * self.em
            for x0, top, x1, bottom in self.pictures
        )

    def is_head(self, b: Block) -> bool:
        return not b.cross and b.size >= _HEAD * self.em and len(b.lines) <= 6 and b.grid is None and not b.inside

    def _texts(self, blocks: list[Block]) -> list[Block]:
        return [b for b in blocks if not self.is_head(b) and b.grid is None and not b.inside]

    def _gutters(self, blocks: list[Block]) -> list[list[Block]]:
        """Columns: the widest gutters first, as a headline may reach into the others."""
        return split(blocks, self._wide_gutters(blocks), 0)

    def _own_gutters(self, blocks: list[Block]) -> list[list[Block]]:
        """The same, gutters over which no sentence runs: they may part articles that share no white band."""
        return split(blocks, [x for x in self._wide_gutters(blocks) if not run_over(self._texts(blocks), x, self.em)], 0)

    def _wide_gutters(self, blocks: list[Block]) -> list[float]:
        cuts = white_widths(blocks, 0, _GUTTER * self.em)
        most = max((w for _, w in cuts), default=0.0)
        return [x for x, w in cuts if w > 0.85 * most or w > 3 * self.em]

    def _other_grid(self, blocks: list[Block]) -> list[list[Block]]:
        """Above and below a white gap at which the columns change: they are set beside a picture on one side of it."""
        texts = [b for b in self._texts(blocks) if len(b.lines) > 1]
        cuts = []
        for y in white(blocks, 1, 0.2 * self.em):
            above = [b.x0 for b in texts if y - 20 * self.em < b.bottom <= y]
            below = [b.x0 for b in texts if y <= b.top < y + 20 * self.em]
            if not above or not below or not (strange(above, below, self.em) and strange(below, above, self.em)):
                continue
            if any(y - 8 * self.em < bottom < y + 4 * self.em for _, _, _, bottom in self.pictures):
                cuts.append(y)
        return split(blocks, cuts, 1)

    def _alone(self, head: Block, blocks: list[Block]) -> bool:
        """Does nothing but this headline, in the middle or at the left, stand on its rows in the whole region?"""
        x0, _, x1, _ = bounds(blocks)
        if abs(head.x0 + head.x1 - x0 - x1) > 0.4 * (x1 - x0) and head.x0 > x0 + 2.5 * self.em:
            return False
        low, high = head.top + 0.1 * head.size, head.bottom - 0.1 * head.size
        if any(b is not head and b.top < high and b.bottom > low for b in blocks):
            return False
        if any(self._beside(head, b) for b in blocks):
            return False
        return not any(p[1] < high and p[3] > low and min(p[2], x1) - max(p[0], x0) > 2 * self.em for p in self.pictures)

    def _beside(self, head: Block, b: Block) -> bool:
        """Is this the headline of another article, hung a little lower and beside the first?"""
        apart = b.x0 > head.x1 + 0.5 * self.em or b.x1 < head.x0 - 0.5 * self.em
        return apart and self.is_head(b) and head.top < b.top < head.bottom + self.em

    def _under_lone_head(self, blocks: list[Block]) -> list[list[Block]]:
        """A headline, a short line larger than the text, or a byline, alone on its rows at the top, then the rest."""
        first = min(blocks, key=lambda b: b.top)
        large = self.is_head(first) or (first.size > 1.05 * self.em and len(first.lines) <= 2)
        large = large or (len(first.lines) == 1 and is_byline(first.lines[0].text))
        if not large or first.lines[0].vertical or len(blocks) < 2 or not self._alone(first, blocks):
            return []
        return [[first], [b for b in blocks if b is not first]]

    def _inset_head(self, blocks: list[Block]) -> list[list[Block]]:
        """The one headline of a region, with text of its own article over it in some column: the headline first."""
        heads = [b for b in blocks if self.is_head(b)]
        texts = self._texts(blocks)
        if not heads or len(heads) > 3 or len(texts) < 3:
            return []
        x0, top, x1, bottom = bounds(heads)
        if bottom - top > 1.3 * sum(h.bottom - h.top for h in heads) + 2 * self.em or min(b.top for b in texts) > top:
            return []
        mine = [b for b in texts if min(b.x1, x1) - max(b.x0, x0) > 0.5 * min(b.width, x1 - x0)]
        for above in mine:
            below = [b for b in mine if b.top > top and min(b.x1, above.x1) - max(b.x0, above.x0) > 0.5 * above.width]
            if above.bottom < top + self.em and below and self._flows_under(above, below, texts):
                return [heads, [b for b in blocks if b not in heads]]
        return []

    def _flows_under(self, above: Block, below: list[Block], texts: list[Block]) -> bool:
        """Does the text over a headline go on under it, or else the text under it into the head of the next column?"""
        if runs_on(above, min(below, key=lambda b: b.top), self.em):
            return True
        right = [b for b in texts if above.x1 < b.x0 < above.x1 + 2.5 * self.em]
        first = min(right, key=lambda b: b.top, default=None)
        last = max(below, key=lambda b: b.bottom)
        return first is not None and len(first.lines) > 1 and ends_sentence(above.text) and runs_on(last, first, self.em)

    def _beside_head(self, blocks: list[Block]) -> list[list[Block]]:
        """A headline over the right-hand columns of an article that opens to the left of it: the headline first."""
        top = min(b.top for b in blocks)
        heads = [b for b in blocks if self.is_head(b) and b.top < top + 3 * self.em]
        if not heads:
            return []
        head = min(heads, key=lambda b: b.x0)
        left = [b for b in blocks if b.x1 < head.x0 + self.em]
        if not left or any(self.is_head(b) and b.top < head.bottom for b in left):
            return []
        first = min(left, key=lambda b: (b.x0, b.top))
        if (
            not begins(first, self.em)
            or first.top > head.bottom
            or any(x > first.x1 - self.em and x < head.x0 + self.em and a < head.bottom < b for x, a, b in self.walls)
        ):
            return []
        under = [
            b for b in blocks if b is not head and b.top > head.top and min(b.x1, head.x1) - max(b.x0, head.x0) > self.em
        ]
        edge = max([head.x1, *(b.x1 for b in under if not self.is_head(b))])
        right = [b for b in blocks if b.x0 > edge - 0.3 * self.em and b is not head]
        mine = [b for b in blocks if b is not head and b not in right]
        return [part for part in ([head], mine, right) if part]

    def _bands(self, blocks: list[Block]) -> list[list[Block]]:
        """Above and below wide white bands over which no sentence runs on."""
        cuts = []
        for y, wide in white_widths(blocks, 1, 1.6 * self.em):
            above = [b for b in blocks if b.bottom < y and not self.is_head(b)]
            below = [b for b in blocks if b.top > y and not self.is_head(b)]
            if not above or not below or self._pictured(*bounds(blocks)[0:3:2], y):
                continue
            first = min(below, key=lambda b: (round(b.x0 / (2 * self.em)), b.top))
            column = [b for b in above if min(b.x1, first.x1) - max(b.x0, first.x0) > self.em]
            last = max(column or above, key=lambda b: b.bottom)
            if begins(first, self.em) and (ends_sentence(last.text) or wide > 3 * self.em):
                cuts.append(y)
        return split(blocks, cuts, 1)

    def _under_head(self, blocks: list[Block]) -> list[list[Block]]:
        """A headline at the top of the region, then the rest."""
        first = min(blocks, key=lambda b: b.top)
        heads = [b for b in blocks if self.is_head(b) and b.top < first.bottom + 0.1]
        if not heads:
            return []
        for y in white(blocks, 1, 0.1 * self.em):
            above = [b for b in blocks if b.bottom <= y + 0.1]
            if above and any(self.is_head(b) for b in above):
                return split(blocks, [y], 1)
        return []

    def _masked(self, blocks: list[Block]) -> list[list[Block]]:
        """What stands across a gutter is taken out, and the gutter tried again; a headline inside columns opens them."""
        if len(blocks) < 4:
            return []
        columns = lanes([b for b in blocks if not self.is_head(b)], self.em)
        if len(columns) < 2:
            return []
        masked = [b for b in blocks if self.is_head(b)]
        rest = [b for b in blocks if not self.is_head(b)]
        if not masked or len(split(rest, white(rest, 0, _GUTTER * self.em), 0)) < 2:
            return []
        across = [b for b in masked if sum(min(b.x1, q) - max(b.x0, p) > 0.3 * self.em for p, q in columns) > 1]
        if not across:
            return []
        top = min(across, key=lambda b: b.top)
        return [[top], [b for b in blocks if b is not top]]

    def _gaps(self, blocks: list[Block]) -> list[list[Block]]:
        return split(blocks, white(blocks, 1, 0.0), 1)


def order(blocks: Sequence[Block], em: float, rules: Rules) -> tuple[list[Block], float]:
    """Blocks in reading order, and the share of their characters that was placed without a guess."""
    cutter = _Cutter(em, rules)
    out = cutter.cut(list(blocks))
    total = sum(len(b.text) for b in blocks) or 1
    return out, 1.0 - cutter.guessed / total


def _topological(blocks: list[Block], em: float) -> list[Block]:
    """Above before below where two blocks share a column, else left before right; stay in the column while it lasts."""
    rest = sorted(blocks, key=lambda b: (b.x0, b.top))
    out: list[Block] = []
    while rest:
        free = [
            b
            for b in rest
            if not any(
                o is not b and o.top < b.top and o.bottom < b.bottom and min(o.x1, b.x1) - max(o.x0, b.x0) > em
                for o in rest
            )
        ]
        free = free or rest
        last = out[-1] if out else None
        here = [b for b in free if last is not None and min(b.x1, last.x1) - max(b.x0, last.x0) > em and b.top >= last.top]
        pick = min(here, key=lambda b: b.top) if here else min(free, key=lambda b: (b.x0, b.top))
        out.append(pick)
        rest.remove(pick)
    return out
