"""Do sentences run from one block on into another? They show which columns belong together."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.load.cues import ends_sentence, is_byline
from extractor.load.page import Block


def begins(b: Block, em: float) -> bool:
    """Does a text begin with this block: by its indent, a large first character, or the name of who wrote it?"""
    first = b.lines[0]
    return first.x0 - b.x0 > 1.4 * em or first.opens or is_byline(first.text)


def runs_on(above: Block, below: Block, em: float) -> bool:
    """Does the text of one block run on into the other: an open sentence, and no indent?"""
    return (
        not ends_sentence(above.text)
        and abs(above.size - below.size) < 0.06 * em
        and below.lines[0].x0 - below.x0 < 1.2 * em
        and not below.lines[0].opens
    )


def run_over(texts: Sequence[Block], x: float, em: float) -> bool:
    """Does a sentence run from the foot of a column left of this gutter to the head of the one to the right?"""
    left = [b for b in texts if x - 2.5 * em < b.x1 <= x and left_open(b, texts, em)]
    right = [b for b in texts if x <= b.x0 < x + 2.5 * em and goes_on(b, texts, em)]
    return any(
        a.top < b.bottom and a.bottom > b.top and abs(a.size - b.size) < 0.06 * em for a in left for b in right
    )


def leads_back(above: Sequence[Block], below: Sequence[Block], em: float) -> bool:
    """Does a sentence run from the foot of what stands below a gap up to the head of the next column above it?

    Only where all that stands below is left of it, and neither has another partner on its own side of the gap.
    """
    texts = [*above, *below]

    def fits(foot: Block, head: Block) -> bool:
        return foot.x1 <= head.x0 < foot.x1 + 2.5 * em and abs(foot.size - head.size) < 0.06 * em

    feet = [b for b in texts if left_open(b, texts, em)]
    heads = [b for b in texts if goes_on(b, texts, em)]
    lower = [b for b in feet if b in below and not any(fits(b, k) for k in heads if k in below)]
    upper = [b for b in heads if b in above and not any(fits(k, b) for k in feet if k in above)]
    edge = max((b.x1 for b in below), default=0.0)
    return any(fits(a, b) and edge <= b.x0 for a in lower for b in upper)


def left_open(b: Block, texts: Sequence[Block], em: float) -> bool:
    """Does the text of this block stop within a sentence, and not go on under it?"""
    under = [k for k in texts if k.top >= b.bottom - 0.1 and min(k.x1, b.x1) - max(k.x0, b.x0) > 0.5 * b.width]
    return not ends_sentence(b.text) and not (under and runs_on(b, min(under, key=lambda k: k.top), em))


def goes_on(b: Block, texts: Sequence[Block], em: float) -> bool:
    """Does this block begin within a sentence that does not stand over it?"""
    over = [k for k in texts if k.bottom <= b.top + 0.1 and min(k.x1, b.x1) - max(k.x0, b.x0) > 0.5 * b.width]
    return (
        len(b.lines) > 1
        and b.lines[0].x0 - b.x0 < 1.2 * em
        and not b.lines[0].opens
        and not is_byline(b.lines[0].text)
        and not (over and runs_on(max(over, key=lambda k: k.bottom), b, em))
    )
