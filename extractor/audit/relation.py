"""One arithmetic statement: its terms, how to recompute the reported figure, and the verdict with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal

import patterns
from extractor.audit.intervals import Interval, rest, total
from extractor.audit.scene import Figure
from extractor.model import Finding, Verdict

Compute = Callable[[Sequence[Interval]], Interval]
SlipKind = Literal["swapped", "point", "unit", "sign", "digit"]
_EXACT = Context(prec=60)
_SLIPS = 24  # terms that are each tried for a misprint; of a longer list only the reported figure is
NEAR = Fraction(1, 4)
"""How far from a figure with 超, 以上, 近 or 约 the recomputed value may lie for the two to be the same thing."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that the text's words assert between figures.

    compute: the reported value from the terms' intervals. formula: the same to read, `{0} ÷ {1}`, terms by number.
    roles: of the terms and the reported figure. firm: the words leave no doubt that these figures belong together.
    otherwise: the verdict where they do not agree and `firm` is false; None says nothing then. missing: key of what is
    not certain.
    whole: the reported figure is a count to the last one (a sum), not a rounded result (an average).
    """

    rule: str
    terms: tuple[Figure, ...]
    reported: Figure
    compute: Compute
    formula: str
    roles: tuple[str, ...] = ()
    firm: bool = True
    otherwise: Verdict | None = None
    missing: str = ""
    whole: bool = True
    note: tuple[str, str] = ("", "")
    message: str = ""
    fills: dict[str, str] = field(default_factory=dict)


def holds(relation: Relation) -> bool:
    """Whether the printed figures agree within their rounding; figures that allow anything agree with nothing."""
    expected = _expected(relation)
    if expected.low is None and expected.high is None:
        return False
    return expected.meets(relation.reported.interval(whole=relation.whole)) and _close(relation)


def _close(relation: Relation) -> bool:
    """超 and 以上 allow any value above; only one near by speaks for the relation."""
    if all(f.firm for f in (*relation.terms, relation.reported)):
        return True
    middle, value = _middle(relation), relation.reported.value
    return value is None or _apart(middle, value) <= abs(value) * NEAR


def check(relation: Relation) -> Finding | None:
    """The finding of a relation, or None where nothing can be said."""
    if holds(relation):
        hard = all(f.firm for f in (*relation.terms, relation.reported))
        return finding(relation, "consistent", (relation.message or "consistent") if hard else "soft")
    expected = _expected(relation)
    if expected.meets(relation.reported.interval(whole=relation.whole)):
        return None
    if any(f.damaged for f in (*relation.terms, relation.reported)):
        return None
    if _truncated(relation):
        return finding(relation, "warning" if relation.firm else relation.otherwise, "truncated")
    return _failed(relation)


def _failed(relation: Relation) -> Finding | None:
    slip = likely_slip(relation)
    if not all(f.firm for f in (*relation.terms, relation.reported)):
        return finding(relation, "unclear", "unclear_soft") if relation.firm else None
    if relation.firm and (slip or _within_reach(relation)):
        return finding(relation, "inconsistent", relation.message or "inconsistent", slip)
    if relation.firm:
        return finding(relation, "warning", "warning")
    if slip and (slip.kind != "digit" or slip.figure is relation.reported) and _telling(relation):
        return finding(relation, "warning", relation.message or "warning", slip)
    return finding(relation, relation.otherwise, relation.message or "unclear", slip) if relation.otherwise else None


def _within_reach(relation: Relation) -> bool:
    """Whether the figures are of one size: where no slip explains a difference by half, the terms may be others."""
    middle, value = abs(_middle(relation)), abs(relation.reported.value or Fraction(0))
    return 2 * _apart(middle, value) <= max(middle, value)


def _telling(relation: Relation) -> bool:
    """Whether the reported figure has digits enough that a slip is no accident."""
    return len(relation.reported.digits.replace(".", "").strip("0")) >= 3


def _expected(relation: Relation) -> Interval:
    return relation.compute([f.interval() for f in relation.terms])


def _truncated(relation: Relation) -> bool:
    reported = relation.reported.interval(whole=relation.whole, cut=True)
    return _expected(relation).meets(reported)


# ---- slips -----------------------------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Slip:
    """A small misprint that would explain a disagreement: the figure, what it prints and what would agree."""

    kind: SlipKind
    figure: Figure
    old: str
    new: str


def likely_slip(relation: Relation) -> Slip | None:
    """The likeliest single misprint that would make the figures agree: swapped digits, a moved point, 万 for 亿, one digit.

    The reported figure is tried before the terms; None where no single slip explains it, or several figures could each be
    off by one digit and nothing tells them apart except at the reported one.
    """
    figures = (relation.reported, *relation.terms) if len(relation.terms) <= _SLIPS else (relation.reported,)
    expected, target = _expected(relation), relation.reported.interval(whole=relation.whole)
    found: dict[str, Slip] = {}
    for figure in figures:
        window = _window(relation, figure, expected, target)
        for kind, new, over, under in _misprints(figure):
            if kind in found:
                if kind == "digit":
                    break  # these come last
                continue
            if _inside(over, under, window) if window else _would_hold(relation, figure, Fraction(over, under)):
                found[kind] = Slip(kind, figure, figure.printed, _reprinted(figure, kind, new))
                if kind == "swapped":
                    return found[kind]
    return next((found[kind] for kind in ("point", "unit", "sign", "digit") if kind in found), None)


def _window(relation: Relation, figure: Figure, expected: Interval, target: Interval) -> Interval | None:
    """Where another value of a figure would make a relation hold, where it is printed exactly and counts once or less.

    None otherwise: the relation is then reckoned anew for every misprint. Of an exact figure the rounding moves along
    with its value, so that the two intervals need only be shifted to meet.
    """
    if figure.mention.qualifier != "exact" or figure.value is None or (expected.low is None and expected.high is None):
        return None
    if figure is relation.reported:
        less, more = (expected, target)
    elif relation.compute is total or (relation.compute is rest and figure is relation.terms[0]):
        less, more = (target, expected)
    elif relation.compute is rest:
        less, more = (expected, target)
    else:
        return None
    return less - more + Interval(figure.value, figure.value)


def _inside(over: int, under: int, window: Interval) -> bool:
    """Whether a fraction lies in a window; in whole numbers, since so many misprints are tried."""
    low, high = window.low, window.high
    return (low is None or low.numerator * under <= over * low.denominator) and (
        high is None or over * high.denominator <= high.numerator * under)


def _would_hold(relation: Relation, figure: Figure, value: Fraction) -> bool:
    terms = [f.interval(value=value) if f is figure else f.interval() for f in relation.terms]
    reported = relation.reported
    target = reported.interval(value=value if figure is reported else None, whole=relation.whole)
    expected = relation.compute(terms)
    return not (expected.low is None and expected.high is None) and expected.meets(target)


def _misprints(figure: Figure) -> Iterator[tuple[SlipKind, str, int, int]]:
    """Every figure one slip away: what would be printed (of another number its digits) and its value, over and under."""
    shown = figure.shown
    if shown is None or figure.value is None:
        return
    plain = _plain_number(shown[0])
    number, places = plain.replace(".", ""), len(plain.partition(".")[2])
    unit = shown[1] * figure.factor * (-1 if figure.value < 0 else 1)
    per_point = unit.denominator * 10 ** places

    def made(kind: SlipKind, new: str) -> tuple[SlipKind, str, int, int]:
        return kind, new, int(new.replace(".", "")) * unit.numerator, per_point

    places_of_digits = [i for i, c in enumerate(plain) if c != "."]
    for i, j in pairwise(places_of_digits):
        if plain[i] != plain[j] and not (i == 0 and plain[j] == "0" and j == 1):
            yield made("swapped", plain[:i] + plain[j] + plain[i + 1:j] + plain[i] + plain[j + 1:])
    for moved in (places + 1, places - 1, places + 2, places - 2):
        if 0 < moved < len(number):
            new = f"{number[:-moved].lstrip('0') or '0'}.{number[-moved:]}"
            yield "point", new, int(number) * unit.numerator, unit.denominator * 10 ** moved
        elif moved == 0 or (moved < 0 and places == 0):
            new = (number + "0" * -moved).lstrip("0") or "0"
            yield "point", new, int(new) * unit.numerator, unit.denominator
    if figure.mention.kind in ("money", "count", "measure"):
        for word, other, factor in ten_thousands():
            if word in figure.printed:
                value = figure.value * factor
                yield "unit", figure.printed.replace(word, other), value.numerator, value.denominator
    if figure.mention.kind in ("percent", "point"):
        yield "sign", "−" * (figure.value > 0) + figure.printed, -figure.value.numerator, figure.value.denominator
    for i, old in enumerate(plain):
        for digit in "0123456789":
            if old != "." and digit != old and not (i == 0 and digit == "0" and plain[1:2] != "."):
                yield made("digit", plain[:i] + digit + plain[i + 1:])


def _plain_number(number: str) -> str:
    return number.replace(",", "").replace("，", "")


def _reprinted(figure: Figure, kind: SlipKind, new: str) -> str:
    """What a slip makes of a figure's print."""
    if kind in ("unit", "sign"):
        return new
    number = figure.digits
    return figure.printed.replace(number, new) if number in figure.printed else new


def ten_thousands() -> list[tuple[str, str, Fraction]]:
    """万 and 亿, each with the other it is taken for and how the value changes."""
    small, large = patterns.table("audit/units")["scales"]
    return [(large, small, Fraction(1, 10_000)), (small, large, Fraction(10_000))]


# ---- findings --------------------------------------------------------------------------------------------------------

def finding(relation: Relation, verdict: Verdict | None, message: str, slip: Slip | None = None) -> Finding | None:
    """The finding of a relation with a verdict and a message by name; None without a verdict."""
    if verdict is None:
        return None
    expected = _expected(relation)
    middle = _middle(relation)
    fills = {"expected": show(middle, relation.reported, bare=False), "reported": relation.reported.printed,
             "by": show(_apart(middle, relation.reported.value), relation.reported, bare=False, by=True), **relation.fills}
    apart = {language: fills | {"by": _by(fills["by"], language)} for language in ("en", "zh")}
    english, chinese = (_message(message, language, slip, relation.missing, apart[language]) for language in ("en", "zh"))
    return Finding(
        "", relation.rule, verdict, tuple(f.mention.key for f in (*relation.terms, relation.reported)),
        reported=_decimal(relation.reported.value),
        expected_low=_decimal(expected.low), expected_high=_decimal(expected.high),
        formula=_formula(relation, middle), message=english + relation.note[0], message_zh=chinese + relation.note[1],
        roles=relation.roles, slip=slip.kind if slip else "",
    )


def _apart(a: Fraction, b: Fraction | None) -> Fraction:
    return abs(a - (b or Fraction(0)))


def _by(apart: str, language: str) -> str:
    """A difference to read: that of two percentages is one in points."""
    number = apart.rstrip("%％")
    return say("points", language, number=number) if number != apart else apart


def say(name: str, language: str, **fills: str) -> str:
    """A sentence of `patterns/audit/messages.toml` with its places filled."""
    entry: Any = patterns.table("audit/messages")
    for part in name.split("."):
        entry = entry[part]
    return str(entry[language]).format_map(_Blank(fills))


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _message(name: str, language: str, slip: Slip | None, missing: str, fills: dict[str, str]) -> str:
    tail = say(f"slip.{slip.kind}", language, old=slip.old, new=slip.new) if slip else ""
    why = say(f"missing.{missing or 'parts'}", language)
    return say(name, language, slip=tail, missing=why, **fills)


def _middle(relation: Relation) -> Fraction:
    """The reported value from the printed values taken as exact."""
    exact = relation.compute([_point(f) for f in relation.terms])
    if exact.low is None and exact.high is None:
        return Fraction(0)
    if exact.low is None or exact.high is None:
        return exact.low if exact.low is not None else exact.high or Fraction(0)
    return (exact.low + exact.high) / 2


def _point(figure: Figure) -> Interval:
    value = figure.value
    if value is None:
        return figure.interval()
    return Interval(value, value)


def _formula(relation: Relation, middle: Fraction) -> str:
    """`105.33 ÷ 126.76 = 83.09 %, printed 83.09 %`: bare numbers where all terms share one printed unit."""
    tails = {_tail(f) for f in relation.terms}
    reported = relation.reported
    same = len(tails) == 1 and (tails == {_tail(reported)} or len({_tail(reported)} & {"%", "％"}) == 1)
    terms = [_bare(f) if same else _plain(f) for f in relation.terms]
    if relation.rule == "repeat":
        return " ~ ".join(_plain(f) for f in (*relation.terms, reported))
    left = relation.formula.format(*terms)
    return f"{left} = {show(middle, reported)}, printed {_plain(reported, spaced=True)}"


def _plain(figure: Figure, *, spaced: bool = False) -> str:
    text, shown = figure.printed, figure.digits
    if spaced and shown and text.startswith(shown):
        return f"{shown} {text[len(shown):]}".rstrip()
    return text


def _tail(figure: Figure) -> str:
    """What a mention prints behind its digits: `亿元`."""
    shown = figure.digits
    return figure.printed.partition(shown)[2] if shown else figure.printed


def _bare(figure: Figure) -> str:
    return figure.digits or _plain(figure)


def show(value: Fraction, like: Figure, *, bare: bool = True, by: bool = False) -> str:
    """A value printed like a figure: its unit and decimals, one more where that would hide the difference.

    bare: a space before the unit. by: the value is a difference, shown no finer than it needs.
    """
    if not by and value == like.value and any(c.isdigit() for c in like.printed):
        return _plain(like, spaced=bare)
    shown = like.shown
    if shown is None or not shown[1]:
        return f"{_short(value / like.factor, 2)} {like.mention.unit or ''}".strip()
    print_, scale = shown
    places = len(print_.partition(".")[2])
    number = value / (like.factor * scale)
    inexact = 10 ** places % number.denominator != 0
    close = not by and inexact and 2 * _apart(abs(value), abs(like.value or Fraction(0))) <= like.step
    coarse = inexact and len(print_.replace(".", "")) < 3
    shown_ = _short(abs(number), places + (inexact and not close) + coarse)
    sign = "−" if value < 0 and (like.value or 0) >= 0 else ""
    return f"{sign}{shown_}{' ' if bare else ''}{_tail(like)}".rstrip()


def _short(value: Fraction, places: int) -> str:
    """A number with so many places, halves rounded away from zero."""
    double = 2 * abs(value.numerator) * 10 ** places + value.denominator
    shown = str(double // (2 * value.denominator)).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{shown[:-places]}.{shown[-places:]}" if places else f"{sign}{shown}"


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else exact(value)


def exact(value: Fraction) -> Decimal:
    """A fraction to the six places of the dataset."""
    quotient = _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    return quotient.quantize(Decimal("0.000001"), context=_EXACT).normalize(_EXACT) + Decimal(0)
