"""A whole with the parts that a text lists under it, and what is said where they do not add up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise

import patterns
from extractor.audit.intervals import total
from extractor.audit.relation import Relation, check, finding, holds, likely_slip
from extractor.audit.scene import Figure, any_of, bigrams
from extractor.model import Finding

BRACKETS, BRACKETS_END = "（(", "）)"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A whole with the parts that the text lists under it; `closed`: the text says that they are all."""

    whole: Figure
    parts: tuple[Figure, ...]
    closed: bool
    kinds: bool = False


def relation(found: Breakdown, *, firm: bool) -> Relation:
    """The sum of a breakdown."""
    n = len(found.parts)
    return Relation("sum", found.parts, found.whole, total, " + ".join(f"{{{i}}}" for i in range(n)),
                    (*("part",) * n, "whole"), firm=firm, missing="parts")


def _means_all(found: Breakdown) -> bool:
    """The parts stand behind 按…分 or 加上, or the last one is 其他: the list means to be all."""
    return len(found.parts) >= 3 and (found.kinds or bool(other_words().search(found.parts[-1].left)))


def weighed(found: Breakdown) -> Iterator[Finding]:
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


def counted_alike(found: Breakdown) -> bool:
    """Parts and whole count the same thing: their words share a noun, or the parts bear names alone."""
    if found.whole.family != "things":
        return True
    noun = bigrams(found.whole.left[-12:] + found.whole.right)
    return all(bigrams(p.left[-12:] + p.right) & noun or len(p.left) <= 8 for p in found.parts)


def open_ended(parts: list[Figure]) -> bool:
    return any(p.right.startswith(tuple(patterns.table("audit/relations")["sum"]["open_end"])) for p in parts)


def one_list(parts: Sequence[Figure]) -> bool:
    """The parts stand one after the other, a clause each, growth and share of each aside."""
    return all(b.clause - a.clause <= 1 + (b.order - a.order - 1) for a, b in pairwise(parts))


def is_gap(figure: Figure) -> bool:
    return any(words.search(figure.left) for words, _, _ in gap_words())


def is_rest(figure: Figure) -> bool:
    return bool(_rest_words().search(figure.left))


def sum_words() -> dict[str, list[str]]:
    words: dict[str, list[str]] = patterns.table("audit/relations")["sum"]
    return words


@cache
def among_words() -> re.Pattern[str]:
    return re.compile(any_of([*sum_words()["among"], *sum_words()["closing"]]) )


@cache
def _sized() -> re.Pattern[str]:
    """Words of a size class: such parts overlap the others."""
    return re.compile(any_of(sum_words()["sized"]))


@cache
def by_words() -> re.Pattern[str]:
    return re.compile(f"{any_of(sum_words()['by'])}|(?:{sum_words()['by_pattern']})")


@cache
def other_words() -> re.Pattern[str]:
    return re.compile(any_of(sum_words()["others"]) + r"\w{0,6}$")


@cache
def _rest_words() -> re.Pattern[str]:
    return re.compile(any_of(patterns.table("audit/relations")["difference"]["rest"]) + r"\w{0,6}$")


@cache
def gap_words() -> tuple[tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]], ...]:
    rows = patterns.table("audit/relations")["difference"]["gap"]
    return tuple((re.compile(any_of(r["words"]) + r"\w{0,6}$"), re.compile(any_of(r["more"])),
                  re.compile(any_of(r["less"]))) for r in rows)
