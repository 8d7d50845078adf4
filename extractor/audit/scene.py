"""The figures of a document as the rules see them: each with the words around it and what it is used as."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any, Literal

import patterns
from extractor.audit.intervals import Interval, bounds, digits, exact_fraction, printed, step
from extractor.model import Mention, Reading

Use = Literal["level", "change", "growth", "share", "rate", "average", "base", "from", "reached"]

NEAR = r"\w{0,4}"
LEVELS = ("level", "reached")
"""The uses of a figure that says how much there is."""
RATIOS = frozenset({"percent", "point", "multiple"})
NUMERIC = frozenset({"money", "percent", "point", "multiple", "count", "measure"})
_TAKEN = re.compile(r"\d[OoIl]|[OoIl]\d")
_MARK = re.compile(r"[，,;；。！？!?：:\n]")
_STOPS = frozenset("。！？!?\n")
_ONE = Fraction(1)
_LEFT, _RIGHT = 60, 40  # characters of a clause before and after a figure that rules look at
_SENTENCE, _LINE = 1500, 6000  # a text without marks is cut after so many characters: no rule looks at all of it


@dataclass(frozen=True, slots=True)
class Figure:
    """A numeric mention in its place.

    left, right: the words of its clause before and after it, up to the next figure. family: what it can be added to and
    compared with (`CNY`, `people`, `吨`); factor: its base unit in the family's. order: its place among the figures. known:
    what was once reckoned of it.
    """

    mention: Mention
    order: int
    family: str
    factor: Fraction
    left: str
    right: str
    clause: int
    sentence: int
    line: int
    use: Use
    value: Fraction | None
    known: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def start(self) -> int:
        return self.mention.at.start

    @property
    def end(self) -> int:
        return self.mention.at.end

    @property
    def printed(self) -> str:
        """As printed, without white space."""
        return "".join(self.mention.text.split())

    @property
    def digits(self) -> str:
        """The one number in digits that it prints; empty where it prints none or several."""
        if "digits" not in self.known:
            self.known["digits"] = digits(self.mention)
        return self.known["digits"]  # type: ignore[no-any-return]

    @property
    def shown(self) -> tuple[str, Fraction] | None:
        """Its digits and what one of them is worth; None where it prints no single number in digits."""
        if "shown" not in self.known:
            self.known["shown"] = printed(self.mention)
        return self.known["shown"]  # type: ignore[no-any-return]

    @property
    def step(self) -> Fraction:
        """The worth of its last printed digit, in its family's unit."""
        if "step" not in self.known:
            self.known["step"] = step(self.mention) * self.factor
        return self.known["step"]  # type: ignore[no-any-return]

    @property
    def rough(self) -> float:
        """Its value in floating point, to tell what cannot fit."""
        if "rough" not in self.known:
            value = self.value or Fraction(0)
            self.known["rough"] = value.numerator / value.denominator
        return self.known["rough"]  # type: ignore[no-any-return]

    @property
    def rough_step(self) -> float:
        """The worth of its last printed digit in floating point."""
        if "rough_step" not in self.known:
            self.known["rough_step"] = self.step.numerator / self.step.denominator
        return self.known["rough_step"]  # type: ignore[no-any-return]

    @property
    def firm(self) -> bool:
        """Printed without 约, 近, 超 and the like, one value, no size class, no letter of a damaged digit before it."""
        return (self.mention.qualifier == "exact" and not self.mention.soft and self.mention.value is not None
                and not self.damaged)

    @property
    def damaged(self) -> bool:
        """A Latin letter stands where recognition took 1 for l or 0 for O: what it prints is not certain."""
        return (self.left[-1:].isascii() and self.left[-1:].isalpha()) or bool(_TAKEN.search(self.printed))

    def interval(self, *, value: Fraction | None = None, whole: bool = True, cut: bool = False) -> Interval:
        """All values that it stands for, in its family's unit; reckoned once for each way of rounding."""
        if value is not None:
            return self._reckoned(value / self.factor, whole, cut)
        found = self.known.get((whole, cut))
        if found is None:
            found = self.known[whole, cut] = self._reckoned(None, whole, cut)
        return found

    def _reckoned(self, value: Fraction | None, whole: bool, cut: bool) -> Interval:
        found = bounds(self.mention, value=value, whole=whole, cut=cut)
        return found if self.factor is _ONE else found * self.factor


@dataclass(frozen=True, slots=True)
class Scene:
    """A document's figures in text order with the borders of its clauses, sentences and lines."""

    text: str
    figures: tuple[Figure, ...]
    starts: tuple[int, ...]
    clauses: tuple[int, ...]
    sentences: tuple[int, ...]
    lines: tuple[int, ...]
    articles: tuple[int, ...]

    def between(self, start: int, end: int) -> tuple[Figure, ...]:
        """The figures that begin in a stretch of the text."""
        return self.figures[bisect_left(self.starts, start):bisect_left(self.starts, end)]

    def sentence(self, position: int) -> tuple[int, int]:
        return _stretch(self.sentences, position, len(self.text))

    def line(self, position: int) -> tuple[int, int]:
        return _stretch(self.lines, position, len(self.text))

    def clause(self, position: int) -> tuple[int, int]:
        return _stretch(self.clauses, position, len(self.text))

    def article(self, position: int) -> int:
        return bisect_right(self.articles, position)

    def before(self, figure: Figure, *, reach: int = 40) -> Iterable[Figure]:
        """The figures before one in its line, nearest first, at most `reach` of them."""
        for i in range(figure.order - 1, max(-1, figure.order - 1 - reach), -1):
            if self.figures[i].line != figure.line:
                return
            yield self.figures[i]

    def earlier(self, figure: Figure, *, reach: int = 60, uses: tuple[str, ...] = LEVELS) -> Iterable[Figure]:
        """The amounts before one in its article that are levels of its family, nearest first; `uses`: or others."""
        for i in range(figure.order - 1, max(-1, figure.order - 1 - reach), -1):
            other = self.figures[i]
            if self.article(other.start) != self.article(figure.start):
                return
            if other.family == figure.family and other.use in uses and other.value and not other.mention.soft:
                yield other

    def times(self, start: int, end: int) -> list[str]:
        """The words that set a time in a stretch of the text."""
        return time_words().findall(self.text, start, max(start, end))


def _stretch(borders: Sequence[int], position: int, end: int) -> tuple[int, int]:
    i = bisect_right(borders, position)
    return (borders[i - 1] if i else 0), (borders[i] if i < len(borders) else end)


def scene(reading: Reading) -> Scene:
    """The scene of a reading: every numeric mention with a quantity, size classes aside."""
    text = patterns.folded(reading.view.text)
    clauses, sentences, lines = borders = _borders(text)
    numeric = [m for m in reading.mentions if m.quantity is not None and m.kind in NUMERIC]
    mentions: list[Mention] = []
    for mention in sorted(numeric, key=lambda m: (m.at.start, -m.at.end)):
        if not mentions or mention.at.start >= mentions[-1].at.end:
            mentions.append(mention)
    ends = [*(m.at.start for m in mentions[1:]), len(text)]
    figures: list[Figure] = []
    for mention, end in zip(mentions, ends, strict=False):
        figures.append(_figure(text, mention, figures[-1] if figures else None, end, borders))
    return Scene(text, tuple(figures), tuple(f.start for f in figures), clauses, sentences, lines,
                 tuple(a.at.start for a in reading.outline.articles))


def _borders(text: str) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Where clauses, sentences and lines end; a comma or colon between digits ends none."""
    marks = [m.end() for m in _MARK.finditer(text)]
    clauses = tuple([m for m in marks if text[m - 1] not in ",:" or not _digits_around(text, m - 1)])
    sentences = [c for c in clauses if text[c - 1] in _STOPS]
    lines = [s for s in sentences if text[s - 1] == "\n"]
    return clauses, _capped(sentences, len(text), _SENTENCE), _capped(lines, len(text), _LINE)


def _digits_around(text: str, at: int) -> bool:
    return text[at - 1:at].isdigit() and text[at + 1:at + 2].isdigit()


def _capped(borders: list[int], end: int, reach: int) -> tuple[int, ...]:
    """The borders with one more after every `reach` characters that have none."""
    out: list[int] = []
    for a, b in pairwise((0, *borders)):
        out += (*range(a + reach, b, reach), b)
    return (*out, *range((borders[-1] if borders else 0) + reach, end, reach))


def _figure(text: str, mention: Mention, previous: Figure | None, following: int,
            borders: tuple[tuple[int, ...], ...]) -> Figure:
    """A mention as the rules see it, between the figure before it and where the next one begins."""
    at, end = mention.at.start, mention.at.end
    clause, sentence, line = [bisect_right(b, at) for b in borders]
    clauses = borders[0]
    last_end = previous.end if previous else 0
    left = text[max(clauses[clause - 1] if clause else 0, last_end, at - _LEFT):at]
    stop = min(following, end + _RIGHT, clauses[clause] if clause < len(clauses) else following)
    right = text[end:stop].rstrip("，。；：,;:!?！？\n")
    family, factor = family_of(mention)
    use = _use(left, mention, previous if previous and previous.line == line else None, text, last_end)
    value = mention.value
    own = None if value is None else exact_fraction(value) if factor is _ONE else exact_fraction(value) * factor
    order = previous.order + 1 if previous else 0
    return Figure(mention, order, family, factor, left, right, clause, sentence, line, use, own)


def _use(left: str, mention: Mention, previous: Figure | None, text: str, last_end: int) -> Use:
    gap = text[last_end:mention.at.start]
    if previous and joint().fullmatch(gap) and previous.use != "from":
        same = {"percent", "point"} if mention.kind in ("percent", "point") else NUMERIC - {"percent", "point"}
        if previous.mention.kind in same:
            return previous.use
    if mention.kind == "percent" and previous and inside_tail().search(left) and _inside().search(previous.left):
        return "share"
    if _start().search(left) and _then_reached().match(text, mention.at.end):
        return "from"
    if _against(left, mention, previous, text):
        return "base"
    for use, pattern in use_patterns(mention.kind):
        if pattern.search(left):
            return use
    return "level"


def _against(left: str, mention: Mention, previous: Figure | None, text: str) -> bool:
    """Whether a figure is what another is compared with: 与2010年的A相比, or 2022年为A behind one of 2023年."""
    if left[-1:].isalpha() and _then_compared().match(text, mention.at.end) and _compared_with().search(left):
        return True
    if previous is None or not _earlier_year().search(left):
        return False
    before = _YEAR.findall(text, max(0, previous.start - 40), previous.start)
    return bool(before) and previous.family == family_of(mention)[0] and int(before[-1]) > int(_YEAR.findall(left)[0])


_YEAR = re.compile(r"(?:19|20)\d\d")


@cache
def _then_compared() -> re.Pattern[str]:
    return re.compile(patterns.table("audit/uses")["against"]["after"])


@cache
def _compared_with() -> re.Pattern[str]:
    return re.compile(patterns.table("audit/uses")["against"]["before"])


@cache
def _earlier_year() -> re.Pattern[str]:
    return re.compile(patterns.table("audit/uses")["against"]["earlier"])


@cache
def use_patterns(kind: str) -> tuple[tuple[Use, re.Pattern[str]], ...]:
    """The uses a figure of a kind can have, each with the pattern of the words right before it, the surest first."""
    uses = patterns.table("audit/uses")
    change = uses["change"]
    barred = "".join(f"(?<!{w})" for w in change["exceptions"])
    reached = any_of(uses["growth"]["verbs"]) + any_of(uses["reached"]["words"]) + uses["reached"]["when"] + "$"
    base = any_of(uses["base"]["words"]) + any_of(uses["base"]["tails"]) + f"$|{uses['base']['year']}"
    compared = uses["against"]["opened"] + any_of(uses["base"]["words"]) + uses["against"]["closed"]
    added = f"|{uses['change']['limits']}|{any_of(uses['compare']['words'])}{NEAR}{any_of(change['added'])}$"
    grown = any_of(uses["growth"]["verbs"]) + any_of(uses["growth"]["tails"]) + "?$"
    if kind in ("percent", "point"):
        named = [
            ("reached", reached), ("growth", grown), ("base", compared), ("share", _share()), ("rate", _rate()),
        ]
    else:
        named = [
            ("reached", reached), ("average", any_of(uses["average"]["words"]) + r"[^，。；：、]{0,14}$"),
            ("change", any_of(change["verbs"]) + any_of(change["tails"]) + f"?{barred}${added}"), ("base", base),
        ]
    return tuple((use, re.compile(pattern)) for use, pattern in named)  # type: ignore[misc]


def _share() -> str:
    share = patterns.table("audit/relations")["share"]
    done = patterns.table("audit/relations")["completion"]
    return f"(?:{unnamed(share['whole'])})|(?:{share['plain']})|(?:{unnamed(done['whole'])})"


def unnamed(pattern: str) -> str:
    """A pattern without its group names, to be put into another."""
    return re.sub(r"\?P<\w+>", "?:", pattern)


def _rate() -> str:
    rate = patterns.table("audit/uses")["rate"]
    barred = "".join(f"(?<!{w})" for w in rate["not"])
    return any_of(rate["words"]) + barred + any_of(rate["tails"]) + "?$"


def any_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


@cache
def _start() -> re.Pattern[str]:
    """由 and 从 before the first of two levels."""
    start = patterns.table("audit/uses")["from"]
    return re.compile(start["barred"] + any_of(start["words"]) + r"[^，。；]{0,24}$")


@cache
def _then_reached() -> re.Pattern[str]:
    """增加到 behind the first of two levels, with a few words between at most."""
    uses = patterns.table("audit/uses")
    return re.compile(r"[^，,。；;、]{0,12}?" + any_of(uses["growth"]["verbs"]) + any_of(uses["reached"]["words"]))


@cache
def _inside() -> re.Pattern[str]:
    """占年度计划 before 4.5亿元的93.3%: the whole stands inside the words of the share."""
    return re.compile(patterns.table("audit/relations")["share"]["inside"])


@cache
def inside_tail() -> re.Pattern[str]:
    return re.compile(patterns.table("audit/relations")["share"]["inside_tail"])


@cache
def joint() -> re.Pattern[str]:
    """What stands between two figures of one list and nothing else."""
    return re.compile(any_of(w for w in patterns.table("audit/uses")["joint"]["words"] if len(w) <= 2))


@cache
def time_words() -> re.Pattern[str]:
    """Words that set a time, not those that only compare with one (比上年)."""
    time = patterns.table("audit/uses")["time"]
    return re.compile(time["not_after"] + "(?:" + "|".join(f"(?:{p})" for p in time["patterns"]) + ")")


@cache
def _families() -> dict[str, tuple[str, Fraction]]:
    units = patterns.table("audit/units")
    out = {unit: (family, _ONE) for family, members in units["same"].items() for unit in members}
    return out | {unit: (family, _ONE if factor == "1" else Fraction(factor))
                  for unit, (family, factor) in units["convert"].items()}


def family_of(mention: Mention) -> tuple[str, Fraction]:
    """What a mention can be added to and compared with, and its unit's worth there."""
    unit = mention.unit or ""
    if mention.kind in RATIOS:
        return mention.kind, _ONE
    known = _families()
    return known.get(unit) or known.get(patterns.folded(unit)) or (unit, _ONE)


def bigrams(text: str, generic: Iterable[str] = ()) -> frozenset[str]:
    """The pairs of neighbouring Chinese characters in a text without the generic words.

    >>> sorted(bigrams("全部到位资金", ["全部"]))
    ['位资', '到位', '资金']
    """
    for word in sorted(generic, key=len, reverse=True):
        text = text.replace(word, " ")
    return frozenset(_PAIR.findall(text))


_PAIR = re.compile(f"(?=([{chr(0x4E00)}-{chr(0x9FFF)}]{{2}}))")
